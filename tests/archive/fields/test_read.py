"""Each front-matter key reaches its field as Hugo and the theme would read it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from articles.archive.fields import ReadContext, Values, read_fields
from articles.archive.front_matter.keys import Keys
from articles.archive.front_matter.parse import parse_front_matter
from articles.archive.front_matter.split import split_file
from articles.archive.problems import Level, Problems

SHANGHAI = ZoneInfo("Asia/Shanghai")
WIDGETS = ["search", "recent", "taglist"]


def fields_of(yaml: str) -> tuple[Values, list[str]]:
    problems = Problems()
    matter = parse_front_matter(split_file(f"---\n{yaml}\n---\n"), problems)
    context = ReadContext(known_widgets=WIDGETS)
    values = read_fields(Keys(matter, SHANGHAI, problems), context)
    return values, [problem.code for problem in problems.found]


def value(yaml: str, name: str) -> object:
    return fields_of(yaml)[0][name]


class SwitchTests(SimpleTestCase):
    def test_present_but_empty_is_off_for_four_switches(self) -> None:
        for name in ("authorbox", "pager", "toc", "mathjax"):
            with self.subTest(name):
                for empty in ('""', "", "~", "[]"):
                    self.assertIs(value(f"{name}: {empty}", name), False)
                self.assertIs(value("title: a", name), None)
                self.assertIs(value(f"{name}: true", name), True)

    def test_empty_comments_are_not_set(self) -> None:
        self.assertIs(value('comments: ""', "comments"), None)
        self.assertIs(value("comments: ~", "comments"), None)
        self.assertIs(value("comments: false", "comments"), False)

    def test_words_are_read_as_switches_with_a_warning(self) -> None:
        for word, expected in {"yes": True, "off": False, '"false"': False}.items():
            with self.subTest(word):
                fields, codes = fields_of(f"toc: {word}")
                self.assertIs(fields["toc"], expected)
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

    def test_text_that_is_no_side_is_the_right_and_reported(self) -> None:
        fields, codes = fields_of("sidebar: top")
        self.assertEqual((fields["sidebar"], codes), ("right", ["odd-sidebar"]))


class WidgetsTests(SimpleTestCase):
    def test_the_list_keeps_its_order(self) -> None:
        self.assertEqual(
            value("widgets: [taglist, search]", "widgets"), ["taglist", "search"]
        )

    def test_an_unknown_one_is_an_error_with_its_line_and_kept(self) -> None:
        problems = Problems()
        matter = parse_front_matter(
            split_file("---\ntitle: a\nwidgets: [weather]\n---\n"), problems
        )
        context = ReadContext(known_widgets=WIDGETS)
        fields = read_fields(Keys(matter, SHANGHAI, problems), context)
        self.assertEqual(fields["widgets"], ["weather"])
        self.assertEqual(problems.found[0].level, Level.ERROR)
        self.assertEqual(problems.found[0].line, 3)
        self.assertIn("Known: recent, search, taglist", problems.found[0].message)


class NamesTests(SimpleTestCase):
    def test_lists_strings_nulls_numbers_and_doubles(self) -> None:
        self.assertEqual(fields_of("tags: 标普 500")[0]["tags"], ["标普 500"])
        self.assertEqual(
            fields_of("tags: [a, null, 7, '', a, 'C&amp;A', true]")[0]["tags"],
            ["a", "7", "C&A", "true"],
        )

    def test_case_and_width_make_no_second_name_and_signs_do(self) -> None:
        self.assertEqual(
            fields_of("tags: [AI, ai, ＡＩ, A\u200bI, C#, C++, TCP/IP]")[0]["tags"],
            ["AI", "C#", "C++", "TCP/IP"],
        )

    def test_both_spellings_of_a_key_count(self) -> None:
        fields, _codes = fields_of("categories: [a]\ncategory: b\ntag: c")
        self.assertEqual((fields["categories"], fields["tags"]), (["a", "b"], ["c"]))

    def test_hexos_path_of_categories_is_a_list_of_names(self) -> None:
        fields, codes = fields_of("categories:\n- [体育, 足球]\n- 财经")
        self.assertEqual((fields["categories"], codes), (["体育", "足球", "财经"], []))

    def test_a_name_too_long_is_cut_and_kept_as_data(self) -> None:
        fields, codes = fields_of(f"tags: [{'x' * 300}]")
        self.assertEqual((len(fields["tags"][0]), codes), (255, ["long-name"]))
        self.assertEqual(fields["extra"], {"tags": ["x" * 300]})

    def test_a_map_where_names_belong_is_kept_as_data(self) -> None:
        fields, codes = fields_of("categories: {a: b}")
        self.assertEqual(fields["categories"], [])
        self.assertEqual(codes, ["odd-list"])
        self.assertEqual(fields["extra"], {"categories": {"a": "b"}})

    def test_full_width_quotes_and_commas_in_a_list_are_reported(self) -> None:
        for yaml in ("[“甲”，“乙”]", "[甲，乙]", "\n- “甲”、“乙”", "['「甲」']"):
            for key in ("tags", "categories", "authors"):
                with self.subTest(yaml, key=key):
                    fields, codes = fields_of(f"{key}: {yaml}")
                    self.assertEqual((len(fields[key]), codes), (1, ["odd-list"]))
        for yaml in ("[甲、乙, 丙]", "[“甲”乙, 丙：“丁”戊]", "甲，乙"):
            self.assertEqual(fields_of(f"tags: {yaml}")[1], [])

    def test_authors_come_as_text_list_or_map(self) -> None:
        self.assertEqual(fields_of("author: 林岚")[0]["authors"], ["林岚"])
        self.assertEqual(
            fields_of("author: {name: Lin, link: x}")[0]["authors"], ["Lin"]
        )
        self.assertEqual(fields_of("authors: [<b>A</b>, B]")[0]["authors"], ["A", "B"])
        cases = {
            'author: "Smith, John"': ["Smith, John"],
            "authors: [{name: A}, {Title: B}, C, c]": ["A", "B", "C"],
            "authors:\n- Lin Lan: https://a.example/": ["Lin Lan"],
            "authors:\n- lin: {name: Lin Lan}": ["Lin Lan"],
            "authors: ['<a href=\"x\">Jeff &amp; Co</a>', null, 7]": ["Jeff & Co", "7"],
            "authors: [A]\nauthor: B": ["A", "B"],
        }
        for yaml, expected in cases.items():
            with self.subTest(yaml):
                self.assertEqual(fields_of(yaml)[0]["authors"], expected)

    def test_an_author_without_a_name_is_kept_as_data(self) -> None:
        fields, codes = fields_of("author: {twitter: lin, link: x}")
        self.assertEqual((fields["authors"], codes), ([], ["odd-list"]))
        self.assertEqual(list(fields["extra"]), ["author"])


class TextTests(SimpleTestCase):
    def test_a_title_is_one_line_of_text(self) -> None:
        cases = {
            'title: "A&amp;B <em>C</em>\\n\\tD"': "A&B C D",
            "title: 2025": "2025",
            "title: 2.10": "2.10",
            "title: true": "true",
            "title:": "",
            f"title: {'标' * 500}": "标" * 500,
        }
        for yaml, expected in cases.items():
            with self.subTest(yaml[:20]):
                self.assertEqual(value(yaml, "title"), expected)

    def test_a_title_too_long_is_cut_and_kept_whole(self) -> None:
        fields, codes = fields_of(f"title: {'标' * 1200}")
        self.assertEqual((len(fields["title"]), codes), (1000, ["long-title"]))
        self.assertEqual(fields["extra"], {"title": "标" * 1200})

    def test_a_list_where_text_belongs_is_kept_as_data(self) -> None:
        fields, codes = fields_of("summary: [a, b]")
        self.assertEqual((fields["summary"], codes), ("", ["odd-value"]))
        self.assertEqual(fields["extra"], {"summary": ["a", "b"]})


class LanguageTests(SimpleTestCase):
    def test_what_is_no_language_tag_is_none_and_reported(self) -> None:
        for yaml in ("lang: 中文", "language: [中文]"):
            fields, codes = fields_of(yaml)
            self.assertEqual((fields["language"], codes), ("", ["odd-language"]))

    def test_of_a_longer_list_the_first_counts_with_a_warning(self) -> None:
        fields, codes = fields_of("lang: [zh-TW, en]\ntranslations: [en]")
        self.assertEqual(fields["language"], "zh-Hant-TW")
        self.assertEqual(fields["translation_languages"], ["en"])
        self.assertEqual(codes, ["many-languages"])


class MenuTests(SimpleTestCase):
    def test_empty_string_list_and_map(self) -> None:
        def menus(yaml: str) -> list[tuple[str, str, int]]:
            return [tuple(entry) for entry in fields_of(yaml)[0]["menus"]]

        self.assertEqual(menus('menu: ""'), [])
        self.assertEqual(menus("menu: main\nweight: 3"), [("main", "", 3)])
        self.assertEqual(
            menus("menu: [main, footer]"), [("main", "", 0), ("footer", "", 0)]
        )
        self.assertEqual(
            menus("menu: {main: {name: 首页, weight: -5}}"), [("main", "首页", -5)]
        )

    def test_a_weight_beyond_all_bounds_is_cut(self) -> None:
        for weight, expected in {"3000000000": 2**31 - 1, "-1e99": -(2**31)}.items():
            with self.subTest(weight):
                fields, codes = fields_of(f"menu: {{main: {{weight: {weight}}}}}")
                self.assertEqual((fields["menus"][0][2], codes), (expected, []))
        fields, codes = fields_of("menu: {main: {weight: heavy}}\nweight: 7")
        self.assertEqual((fields["menus"][0][2], codes), (7, ["odd-weight"]))

    def test_menu_and_label_are_cut_to_their_columns(self) -> None:
        for yaml in ("menu: {%s: {name: %s}}", "menu: [%s]\nlinkTitle: %s"):
            menus = value(yaml % ("m" * 300, "n" * 300), "menus")
            self.assertEqual(menus, [["m" * 50, "n" * 255, 0]])

    def test_the_link_title_is_the_label(self) -> None:
        fields, _codes = fields_of("menu: {main: {weight: 1}}\nlinkTitle: 短")
        self.assertEqual(fields["menus"][0][1], "短")


class WeightTests(SimpleTestCase):
    def test_what_is_no_number_is_none_and_reported(self) -> None:
        for yaml, weight, expected in (
            ("weight: heavy", 0, ["odd-weight"]),
            ("weight: 0", 0, []),
            ("weight: -3", -3, []),
            ("title: a", 0, []),
        ):
            with self.subTest(yaml):
                fields, codes = fields_of(yaml)
                self.assertEqual((fields["weight"], codes), (weight, expected))


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
                    (fields["thumbnail"], fields["thumbnail_place"]), expected
                )

    def test_another_themes_picture_leads_where_the_key_is_missing(self) -> None:
        cases = {
            "cover: {image: a.jpg, caption: x}": "a.jpg",
            "image: https://a.example/b": "https://a.example/b",
            "images: [a.jpg, b.jpg]": "a.jpg",
            "featuredImage: [{src: a.jpg}]": "a.jpg",
            "image: picture-7": "",
            "thumbnail: ''\nimage: a.jpg": "",
        }
        for yaml, expected in cases.items():
            with self.subTest(yaml):
                self.assertEqual(fields_of(yaml)[0]["thumbnail"], expected)
        extra = value("cover: {image: a.jpg, caption: x}", "extra")
        self.assertEqual(extra, {"cover": {"image": "a.jpg", "caption": "x"}})


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

    def test_published_may_be_a_switch_instead_of_a_date(self) -> None:
        for word, is_draft in (("true", False), ("'yes'", False), ("'no'", True)):
            with self.subTest(word):
                fields, codes = fields_of(f"date: 2025-02-01\npublished: {word}")
                self.assertIs(fields["is_draft"], is_draft)
                self.assertEqual((fields["has_bad_date"], codes), (False, []))

    def test_no_date_is_an_error_at_its_line(self) -> None:
        fields, codes = fields_of("title: a\ndate: Invalid Date")
        self.assertTrue(fields["has_bad_date"])
        self.assertEqual(codes, ["bad-date"])

    def test_each_alias_of_a_date_is_known(self) -> None:
        day = datetime(2025, 2, 1, tzinfo=SHANGHAI)
        for key, name in {
            "date": "published_at", "PublishDate": "published_at",
            "pubdate": "published_at", "published": "published_at",
            "lastmod": "modified_at", "modified": "modified_at",
            "updated": "modified_at", "expiryDate": "expires_at",
            "unpublishdate": "expires_at",
        }.items():  # fmt: skip
            with self.subTest(key):
                self.assertEqual(value(f"{key}: 2025-02-01", name), day)

    def test_a_zero_date_is_none_and_no_error(self) -> None:
        fields, codes = fields_of("date: 0001-01-01T00:00:00Z\nlastmod: 2025-02-01")
        self.assertEqual(fields["published_at"], datetime(2025, 2, 1, tzinfo=SHANGHAI))
        self.assertEqual(codes, [])

    def test_a_date_of_the_year_0_is_an_error(self) -> None:
        self.assertEqual(fields_of("date: 0000-12-01")[1], ["bad-date"])

    def test_draft_beats_published(self) -> None:
        self.assertFalse(fields_of("draft: false\npublished: false")[0]["is_draft"])
        self.assertTrue(fields_of("published: 'no'")[0]["is_draft"])

    def test_published_false_and_draft_true_are_drafts(self) -> None:
        self.assertTrue(fields_of("published: false")[0]["is_draft"])
        self.assertTrue(fields_of("draft: true")[0]["is_draft"])
        self.assertFalse(fields_of("draft: false")[0]["is_draft"])


class ExtraTests(SimpleTestCase):
    def test_unknown_keys_are_kept_as_written(self) -> None:
        self.assertEqual(
            value("title: a\nDesk_Note: {x: [1, 2025-01-01]}", "extra"),
            {"Desk_Note": {"x": [1, "2025-01-01"]}},
        )
