from __future__ import annotations

from datetime import timedelta

from django.db.models import BigIntegerField, CharField, DateTimeField
from django.test import TestCase
from django.utils import timezone

from articles.models import Article, ArticleQuerySet, read_article, read_cards
from articles.prepared_queries import Parameter, few_lengths, parameters, prepared
from tests.factories import make_article


@prepared
def _published(count: int) -> ArticleQuerySet:
    at = Parameter("at", DateTimeField())
    pks = parameters("pk", count, BigIntegerField())
    return Article.objects.filter(pk__in=pks, published_at__lte=at).order_by("pk")


class PreparedTests(TestCase):
    def test_each_reading_has_its_own_values(self) -> None:
        articles = [make_article(), make_article()]
        pks = [article.pk for article in articles]
        now = timezone.now()
        self.assertEqual(_published.read(2, pk=pks, at=now), articles)
        self.assertEqual(_published.read(2, pk=pks[:1] * 2, at=now), articles[:1])
        self.assertEqual(_published.read(2, pk=pks, at=now - timedelta(days=999)), [])

    def test_a_moment_must_be_a_parameter(self) -> None:
        @prepared
        def held() -> ArticleQuerySet:
            return Article.objects.filter(published_at__lte=timezone.now())

        with self.assertRaisesMessage(ValueError, "holds a moment"):
            held.read()

    def test_values_are_not_taken_for_sql(self) -> None:
        @prepared
        def titled() -> ArticleQuerySet:
            return Article.objects.filter(title=Parameter("title", CharField()))

        title = "' OR 1=1 -- 50%"
        article = make_article(title=title)
        make_article()
        self.assertEqual(titled.read(title=title), [article])

    def test_what_can_match_nothing_reads_nothing(self) -> None:
        make_article()
        with self.assertNumQueries(0):
            self.assertEqual(_published.read(0, at=timezone.now()), [])

    def test_few_shapes_are_compiled(self) -> None:
        self.assertEqual(few_lengths([1, 2, 3]), [1, 2, 3, 3])
        self.assertEqual(
            {len(few_lengths(range(n))) for n in range(9)}, {0, 1, 2, 4, 8}
        )


class ReadingTests(TestCase):
    def test_it_reads_what_the_queryset_reads(self) -> None:
        article = make_article(
            categories=["美股", "债市"], authors=["林岚"], tags=["高盛", "原油"]
        )
        bare = make_article()
        whole = read_article(article.slug)
        assert whole is not None
        for read in (whole, *read_cards([article.pk, bare.pk])):
            same = Article.objects.with_labels().get(pk=read.pk)
            with self.assertNumQueries(0):
                found = [row.category for row in read.article_categories.all()]
                self.assertEqual(
                    found, [row.category for row in same.article_categories.all()]
                )
                authors = [row.author for row in read.bylines.all()]
                self.assertEqual(authors, [row.author for row in same.bylines.all()])
        self.assertEqual(whole.body, article.body)
        self.assertIsNone(read_article("nothing"))
