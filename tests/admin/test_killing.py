"""The pages on which an article is killed and brought back."""

from __future__ import annotations

from typing import Any

from django.test import Client, TestCase
from django.urls import reverse

from articles.choices import Status
from articles.models import Article, Kill
from tests.admin.data import data_of
from tests.factories import hours_ago, make_article
from tests.people import make_person

EN = {"accept-language": "en"}


class KillPageTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(
            slug="fed", title="机密稿", translation_key="k", published_at=hours_ago(5)
        )
        make_article(slug="rates", language="en", translation_key="k")
        self.page = reverse("admin:articles_article_change", args=[self.article.pk])
        self.url = reverse("admin:articles_article_kill", args=[self.article.pk])
        self.back = reverse("admin:articles_article_revive", args=[self.article.pk])
        self.chief = self.sign_in("chief editor", "chief")
        self.second = self.sign_in("chief editor", "second")
        self.editor = self.sign_in("editor", "editor")

    def sign_in(self, group: str, name: str) -> Client:
        client = Client(headers=EN)
        client.force_login(make_person(group, name))
        return client

    def send(self, **fields: Any) -> Any:
        sent = {
            "reason": "法院",
            "notice": "有误。",
            "notice_en": "Wrong.",
            "with_versions": "on",
            "password": "chief",
        }
        return self.chief.post(self.url, sent | fields, follow=True)

    def status(self) -> str:
        return Article.objects.get(pk=self.article.pk).status

    def test_it_names_its_reach_first(self) -> None:
        self.assertContains(self.chief.get(self.page), self.url)
        self.assertContains(self.chief.get(self.url), "1 other version")

    def test_the_password_is_asked_for_again_and_the_words_stay(self) -> None:
        response = self.send(**{"password": "falsch"})
        self.assertContains(response, "not your password")
        self.assertContains(response, "法院")
        self.assertEqual(self.status(), Status.PUBLISHED)

    def test_reason_and_notices_are_needed(self) -> None:
        for name in ("reason", "notice", "notice_en"):
            self.assertContains(self.send(**{name: " "}), "errorlist")
        self.assertContains(self.send(notice="长" * 2_000), "errorlist")
        self.assertEqual(self.status(), Status.PUBLISHED)

    def test_two_chiefs_kill_it_and_bring_it_back(self) -> None:
        self.assertContains(self.send(), "Killed by chief")
        self.assertEqual(Kill.objects.standing().count(), 2)
        self.assertContains(self.chief.get(self.page), "机密稿")
        self.chief.post(self.back, {"ask": "1"})
        page = self.chief.get(self.page)
        self.assertNotContains(page, "Confirm and bring back")
        self.chief.post(self.back, {"confirm": "1"})
        self.assertEqual(self.status(), Status.KILLED)
        page = self.second.get(self.page)
        self.assertContains(page, "chief asks to bring it back")
        self.second.post(self.back, {"confirm": "1"})
        self.assertEqual(self.status(), Status.PUBLISHED)
        again = self.second.post(self.back, {"confirm": "1"}, follow=True)
        self.assertContains(again, "Somebody did that meanwhile")

    def test_the_second_to_kill_is_told(self) -> None:
        self.send()
        self.assertContains(self.send(), "Somebody took it from readers already")

    def test_others_learn_that_it_was_killed_and_nothing_of_its_text(self) -> None:
        revision = self.article.revisions.latest()
        self.send()
        page = self.editor.get(self.page)
        self.assertContains(page, "Killed by chief")
        self.assertNotContains(page, "正文。")
        names = ("history", "compare", "variants", "copies", "sharing", "corrections")
        for name in names:
            url = reverse(f"admin:articles_article_{name}", args=[self.article.pk])
            self.assertIn(self.editor.get(url).status_code, {403, 404}, name)
        for name in ("change", "restore"):
            url = reverse(f"admin:articles_revision_{name}", args=[revision.pk])
            self.assertEqual(self.editor.get(url).status_code, 403, name)
        for url in (self.url, self.back):
            self.assertEqual(self.editor.get(url).status_code, 403)
            self.assertEqual(self.editor.post(url).status_code, 403)

    def test_nobody_saves_spikes_or_deletes_it(self) -> None:
        sent = data_of(self.article, title="改了")
        self.send()
        for name, *verb in (
            *(("change",), ("delete",), ("copies",), ("sharing",)),
            *(("verb", verb) for verb in ("spike", "publish", "withdraw")),
        ):
            args = [self.article.pk, *verb]
            url = reverse(f"admin:articles_article_{name}", args=args)
            response = self.chief.post(url, sent | {"_save": "1", "post": "yes"})
            self.assertIn(response.status_code, {403, 404, 409}, name)
        changelist = reverse("admin:articles_article_changelist")
        for action in ("publish", "withdraw", "spike"):
            sent = {"action": f"{action}_selected", "_selected_action": self.article.pk}
            self.chief.post(changelist, sent)
        self.assertEqual(self.status(), Status.KILLED)
        self.assertEqual(Article.objects.get(pk=self.article.pk).title, "机密稿")

    def test_its_history_is_the_chief_s_to_read(self) -> None:
        self.send()
        url = reverse("admin:articles_article_history", args=[self.article.pk])
        self.assertContains(self.chief.get(url), "法院")
