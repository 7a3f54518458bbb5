"""The page on which a correction is written."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.urls import reverse

from articles.models import Correction
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_person

ENGLISH = {"accept-language": "en"}


class CorrectionPageTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(published_at=hours_ago(5))
        self.url = reverse("admin:articles_article_corrections", args=[self.article.pk])
        self.client.force_login(make_person("chief editor"))

    def send(self, **fields: Any) -> Any:
        sent = {"severity": "correction", "text": "应为25个基点。"} | fields
        return self.client.post(self.url, sent, headers=ENGLISH)

    def test_a_chief_corrects_changes_and_removes(self) -> None:
        self.assertRedirects(self.send(), self.url)
        row = Correction.objects.get()
        self.assertEqual((row.text, str(row.by)), ("应为25个基点。", "chief editor"))
        page = self.client.get(f"{self.url}?correction={row.pk}", headers=ENGLISH)
        self.assertContains(page, "Save the correction")
        self.send(correction=row.pk, text="应为50个基点。", severity="clarification")
        row.refresh_from_db()
        self.assertEqual((row.text, row.severity), ("应为50个基点。", "clarification"))
        self.client.post(self.url, {"correction": row.pk, "remove": "1"})
        self.assertFalse(Correction.objects.exists())

    def test_what_is_too_long_is_refused_at_the_field_and_kept(self) -> None:
        text = "长" * 5_000
        response = self.send(text=text)
        self.assertContains(response, "errorlist")
        self.assertContains(response, text)
        self.assertFalse(Correction.objects.exists())

    def test_times_that_make_no_sense_are_refused(self) -> None:
        for day in ("2099-01-01", "2001-01-01"):
            response = self.send(corrected_at=f"{day} 08:00")
            self.assertContains(response, "errorlist")
        self.assertFalse(Correction.objects.exists())

    def test_a_form_whose_article_was_withdrawn_meanwhile_keeps_its_text(self) -> None:
        draft = make_draft()
        url = reverse("admin:articles_article_corrections", args=[draft.pk])
        sent = {"severity": "correction", "text": "应为25个基点。"}
        response = self.client.post(url, sent, headers=ENGLISH)
        self.assertContains(response, "nothing is corrected")

    def test_the_history_quotes_it(self) -> None:
        self.send()
        history = reverse("admin:articles_article_history", args=[self.article.pk])
        self.assertContains(self.client.get(history), "应为25个基点。")

    def test_who_may_not_correct_does_not(self) -> None:
        for group in ("reporter", "editor"):
            self.client.force_login(make_person(group))
            self.assertEqual(self.client.get(self.url).status_code, 403)
            self.assertEqual(self.send().status_code, 403)
            article = reverse("admin:articles_article_change", args=[self.article.pk])
            self.assertNotContains(self.client.get(article), "/corrections/")
