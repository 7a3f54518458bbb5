"""The page on which a correction is written."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from articles import publishing
from articles.models import Article, Correction, Revision, TranslationLevel
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


class VersionsTests(TestCase):
    def setUp(self) -> None:
        self.article, self.english = (
            make_article(
                published_at=hours_ago(5), translation_key="fed", language=language
            )
            for language in ("zh-Hans", "en")
        )
        self.url = reverse("admin:articles_article_corrections", args=[self.article.pk])
        self.client.force_login(make_person("chief editor"))

    def send(self, **fields: Any) -> Any:
        sent = {"severity": "correction", "text": "应为25个基点。"} | fields
        return self.client.post(self.url, sent, headers=ENGLISH)

    def test_each_live_version_is_corrected_in_its_own_words_and_stays_level(
        self,
    ) -> None:
        self.send(**{f"text_{self.english.pk}": "It was 25 basis points."})
        told = {row.article: row.text for row in Correction.objects.all()}
        expected = {
            self.article: "应为25个基点。",
            self.english: "It was 25 basis points.",
        }
        self.assertEqual(told, expected)
        self.assertFalse(TranslationLevel.objects.behind().exists())

    def test_a_version_without_a_text_gets_no_correction_and_is_behind(self) -> None:
        self.send()
        self.assertEqual(Correction.objects.get().article, self.article)
        behind = TranslationLevel.objects.behind().get()
        self.assertEqual(behind.article, self.english)

    def test_versions_that_readers_do_not_have_are_not_asked_about(self) -> None:
        make_draft(translation_key="fed", language="zh-Hant-TW")
        names = self.client.get(self.url).context["form"].fields
        self.assertEqual(
            [name for name in names if name.startswith("text_")],
            [f"text_{self.english.pk}"],
        )

    def test_a_version_that_cannot_be_corrected_leaves_the_other_as_it_was(
        self,
    ) -> None:
        before = Revision.objects.count()
        text = {f"text_{self.english.pk}": "It was 25 basis points."}
        correct = publishing.correct

        def refuse(article: Article, *given: Any, **named: Any) -> Correction:
            if article == self.english:
                raise publishing.VerbRefused("Somebody withdrew it.")
            return correct(article, *given, **named)

        with patch.object(publishing, "correct", refuse):
            self.assertContains(self.send(**text), "Somebody withdrew it.")
        self.assertFalse(Correction.objects.exists())
        self.assertEqual(Revision.objects.count(), before)
