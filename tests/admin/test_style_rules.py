"""Rows of the house style are switched, added and deleted in the admin."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from articles.models import SiteSettings, StyleRule
from tests.people import make_chief

STYLE = reverse("admin:articles_stylerule_changelist")


def version() -> int:
    return SiteSettings.current().conversion_version


class StyleTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def row(self) -> StyleRule:
        return StyleRule.objects.get(language="zh-Hant-TW", converted="臺")

    def test_the_list_costs_the_same_however_many_rows(self) -> None:
        # Session, user; how many, and the rows.
        with self.assertNumQueries(4):
            self.client.get(STYLE)

    def test_rows_are_switched_in_the_list(self) -> None:
        rows = list(self.client.get(STYLE).context["cl"].result_list)
        data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
        for n, row in enumerate(rows):
            data[f"form-{n}-id"] = row.pk
            if row.is_on and row != self.row():
                data[f"form-{n}-is_on"] = "on"  # type: ignore[assignment]
        before = version()
        self.client.post(STYLE, {**data, "_save": "1"})
        self.assertFalse(self.row().is_on)
        self.assertEqual(version(), before + 1)

    def test_a_row_is_for_a_chinese_variant_and_changes_something(self) -> None:
        url = reverse("admin:articles_stylerule_add")
        for fields, wrong in (
            ({"language": "en"}, "language"),
            ({"printed": "糍"}, "printed"),
            ({"converted": " "}, "converted"),
        ):
            data = {"language": "zh-Hant-HK", "converted": "糍", "printed": "餈"}
            form = self.client.post(url, data | fields).context["adminform"].form
            self.assertEqual(list(form.errors), [wrong])
        before = version()
        self.client.post(url, data)
        self.assertTrue(StyleRule.objects.filter(converted="糍").exists())
        self.assertEqual(version(), before + 1)

    def test_a_form_has_one_row_in_a_variant(self) -> None:
        url = reverse("admin:articles_stylerule_add")
        data = {"language": "zh-Hant-TW", "converted": "臺", "printed": "檯"}
        self.assertEqual(self.client.post(url, data).status_code, 200)

    def test_a_deleted_row_counts_no_more(self) -> None:
        before = version()
        url = reverse("admin:articles_stylerule_delete", args=[self.row().pk])
        self.client.post(url, {"post": "yes"})
        self.assertEqual(version(), before + 1)
        self.assertFalse(StyleRule.objects.filter(converted="臺").exists())
