"""Each front-matter key reaches its field as Hugo and the theme would read it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from articles.importing import front_matter
from articles.importing.documents import split
from articles.importing.fields import Fields, Mapper, language_tag, one_line
from articles.importing.outcomes import Level, Problems

SHANGHAI = ZoneInfo("Asia/Shanghai")
WIDGETS = ["search", "recent", "taglist"]


def fields_of(yaml: str) -> tuple[Fields, list[str]]:
    problems = Problems()
    matter = front_matter.read(split(f"---\n{yaml}\n---\n"), problems)
    fields = Mapper(matter, SHANGHAI, WIDGETS, problems).read()
    return fields, [problem.code for problem in problems.found]


def value(yaml: str, name: str) -> object:
    return fields_of(yaml)[0].values[name]


class SwitchTests(SimpleTestCase):
    def test_present_but_empty_is_off_for_four_switches(self) -> None:
        for name in ("authorbox", "pager", "toc", "mathjax"):
            with self.subTest(name):
                self.assertIs(value(f'{name}: ""', name), False)
                self.assertIs(value("title: a", name), None)
                self.assertIs(value(f"{name}: true", name), True)

    def test_empty_comments_are_not_set(self) -> None:
        self.assertIs(value('comments: ""', "comments"), None)
        self.assertIs(value("comments: false", "comments"), False)

    def test_words_are_read_as_switches_with_a_warning(self) -> None:
        for word, expected in {"yes": True, "off": False, '"false"': False}.items():
            with self.subTest(word):
                fields, codes = fields_of(f"toc: {word}")
                self.assertIs(fields.values["toc"], expected)
                self.assertEqual(codes, ["text-switch"])


class SidebarTests(SimpleTestCase):
    def test_every_form_of_the_key(self) -> None:
        cases = {
            'sidebar: ""': "",
            "title: a": "",
            "sidebar: false": "none",
            'sidebar: "left"': "left",
            "sidebar: Right": "right",
            "sidebar: true": "right",
        }
        for yaml, expected in cases.items():
            with self.subTest(yaml):
                self.assertEqual(value(yaml, "sidebar"), expected)


class WidgetsTests(SimpleTestCase):
    def test_the_list_keeps_its_order(self) -> None:
        self.assertEqual(
            value("widgets: [taglist, search]", "widgets"), ["taglist", "search"]
        )

    def test_an_unknown_one_is_an_error_with_its_line_and_kept(self) -> None:
        problems = Problems()
        matter = front_matter.read(
            split("---\ntitle: a\nwidgets: [weather]\n---\n"), problems
        )
        fields = Mapper(matter, SHANGHAI, WIDGETS, problems).read()
        self.assertEqual(fields.values["widgets"], ["weather"])
        self.assertEqual(problems.found[0].level, Level.ERROR)
        self.assertEqual(problems.found[0].line, 3)
        self.assertIn("Known: recent, search, taglist", problems.found[0].message)


class NamesTests(SimpleTestCase):
    def test_lists_strings_nulls_numbers_and_doubles(self) -> None:
        self.assertEqual(fields_of("tags: 标普 500")[0].tags, ["标普 500"])
        self.assertEqual(
            fields_of("tags: [a, null, 7, '', a, 'C&amp;A', true]")[0].tags,
            ["a", "7", "C&A", "true"],
        )

    def test_a_map_where_names_belong_is_kept_as_data(self) -> None:
        fields, codes = fields_of("categories: {a: b}")
        self.assertEqual(fields.categories, [])
        self.assertEqual(codes, ["odd-list"])
        self.assertEqual(fields.values["extra"], {"categories": {"a": "b"}})

    def test_authors_come_as_text_list_or_map(self) -> None:
        self.assertEqual(fields_of("author: 林岚")[0].authors, ["林岚"])
        self.assertEqual(fields_of("author: {name: Lin, link: x}")[0].authors, ["Lin"])
        self.assertEqual(fields_of("authors: [<b>A</b>, B]")[0].authors, ["A", "B"])


class LanguageTests(SimpleTestCase):
    def test_names_map_to_written_languages(self) -> None:
        cases = {
            "zh-CN": "zh-Hans", "zh_tw": "zh-Hant-TW", "ZH-hk": "zh-Hant-HK",
            "zh-MO": "zh-Hant-HK", "zh-SG": "zh-Hans", "en-us": "en", "pt-br": "pt-BR",
            "zh": "zh", "ja": "ja", "js": "", "v2": "", "": "",
        }  # fmt: skip
        for name, expected in cases.items():
            with self.subTest(name):
                self.assertEqual(language_tag(name), expected)

    def test_of_a_longer_list_the_first_counts_with_a_warning(self) -> None:
        fields, codes = fields_of("lang: [zh-TW, en]\ntranslations: [en]")
        self.assertEqual(fields.values["language"], "zh-Hant-TW")
        self.assertEqual(fields.values["translation_languages"], ["en"])
        self.assertEqual(codes, ["many-languages"])


class MenuTests(SimpleTestCase):
    def test_empty_string_list_and_map(self) -> None:
        def menus(yaml: str) -> list[tuple[str, str, int]]:
            return [(m.menu, m.label, m.weight) for m in fields_of(yaml)[0].menus]

        self.assertEqual(menus('menu: ""'), [])
        self.assertEqual(menus("menu: main\nweight: 3"), [("main", "", 3)])
        self.assertEqual(
            menus("menu: [main, footer]"), [("main", "", 0), ("footer", "", 0)]
        )
        self.assertEqual(
            menus("menu: {main: {name: 首页, weight: -5}}"), [("main", "首页", -5)]
        )


class ThumbnailTests(SimpleTestCase):
    def test_string_and_map(self) -> None:
        cases = {
            'thumbnail: ""': ("", ""),
            "thumbnail: a.jpg": ("a.jpg", ""),
            "thumbnail: {src: a.jpg, visibility: [post]}": ("a.jpg", "post"),
            "thumbnail: {src: a.jpg, visibility: [list, post]}": ("a.jpg", "both"),
            "thumbnail: {src: a.jpg, visibility: []}": ("a.jpg", ""),
        }
        for yaml, expected in cases.items():
            with self.subTest(yaml):
                fields, _codes = fields_of(yaml)
                self.assertEqual(
                    (fields.thumbnail, fields.values["thumbnail_place"]), expected
                )


class MomentsTests(SimpleTestCase):
    def test_a_date_without_a_zone_is_shanghais(self) -> None:
        expected = datetime(2025, 2, 10, 15, 35, tzinfo=SHANGHAI)
        self.assertEqual(value('date: "2025-02-10 15:35:00"', "published_at"), expected)

    def test_the_first_valid_date_counts(self) -> None:
        self.assertEqual(
            value("lastmod: 2025-03-01\npublishDate: 2025-02-01", "published_at"),
            datetime(2025, 2, 1, tzinfo=SHANGHAI),
        )

    def test_a_publish_date_after_the_date_is_an_embargo(self) -> None:
        self.assertEqual(
            value("date: 2025-02-01\npublishDate: 2025-03-01", "embargoed_until"),
            datetime(2025, 3, 1, tzinfo=SHANGHAI),
        )

    def test_no_date_is_an_error_at_its_line(self) -> None:
        fields, codes = fields_of("title: a\ndate: Invalid Date")
        self.assertTrue(fields.has_bad_date)
        self.assertEqual(codes, ["bad-date"])

    def test_published_false_and_draft_true_are_drafts(self) -> None:
        self.assertTrue(fields_of("published: false")[0].is_draft)
        self.assertTrue(fields_of("draft: true")[0].is_draft)
        self.assertFalse(fields_of("draft: false")[0].is_draft)


class ExtraTests(SimpleTestCase):
    def test_unknown_keys_are_kept_as_written(self) -> None:
        self.assertEqual(
            value("title: a\nDesk_Note: {x: [1, 2025-01-01]}", "extra"),
            {"Desk_Note": {"x": [1, "2025-01-01"]}},
        )


class OneLineTests(SimpleTestCase):
    def test_titles_lose_tags_entities_and_line_breaks(self) -> None:
        self.assertEqual(one_line("A&amp;B <em>C</em>\n\tD"), "A&B C D")
        self.assertEqual(one_line("a < b > c"), "a < b > c")
