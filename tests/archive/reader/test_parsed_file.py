"""What one file becomes, before anything is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.archive.front_matter.decoding import encode
from articles.archive.hugo.configuration import Configuration
from articles.archive.problems import Problems, Refused
from articles.archive.reader.parse_context import (
    ArchiveSettings,
    ParseContext,
    ParsedFile,
)
from articles.archive.reader.parsed_file import parse_file
from articles.choices import Status
from articles.rendering import render
from tests.examples import examples

SETTINGS = ArchiveSettings(Configuration("Asia/Shanghai"))
SIMPLIFIED = "对冲基金连续买入美国科技股，市场出现了前所未有的热潮。" * 3
TRADITIONAL = "對沖基金連續買入美國科技股，市場出現了前所未有的熱潮。" * 3


def reading_of(text: str, path: str = "news/1.md") -> tuple[ParsedFile, list[str]]:
    problems = Problems()
    result = parse_file(text.encode(), PurePosixPath(path), SETTINGS, problems)
    return result, [problem.code for problem in problems.found]


class ReadTests(SimpleTestCase):
    def test_a_date_and_no_draft_mean_published(self) -> None:
        result, _codes = reading_of(
            f"---\ntitle: 甲\ndate: 2025-02-10\n---\n{SIMPLIFIED}"
        )
        self.assertEqual(result.values["status"], Status.PUBLISHED)

    def test_without_a_date_it_is_a_draft_and_says_so(self) -> None:
        result, codes = reading_of(f"---\ntitle: 甲\n---\n{SIMPLIFIED}")
        self.assertEqual(result.values["status"], Status.DRAFT)
        self.assertEqual(codes, ["missing-date"])

    def test_the_files_own_time_stands_for_a_date_that_nothing_tells(self) -> None:
        file_time = datetime(2019, 5, 7, 12, tzinfo=UTC)
        context = ParseContext(file_time=file_time)
        for text, path, published, status, codes in (
            ("title: A", "a.md", file_time, Status.PUBLISHED, ["file-time"]),
            ("title: A\ndraft: true", "a.md", file_time, Status.DRAFT, ["file-time"]),
            ("title: A\ndate: soon", "a.md", None, Status.DRAFT, ["bad-date"]),
        ):
            with self.subTest(text):
                problems = Problems()
                content = f"---\n{text}\n---\nText".encode()
                parsed = parse_file(
                    content, PurePosixPath(path), SETTINGS, problems, context
                )
                values = parsed.values
                self.assertEqual(
                    (values["published_at"], values["status"]), (published, status)
                )
                self.assertEqual([p.code for p in problems.found], codes)

    def test_plain_text_takes_date_and_title_from_where_they_stand(self) -> None:
        result, codes = reading_of(
            "央行今日宣布降息。\n日期：2022年11月5日 9:30\n市场上涨。\n",
            "央行-降息.txt",
        )
        self.assertEqual(result.values["title"], "央行 降息")
        self.assertEqual(
            str(result.values["published_at"]), "2022-11-05 09:30:00+08:00"
        )
        self.assertNotIn("missing-date", codes)
        result, codes = reading_of("标题\n日期：待定\n正文。\n", "a.txt")
        self.assertIsNone(result.values["published_at"])
        self.assertIn("missing-date", codes)

    def test_a_name_with_a_day_beats_the_files_own_time(self) -> None:
        context = ParseContext(file_time=datetime(2019, 5, 7, 12, tzinfo=UTC))
        path = PurePosixPath("2012-02-14-a.md")
        parsed = parse_file(
            b"---\ntitle: A\n---\n", path, SETTINGS, Problems(), context
        )
        self.assertEqual(parsed.values["published_at"].year, 2012)
        self.assertIsNone(parsed.used.file_time)

    def test_the_day_in_the_file_name_is_a_date(self) -> None:
        result, codes = reading_of(
            "---\ntitle: A\n---\nText", "_posts/2012-02-14-why.md"
        )
        self.assertEqual(result.values["status"], Status.PUBLISHED)
        self.assertEqual(codes, [])

    def test_a_date_that_is_none_keeps_a_draft(self) -> None:
        result, codes = reading_of("---\ntitle: A\ndate: soon\n---\nText")
        self.assertEqual(result.values["status"], Status.DRAFT)
        self.assertEqual(codes, ["bad-date"])

    def test_the_title_comes_from_the_first_heading_or_the_name(self) -> None:
        self.assertEqual(
            reading_of("---\ndate: 2025-01-01\n---\n## A **b**\n")[0].values["title"],
            "A b",
        )
        result, codes = reading_of("---\ndate: 2025-01-01\n---\nText", "n/big-news.md")
        self.assertEqual(result.values["title"], "big news")
        self.assertEqual(codes, ["missing-title"])

    def test_the_script_is_recognised_where_nothing_declares_it(self) -> None:
        for body, language in {
            SIMPLIFIED: "zh-Hans",
            TRADITIONAL: "zh-Hant-TW",
        }.items():
            result, _codes = reading_of(
                f"---\ntitle: 甲\ndate: 2025-01-01\n---\n{body}"
            )
            self.assertEqual(result.values["language"], language)

    def test_a_false_declaration_is_a_warning_and_stands(self) -> None:
        result, codes = reading_of(
            f"---\ntitle: 關稅\ndate: 2025-01-01\nlang: [zh-CN]\n---\n{TRADITIONAL}"
        )
        self.assertEqual(result.values["language"], "zh-Hans")
        self.assertEqual(codes, ["language-differs"])

    def test_plain_zh_is_settled_by_the_text(self) -> None:
        result, _codes = reading_of(
            f"---\ntitle: 甲\ndate: 2025-01-01\n---\n{TRADITIONAL}", "content/zh/a.md"
        )
        self.assertEqual(result.values["language"], "zh-Hant-TW")

    def test_a_title_in_the_other_script_is_a_warning(self) -> None:
        _result, codes = reading_of(
            f"Quick money and 「融涨」\n\n{TRADITIONAL}\n{TRADITIONAL}"
        )
        self.assertIn("mixed-script", codes)

    def test_one_character_of_the_other_script_in_a_title_is_a_warning(self) -> None:
        for title, expected in (
            ("對沖基金推動新一輪「融涨」行情", ["mixed-script"]),
            ("對沖基金推動新一輪「融漲」行情", []),
            ("對沖基金推動新一輪-{融涨}-行情", []),
        ):
            with self.subTest(title):
                _result, codes = reading_of(
                    f"---\ntitle: {title}\ndate: 2025-01-01\n---\n{TRADITIONAL}"
                )
                self.assertEqual(codes, expected)

    def test_text_without_front_matter_is_published_where_its_name_has_a_day(
        self,
    ) -> None:
        result, codes = reading_of("# A story\n\nText.\n", "20200102 Story.md")
        self.assertEqual(result.values["status"], Status.PUBLISHED)
        self.assertEqual(codes, ["no-front-matter"])

    def test_html_is_no_markdown_and_shows_its_title_once(self) -> None:
        for text in (
            "<html><body>\n    <h1>T</h1>\n\n    <p>x *y*</p>\n</body></html>",
            "---\ntitle: T\n---\n<h1 class=a>T</h1>\n<div>\n\n    <p>x *y*</p>\n</div>",
        ):
            with self.subTest(text[:5]):
                parsed, _codes = reading_of(text, "news/a.html")
                html = render(parsed.body).html
                self.assertEqual(parsed.values["title"], "T")
                self.assertIn("<p>x *y*</p>", html)
                self.assertNotIn("<h1>", html)
        section, _codes = reading_of("<b>x</b>\n\n    <p>y</p>", "news/_index.html")
        self.assertIn("<p>y</p>", render(section.body).html)

    def test_a_whole_html_page_gives_its_title_and_body(self) -> None:
        result, _codes = reading_of(
            "<!DOCTYPE html>\n<html><head><title>A &amp; B</title></head>"
            "<body>\n<p>Text</p>\n</body></html>",
            "news/a.html",
        )
        self.assertEqual(result.values["title"], "A & B")
        self.assertEqual(result.body, "<p>Text</p>")

    def test_a_translators_heading_is_the_title_before_the_subject(self) -> None:
        header = "[#]: subject: (Moving to Emacs)\n[#]: via: (https://a.example/)\n\n"
        result, codes = reading_of(f"{header}搬到 Emacs\n======\n\n正文。\n")
        self.assertEqual(result.values["title"], "搬到 Emacs")
        self.assertEqual((result.body, result.body_line), ("正文。\n", 7))
        self.assertEqual(codes, ["missing-title", "repeated-title", "missing-date"])
        result, _codes = reading_of(f"{header}正文。\n")
        self.assertEqual(result.values["title"], "Moving to Emacs")

    def test_the_title_is_not_shown_a_second_time(self) -> None:
        result, codes = reading_of(
            "---\ntitle: 甲乙丙\ndate: 2025-02-10\n---\n\n# **甲乙丙**\n\n正文。\n"
        )
        self.assertEqual(
            (result.leading, result.body), ("\n# **甲乙丙**\n\n", "正文。\n")
        )
        self.assertEqual((result.body_line, codes), (8, ["repeated-title"]))

    def test_a_lists_own_page_is_read_as_one(self) -> None:
        result, codes = reading_of(
            "---\ntitle: 外汇\ndescription: 汇率\n---\n说明。\n",
            "content/zh-tw/categories/fx/_index.md",
        )
        self.assertEqual(result.values["description"], "汇率")
        self.assertEqual(result.values["language"], "zh-Hant-TW")
        self.assertEqual((result.body, codes), ("说明。\n", []))

    def test_text_without_front_matter_is_a_draft(self) -> None:
        result, codes = reading_of(f"标题\n{SIMPLIFIED}\n{SIMPLIFIED}")
        self.assertEqual(result.values["title"], "标题")
        self.assertEqual(result.values["status"], Status.DRAFT)
        self.assertEqual(codes, ["no-front-matter", "missing-date"])

    def test_a_file_that_is_not_utf_8_is_refused_with_its_line(self) -> None:
        content = b"---\ntitle: a\n---\n\xb1\xea\n"
        with self.assertRaises(Refused) as caught:
            parse_file(content, PurePosixPath("a.md"), SETTINGS, Problems())
        self.assertEqual(caught.exception.problem.line, 4)
        self.assertIn("iconv", caught.exception.problem.message)

    def test_the_encoding_is_recorded_and_a_guess_is_a_warning(self) -> None:
        text = "---\ntitle: 央行宣布降准\ndate: 2025-01-01\n---\n市场普遍预计，利率将下调。\n"
        for encoding, expected in {
            "gb18030": ["encoding"],
            "utf-16-le": ["encoding"],
            "utf-8-sig": [],
        }.items():
            with self.subTest(encoding):
                problems = Problems()
                content = encode(text, encoding)
                result = parse_file(content, PurePosixPath("a.md"), SETTINGS, problems)
                self.assertEqual(result.encoding, encoding)
                self.assertEqual(result.values["title"], "央行宣布降准")
                self.assertEqual([p.code for p in problems.found], expected)

    def test_lost_and_control_characters_are_reported_with_their_line(self) -> None:
        problems = Problems()
        text = "---\ntitle: A\ndate: 2025-01-01\n---\nx\ufffd\n\x00y\x0bz\n"
        result = parse_file(text.encode(), PurePosixPath("a.md"), SETTINGS, problems)
        self.assertEqual(result.body, "x\ufffd\nyz\n")
        self.assertEqual(
            [(p.code, p.line) for p in problems.found],
            [("damaged-text", 5), ("control-character", 6)],
        )

    def test_an_empty_body_is_fine(self) -> None:
        result, codes = reading_of("---\ntitle: A\ndate: 2025-01-01\n---\n")
        self.assertEqual((result.body, codes), ("", []))

    def test_a_byte_order_mark_is_no_text(self) -> None:
        content = "\ufeff---\ntitle: 甲\n---\n".encode()
        result = parse_file(content, PurePosixPath("a.md"), SETTINGS, Problems())
        self.assertEqual(result.values["title"], "甲")

    def test_an_empty_file_is_a_draft_of_its_name(self) -> None:
        for content in (b"", b"\n \n", b"\xef\xbb\xbf\n"):
            with self.subTest(content):
                problems = Problems()
                path = PurePosixPath("to-do.md")
                result = parse_file(content, path, SETTINGS, problems)
                values = result.values
                self.assertEqual(values["title"], "to do")
                self.assertEqual((values["status"], result.body.strip()), ("draft", ""))
                self.assertIn("empty", {problem.code for problem in problems.found})

    def test_a_language_in_a_name_begins_the_address(self) -> None:
        result, _codes = reading_of("---\ntitle: A\n---\n", "content/x/a.zh-TW.md")
        self.assertEqual(result.old_addresses, ["zh-tw/x/a"])
        self.assertEqual(result.guessed_addresses, ["x/a"])

    @examples(80)
    @given(
        st.binary(max_size=300), st.sampled_from([b"", b"---\n", b"---\nt: a\n---\n"])
    )
    def test_any_bytes_are_read_or_refused(self, content: bytes, start: bytes) -> None:
        try:
            result = parse_file(
                start + content, PurePosixPath("a/b.md"), SETTINGS, Problems()
            )
        except Refused:
            return
        self.assertTrue(result.values["title"])
        self.assertTrue(result.values["language"])
