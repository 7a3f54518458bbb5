"""A source's form: what its disclaimer seems to say, and an editor's word for it."""

from __future__ import annotations

from typing import Any, ClassVar

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from articles.choices import Reuse
from articles.models import ImportedFile, Source
from tests.factories import make_article, make_source
from tests.people import make_chief, make_reporter
from tests.views.pages import one, words

NOTICE = "转载请注明“来源：海岳财经”。未经授权，不得转载或用于训练AI模型。rights@haiyue.example"


class SourceFormTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)
        self.source = make_source(slug="haiyue", disclaimer=NOTICE)
        self.url = reverse("admin:articles_source_change", args=[self.source.pk])

    def form(self) -> Tag:
        answer = self.client.get(self.url)
        self.assertEqual(answer.status_code, 200)
        return BeautifulSoup(answer.content, "html.parser")

    def shown(self) -> dict[str, str]:
        """What a browser would send back untouched."""
        form, data = self.form(), {}
        for field in form.select("#source_form :is(input, textarea)[name]"):
            if field.get("type") not in {"submit", "checkbox", "hidden"}:
                data[str(field["name"])] = str(field.get("value") or field.get_text())
            elif field.has_attr("checked"):
                data[str(field["name"])] = "on"
        for field in form.select("#source_form select[name]"):
            chosen = field.select_one("option[selected]")
            data[str(field["name"])] = str(chosen["value"]) if chosen else ""
        return data

    def save(self, **changes: Any) -> Source:
        answer = self.client.post(self.url, self.shown() | changes)
        self.assertEqual(answer.status_code, 302)
        return Source.objects.get(pk=self.source.pk)

    def test_proposals_stand_in_the_fields_with_the_sentence_they_come_from(
        self,
    ) -> None:
        shown = self.shown()
        self.assertEqual(shown["reuse"], Reuse.PERMISSION)
        self.assertEqual(shown["credit_line"], "来源：海岳财经")
        self.assertEqual(shown["contact"], "rights@haiyue.example")
        self.assertEqual(
            (shown["allows_training"], shown["allows_search_engines"]),
            ("false", "unknown"),
        )
        (proposal,) = words(self.form(), ".field-allows_training .desk-proposal")
        self.assertEqual(
            proposal,
            "From the disclaimer: No 未经授权，不得转载或用于训练AI模型。",
        )

    def test_saving_without_confirming_keeps_no_proposal(self) -> None:
        source = self.save(name="海岳")
        self.assertEqual((source.name, source.reuse, source.contact), ("海岳", "", ""))
        self.assertIsNone(source.allows_training)
        self.assertFalse(source.has_terms)

    def test_what_an_editor_wrote_without_confirming_stays_a_draft(self) -> None:
        source = self.save(contact="desk@haiyue.example")
        self.assertEqual((source.contact, source.reuse), ("desk@haiyue.example", ""))
        self.assertEqual(source.usage_terms.contact, "")
        self.assertEqual(self.shown()["contact"], "desk@haiyue.example")

    def test_confirming_makes_the_terms_public_and_says_who_did(self) -> None:
        source = self.save(is_confirmed="on", allows_training="unknown")
        self.assertEqual(source.usage_terms.reuse, Reuse.PERMISSION)
        self.assertIsNone(source.usage_terms.allows_training)
        self.assertEqual(source.terms_confirmed_by, self.chief)
        one(self.form(), "#id_is_confirmed[checked]")
        # What the editor left open stays open, whatever the disclaimer says.
        self.assertEqual(self.shown()["allows_training"], "unknown")

    def test_a_save_that_changes_no_term_keeps_the_day_they_were_confirmed(
        self,
    ) -> None:
        confirmed = self.save(is_confirmed="on")
        renamed = self.save(name="海岳")
        self.assertEqual(renamed.terms_confirmed_at, confirmed.terms_confirmed_at)
        changed = self.save(contact="")
        assert changed.terms_confirmed_at
        assert confirmed.terms_confirmed_at
        self.assertGreater(changed.terms_confirmed_at, confirmed.terms_confirmed_at)

    def test_taking_the_confirmation_back_withdraws_the_terms(self) -> None:
        self.save(is_confirmed="on")
        data = self.shown()
        del data["is_confirmed"]
        self.client.post(self.url, data)
        source = Source.objects.get(pk=self.source.pk)
        self.assertFalse(source.has_terms)
        self.assertEqual(source.reuse, Reuse.PERMISSION)

    def test_the_form_counts_articles_and_imported_files(self) -> None:
        make_article(source=self.source)
        article = make_article(source=self.source)
        ImportedFile.objects.create(
            article=article, archive="a", path="content/1.md", content=b""
        )
        self.assertEqual(
            words(self.form(), ".field-holdings .readonly"),
            ["2 articles, of these 1 from imported files"],
        )

    def test_a_reporter_reads_it_and_a_new_source_has_an_empty_one(self) -> None:
        answer = self.client.get(reverse("admin:articles_source_add"))
        self.assertEqual(answer.status_code, 200)
        self.client.force_login(make_reporter())
        self.assertEqual(self.client.get(self.url).status_code, 200)
        self.assertEqual(self.client.post(self.url, {"name": "X"}).status_code, 403)
