"""The pages on which articles begin from a template or from another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, ArticleTemplate, Relation
from articles.publishing import follow
from tests.factories import make_article, make_category
from tests.people import make_chief, make_clerk, make_reporter

ADD = reverse("admin:articles_article_add")


class CopiesTests(TestCase):
    chief: ClassVar[User]
    article: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()
        cls.article = make_article(title="降息", categories=["美股"])

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)
        self.page = reverse("admin:articles_article_copies", args=[self.article.pk])

    def send(self, **sent: Any) -> Any:
        return self.client.post(self.page, sent, follow=True)

    def test_each_button_opens_the_new_draft(self) -> None:
        for sent in (
            {"duplicate": "1"},
            {"translate": "1", "language": "en"},
            {"follow_up": "1"},
        ):
            answer = self.send(**sent)
            self.assertContains(answer, "This is a new draft, made from “降息”.")
            new = Article.objects.latest("pk")
            url = reverse("admin:articles_article_change", args=[new.pk])
            self.assertEqual(answer.redirect_chain[-1][0], url)

    def test_an_odd_language_begins_nothing(self) -> None:
        for language in ("", "xx", "\x00"):
            self.send(translate="1", language=language)
        self.assertEqual(Article.objects.count(), 1)

    def test_a_version_that_is_there_is_named(self) -> None:
        self.send(translate="1", language="en")
        answer = self.send(translate="1", language="en")
        self.assertContains(answer, "There is a version in this language already")
        self.assertEqual(Article.objects.count(), 2)

    def test_follow_ups_are_linked_and_unlinked(self) -> None:
        other = make_article(title="旧闻")
        self.assertContains(self.send(follow="1", other=other.pk), "旧闻")
        self.assertContains(self.send(follow="1", other=other.pk), "linked already")
        self.assertContains(self.send(follow="1", other=self.article.pk), "to itself")
        relation = Relation.objects.get()
        self.send(unfollow=relation.pk)
        self.assertFalse(Relation.objects.exists())

    def test_nonsense_links_nothing(self) -> None:
        for other in ("", "x", "9" * 30, "\x00"):
            self.assertEqual(self.send(follow="1", other=other).status_code, 200)
        follow(make_article(), make_article())
        self.send(unfollow=Relation.objects.get().pk)
        self.assertTrue(Relation.objects.exists())

    def test_the_page_costs_the_same_however_many_follow(self) -> None:
        for _n in range(9):
            follow(make_article(), self.article)
        # Session, user, whether it is killed, article, what it follows, what follows it.
        with self.assertNumQueries(6):
            self.client.get(self.page)

    def test_a_clerk_may_begin_nothing(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(
            self.client.post(self.page, {"duplicate": "1"}).status_code, 403
        )
        templates = reverse("admin:articles_article_templates")
        self.assertEqual(self.client.get(templates).status_code, 403)
        self.assertEqual(Article.objects.count(), 1)


class TemplateTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.template = ArticleTemplate.objects.create(
            name="早报", title="早报", body="## 要闻", tags=["早报", "A股"]
        )
        self.template.categories.add(make_category("美股"))

    def test_a_reporter_begins_with_it_and_changes_none(self) -> None:
        self.client.force_login(make_reporter())
        listed = self.client.get(reverse("admin:articles_article_templates"))
        self.assertContains(listed, f"{ADD}?template={self.template.pk}")
        page = self.client.get(ADD, {"template": self.template.pk})
        for text in ("## 要闻", "早报，A股", "美股"):
            self.assertContains(page, text)
        change = reverse("admin:articles_articletemplate_add")
        self.assertEqual(self.client.get(change).status_code, 403)
        self.assertFalse(Article.objects.exists())

    def test_an_odd_number_begins_an_empty_article(self) -> None:
        self.client.force_login(make_reporter())
        for number in ("", "x", "9" * 40, "²", "0"):
            self.assertEqual(
                self.client.get(ADD, {"template": number}).status_code, 200
            )

    def test_a_chief_writes_one(self) -> None:
        self.client.force_login(make_chief())
        url = reverse("admin:articles_articletemplate_add")
        sent = {
            "name": "快讯",
            "language": "zh-Hans",
            "tags": "快讯，要闻",
            "body": "一",
        }
        self.assertEqual(self.client.post(url, sent).status_code, 302)
        made = ArticleTemplate.objects.get(name="快讯")
        self.assertEqual(made.tags, ["快讯", "要闻"])
