"""Saving a live article: its kind is proposed, chosen, refused, and checked afterwards."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.test import Client, TestCase
from django.urls import reverse

from articles.choices import ChangeKind
from articles.models import AfterCheck, Article
from articles.publishing import LiveRule, save_changes
from tests.admin.data import data_of
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_person

BODY = "降息25个基点。\n\n后市仍需观察。"


class LiveFormTests(TestCase):
    client: Client
    client_class = partial(Client, headers={"accept-language": "en"})  # type: ignore[assignment]

    def setUp(self) -> None:
        self.article = make_article(body=BODY, published_at=hours_ago(5))
        self.url = reverse("admin:articles_article_change", args=[self.article.pk])

    def send(self, **changes: Any) -> Any:
        shown = data_of(self.article, **changes)
        # To the minute it would be another time.
        sent = {k: v for k, v in shown.items() if not k.startswith("published_at")}
        return self.client.post(self.url, sent | {"_save": "1"})

    def test_an_editor_updates_some_words_at_once(self) -> None:
        self.client.force_login(make_person("editor"))
        response = self.send(body=BODY.replace("仍需", "尚需"))
        self.assertEqual(response.status_code, 302)
        self.assertIn("尚需", Article.objects.get().body)
        self.assertEqual(AfterCheck.objects.get().revision.kind, ChangeKind.MINOR)

    def test_a_larger_change_is_refused_with_advice_and_the_text_is_kept(self) -> None:
        self.client.force_login(make_person("editor"))
        response = self.send(body=BODY.replace("25", "50"))
        self.assertContains(response, "without a chief")
        self.assertContains(response, "降息50个基点")
        self.assertEqual(Article.objects.get().body, BODY)

    def test_who_may_not_publish_does_not_lower_a_kind(self) -> None:
        self.client.force_login(make_person("editor"))
        changed = {"body": BODY.replace("仍需", "尚需"), "kind_of_change": "technical"}
        response = self.send(**changed)
        self.assertContains(response, "A kind can be raised")
        self.assertEqual(Article.objects.get().body, BODY)

    def test_a_chief_chooses_the_kind(self) -> None:
        self.client.force_login(make_person("chief editor"))
        self.send(body=BODY.replace("25", "50"), kind_of_change="minor")
        stored = Article.objects.get()
        self.assertEqual(stored.revisions.latest().kind, ChangeKind.MINOR)
        self.assertIsNone(stored.modified_at)
        self.assertContains(self.client.get(self.url), "Minor")

    def test_only_a_live_article_asks_for_the_kind(self) -> None:
        self.client.force_login(make_person("chief editor"))
        self.assertContains(self.client.get(self.url), "kind_of_change")
        draft = reverse("admin:articles_article_change", args=[make_draft().pk])
        self.assertNotContains(self.client.get(draft), "kind_of_change")

    def test_restoring_more_than_some_words_is_refused_too(self) -> None:
        first = self.article.revisions.latest()
        save_changes(self.article.pk, {"body": BODY.replace("25", "50")})
        self.client.force_login(make_person("editor"))
        url = reverse("admin:articles_revision_restore", args=[first.pk])
        base = self.article.revisions.latest().pk
        response = self.client.post(url, {"scope": "texts", "base": base})
        self.assertContains(response, "without a chief")
        self.assertIn("50", Article.objects.get().body)


class AfterCheckPageTests(TestCase):
    client: Client
    client_class = partial(Client, headers={"accept-language": "en"})  # type: ignore[assignment]

    def setUp(self) -> None:
        article = make_article(title="美联储", body=BODY, published_at=hours_ago(5))
        save_changes(
            article.pk,
            {"body": BODY.replace("仍需", "尚需")},
            by=make_person("editor"),
            rule=LiveRule(may_publish=False),
        )
        self.check = AfterCheck.objects.get()
        self.page = reverse("admin:articles_aftercheck_change", args=[self.check.pk])
        self.list = reverse("admin:articles_aftercheck_changelist")

    def test_a_chief_reads_the_difference_and_ticks_it_off(self) -> None:
        self.client.force_login(make_person("chief editor"))
        self.assertContains(self.client.get(self.list), "美联储")
        self.assertContains(self.client.get(self.page), "<ins>尚</ins>")
        self.assertRedirects(self.client.post(self.page), self.list)
        self.assertNotContains(self.client.get(self.list), "美联储")
        self.assertContains(self.client.get(f"{self.list}?checked=checked"), "美联储")
        self.assertContains(self.client.get(self.page), "Checked by")

    def test_the_second_to_tick_is_told(self) -> None:
        self.client.force_login(make_person("chief editor"))
        self.client.post(self.page)
        response = self.client.post(self.page, follow=True)
        self.assertContains(response, "Somebody else checked it")

    def test_an_editor_sees_none_of_it(self) -> None:
        self.client.force_login(make_person("editor", "second"))
        for url in (self.list, self.page):
            self.assertEqual(self.client.get(url).status_code, 403)
            self.assertEqual(self.client.post(url).status_code, 403)

    def test_the_list_asks_as_much_for_many_as_for_one(self) -> None:
        self.client.force_login(make_person("chief editor"))
        with self.assertNumQueries(6):
            self.client.get(self.list)
        for n in range(3):
            article = make_article(body=BODY, title=f"另{n}")
            save_changes(article.pk, {"toc": True}, rule=LiveRule(may_publish=False))
        with self.assertNumQueries(6):
            self.client.get(self.list)

    def test_an_unknown_number_is_not_found(self) -> None:
        self.client.force_login(make_person("chief editor"))
        for number in ("999", "x"):
            url = reverse("admin:articles_aftercheck_change", args=[number])
            self.assertEqual(self.client.get(url).status_code, 404)
