"""What one file becomes, before anything is stored."""

from __future__ import annotations

from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.choices import Status
from articles.importing.outcomes import Problems, Refused
from articles.importing.reading import (
    Reading,
    Settings,
    folder_language,
    read,
    slugs_for,
    split_name,
)

SETTINGS = Settings(ZoneInfo("Asia/Shanghai"))
SIMPLIFIED = "对冲基金连续买入美国科技股，市场出现了前所未有的热潮。" * 3
TRADITIONAL = "對沖基金連續買入美國科技股，市場出現了前所未有的熱潮。" * 3


def reading_of(text: str, path: str = "news/1.md") -> tuple[Reading, list[str]]:
    problems = Problems()
    result = read(text.encode(), PurePosixPath(path), SETTINGS, problems)
    return result, [problem.code for problem in problems.found]


class NameTests(SimpleTestCase):
    def test_the_language_in_a_file_name_is_no_part_of_its_name(self) -> None:
        cases = {
            "a/832914.zh-CN.md": ("832914", "zh-Hans"),
            "a/why-julia-zh_tw.md": ("why-julia", "zh-Hant-TW"),
            "a/story.ja.md": ("story", "ja"),
            "a/node.js.md": ("node.js", ""),
            "a/big-story/index.zh-hk.md": ("big-story", "zh-Hant-HK"),
            "a/plain.md": ("plain", ""),
        }
        for path, expected in cases.items():
            with self.subTest(path):
                self.assertEqual(split_name(PurePosixPath(path)), expected)

    def test_a_folder_below_content_names_the_language(self) -> None:
        cases = {
            "content/zh-HK/news/1.md": "zh-Hant-HK",
            "content/en/1.md": "en",
            "content/news/1.md": "",
            "content/1.md": "",
        }
        for path, expected in cases.items():
            with self.subTest(path):
                self.assertEqual(folder_language(PurePosixPath(path)), expected)

    def test_where_names_collide_folders_come_in_front(self) -> None:
        path = PurePosixPath("content/en/news/fx/1.en.md")
        self.assertEqual(
            slugs_for(path, "1", ""), ["1", "fx-1", "news-fx-1", "en-news-fx-1"]
        )
        self.assertEqual(slugs_for(path, "1", "own")[0], "own")


class ReadTests(SimpleTestCase):
    def test_a_date_and_no_draft_mean_published(self) -> None:
        result, _codes = reading_of(
            f"---\ntitle: 甲\ndate: 2025-02-10\n---\n{SIMPLIFIED}"
        )
        self.assertEqual(result.fields.values["status"], Status.PUBLISHED)

    def test_without_a_date_it_is_a_draft_and_says_so(self) -> None:
        result, codes = reading_of(f"---\ntitle: 甲\n---\n{SIMPLIFIED}")
        self.assertEqual(result.fields.values["status"], Status.DRAFT)
        self.assertEqual(codes, ["missing-date"])

    def test_the_day_in_the_file_name_is_a_date(self) -> None:
        result, codes = reading_of(
            "---\ntitle: A\n---\nText", "_posts/2012-02-14-why.md"
        )
        self.assertEqual(result.fields.values["status"], Status.PUBLISHED)
        self.assertEqual(codes, [])

    def test_a_date_that_is_none_keeps_a_draft(self) -> None:
        result, codes = reading_of("---\ntitle: A\ndate: soon\n---\nText")
        self.assertEqual(result.fields.values["status"], Status.DRAFT)
        self.assertEqual(codes, ["bad-date"])

    def test_the_title_comes_from_the_first_heading_or_the_name(self) -> None:
        self.assertEqual(
            reading_of("---\ndate: 2025-01-01\n---\n## A **b**\n")[0].fields.values[
                "title"
            ],
            "A b",
        )
        result, codes = reading_of("---\ndate: 2025-01-01\n---\nText", "n/big-news.md")
        self.assertEqual(result.fields.values["title"], "big news")
        self.assertEqual(codes, ["missing-title"])

    def test_the_script_is_recognised_where_nothing_declares_it(self) -> None:
        for body, language in {
            SIMPLIFIED: "zh-Hans",
            TRADITIONAL: "zh-Hant-TW",
        }.items():
            result, _codes = reading_of(
                f"---\ntitle: 甲\ndate: 2025-01-01\n---\n{body}"
            )
            self.assertEqual(result.fields.values["language"], language)

    def test_a_false_declaration_is_a_warning_and_stands(self) -> None:
        result, codes = reading_of(
            f"---\ntitle: 甲\ndate: 2025-01-01\nlang: [zh-CN]\n---\n{TRADITIONAL}"
        )
        self.assertEqual(result.fields.values["language"], "zh-Hans")
        self.assertEqual(codes, ["language-differs"])

    def test_plain_zh_is_settled_by_the_text(self) -> None:
        result, _codes = reading_of(
            f"---\ntitle: 甲\ndate: 2025-01-01\n---\n{TRADITIONAL}", "content/zh/a.md"
        )
        self.assertEqual(result.fields.values["language"], "zh-Hant-TW")

    def test_a_title_in_the_other_script_is_a_warning(self) -> None:
        _result, codes = reading_of(
            f"Quick money and 「融涨」\n\n{TRADITIONAL}\n{TRADITIONAL}"
        )
        self.assertIn("mixed-script", codes)

    def test_text_without_front_matter_is_a_draft(self) -> None:
        result, codes = reading_of(f"标题\n{SIMPLIFIED}\n{SIMPLIFIED}")
        self.assertEqual(result.fields.values["title"], "标题")
        self.assertEqual(result.fields.values["status"], Status.DRAFT)
        self.assertEqual(codes, ["no-front-matter", "missing-date"])

    def test_a_file_that_is_not_utf_8_is_refused_with_its_line(self) -> None:
        content = b"---\ntitle: a\n---\n\xb1\xea\n"
        with self.assertRaises(Refused) as caught:
            read(content, PurePosixPath("a.md"), SETTINGS, Problems())
        self.assertEqual(caught.exception.problem.line, 4)
        self.assertIn("iconv", caught.exception.problem.message)

    def test_a_byte_order_mark_is_no_text(self) -> None:
        content = "\ufeff---\ntitle: 甲\n---\n".encode()
        result = read(content, PurePosixPath("a.md"), SETTINGS, Problems())
        self.assertEqual(result.fields.values["title"], "甲")

    def test_an_empty_file_is_refused(self) -> None:
        for content in (b"", b"\n \n", b"\xef\xbb\xbf\n"):
            with self.assertRaises(Refused):
                read(content, PurePosixPath("a.md"), SETTINGS, Problems())

    @given(
        st.binary(max_size=300), st.sampled_from([b"", b"---\n", b"---\nt: a\n---\n"])
    )
    def test_any_bytes_are_read_or_refused(self, content: bytes, start: bytes) -> None:
        try:
            result = read(
                start + content, PurePosixPath("a/b.md"), SETTINGS, Problems()
            )
        except Refused:
            return
        self.assertTrue(result.fields.values["title"])
        self.assertTrue(result.fields.values["language"])
