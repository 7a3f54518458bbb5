"""What records keep as data reads as a person would write it."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.utils import translation

from articles.admin.readable import field_label, readable
from articles.models import Article, SiteSettings
from tests.factories import make_source


class ReadableTests(TestCase):
    def setUp(self) -> None:
        english = translation.override("en")
        english.__enter__()
        self.addCleanup(english.__exit__, None, None, None)

    def test_values_read_by_the_kind_of_their_field(self) -> None:
        cases: list[tuple[str, Any, str]] = [
            ("title", "油价", "油价"),
            ("published_at", "2025-02-10T07:35:00+00:00", "2025-02-10 15:35:00"),
            ("published_at", None, ""),
            ("status", "draft", "Draft"),
            ("toc", True, "On"),
            ("toc", None, "As the site says"),
            ("sidebar", "", "As the site says"),
            ("weight", 0, "0"),
            ("tags", ["高盛", "美联储"], "高盛\n美联储"),
            ("translation_languages", ["en", "fr"], "English\nfr"),
            ("menus", [["main", "首页", 3], ["x", "", 0]], "Main menu, 首页, 3\nx, 0"),
            ("overrides", [{"variant": "zh-tw", "lead": ""}], "variant: zh-tw"),
            ("extra", {"a": {"b": [1, True]}, "c": None}, "a: b: 1, On\nc: "),
        ]
        for name, value, expected in cases:
            with self.subTest(name, value=value):
                self.assertEqual(readable(Article, name, value), expected)

    def test_the_number_of_a_row_reads_as_its_name(self) -> None:
        source = make_source("海岳财经")
        self.assertEqual(readable(Article, "source_id", source.pk), "海岳财经")
        self.assertEqual(readable(Article, "source_id", 4711), "4711")

    def test_so_does_the_slug_by_which_an_import_knows_a_source(self) -> None:
        source = make_source()
        self.assertEqual(readable(Article, "source", source.slug), str(source))
        self.assertEqual(readable(Article, "source", "gone"), "gone")
        self.assertEqual(readable(Article, "source", ""), "")

    def test_fields_are_called_as_editors_know_them(self) -> None:
        cases: list[tuple[Any, str, str]] = [
            (Article, "published_at", "published"),
            (Article, "source_id", "source"),
            (Article, "tags", "tags"),
            (Article, "menus", "Menus"),
            (SiteSettings, "menu main", "Main menu"),
            (SiteSettings, "menu about", "about"),
            (Article, "no_such_field", "no_such_field"),
        ]
        for model, name, expected in cases:
            with self.subTest(name):
                self.assertEqual(field_label(model, name), expected)
