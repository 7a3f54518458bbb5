"""What no editor touched is told by revisions, and not told where they cannot tell."""

from __future__ import annotations

from django.test import TestCase

from articles.archive.fields import untouched
from articles.models import Article, Revision
from articles.publishing import Labels, create_many, save, tags_named
from tests.factories import hours_ago, make_article


class UntouchedTests(TestCase):
    def setUp(self) -> None:
        self.article = Article(
            title="题", slug="a", body="文", published_at=hours_ago(1), toc=True
        )
        create_many([self.article], [Labels([], tags_named(["高盛"]), [])])

    def untouched(self, tags: list[str]) -> frozenset[str]:
        article = Article.objects.get(pk=self.article.pk)
        return untouched(article, {"tags": tags, "authors": []})

    def test_after_an_import_it_is_everything(self) -> None:
        fields = {
            "title",
            "body",
            "published_at",
            "thumbnail",
            "toc",
            "tags",
            "authors",
        }
        self.assertLessEqual(fields, self.untouched(["高盛"]))

    def test_after_edits_it_is_what_is_as_it_was_imported(self) -> None:
        self.article.title, self.article.published_at = "另题", hours_ago(2)
        self.article.toc = None
        save(self.article)
        self.article.toc = True
        save(self.article)
        found = self.untouched(["金"])
        self.assertLessEqual({"body", "toc", "authors"}, found)
        self.assertTrue(found.isdisjoint({"title", "published_at", "tags"}))

    def test_an_import_after_an_edit_may_have_recorded_that(self) -> None:
        self.article.weight += 1
        save(self.article)
        save(self.article, act=Revision.Act.IMPORTED)
        self.assertEqual(self.untouched(["高盛"]), frozenset())

    def test_two_imports_without_an_edit_between_leave_it_certain(self) -> None:
        save(self.article, act=Revision.Act.IMPORTED)
        self.assertIn("title", self.untouched(["高盛"]))

    def test_a_field_that_no_revision_knows_is_untouched_while_it_is_empty(
        self,
    ) -> None:
        self.article.weight += 1
        save(self.article)
        save(self.article, act=Revision.Act.IMPORTED)
        for revision in Revision.objects.all():
            del revision.fields["toc"], revision.fields["lead"]
            revision.save()
        self.assertEqual(self.untouched(["高盛"]), {"lead"})  # toc is set.

    def test_of_an_article_that_was_written_here_it_is_nothing(self) -> None:
        self.assertEqual(untouched(make_article(), {"tags": []}), frozenset())
