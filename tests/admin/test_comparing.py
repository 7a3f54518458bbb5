"""Two texts stand side by side with the words that differ marked."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.admin.comparing import Row, Span, compare


def marked(spans: tuple[Span, ...] | None) -> str:
    """The line with what is marked in brackets; a dash where there is no line."""
    if spans is None:
        return "-"
    return "".join(f"[{s.text}]" if s.is_marked else s.text for s in spans)


def shown(row: Row) -> tuple[str, str] | int:
    return row.left_out or (marked(row.left), marked(row.right))


class CompareTests(SimpleTestCase):
    def check(self, left: str, right: str, *rows: tuple[str, str] | int) -> None:
        self.assertEqual([shown(row) for row in compare(left, right)], [*rows])

    def test_chinese_is_marked_by_characters(self) -> None:
        self.check(
            "对冲基金买入科技股", "对冲基金卖出科技股",
            ("对冲基金[买入]科技股", "对冲基金[卖出]科技股"),
        )  # fmt: skip

    def test_words_and_numbers_are_marked_whole(self) -> None:
        self.check(
            "Oil rose 3.25% today", "Oil rises 3.75% today",
            ("Oil [rose 3.25%] today", "Oil [rises 3.75%] today"),
        )  # fmt: skip

    def test_an_added_line_has_nothing_beside_it(self) -> None:
        self.check("一\n三", "一\n二\n三", ("一", "一"), ("-", "二"), ("三", "三"))

    def test_a_changed_line_stands_beside_what_it_became(self) -> None:
        self.check(
            "油价今天上升了", "编者按：本文有更正\n油价今天下跌了",
            ("-", "编者按：本文有更正"), ("油价今天[上升]了", "油价今天[下跌]了"),
        )  # fmt: skip

    def test_lines_far_from_a_difference_are_left_out(self) -> None:
        lines = [f"第{n}段" for n in range(9)]
        right = "\n".join([*lines, "新"])
        self.check(
            "\n".join(lines), right,
            7, ("第7段", "第7段"), ("第8段", "第8段"), ("-", "新"),
        )  # fmt: skip

    def test_a_blank_line_more_is_shown(self) -> None:
        self.check("甲\n乙", "甲\n\n乙", ("甲", "甲"), ("-", ""), ("乙", "乙"))

    def test_equal_texts_show_no_difference(self) -> None:
        self.assertFalse(any(row.is_changed for row in compare("甲\n乙", "甲\n乙")))

    def test_nothing_is_lost_of_either_text(self) -> None:
        left, right = "甲乙丙丁\n\n戊己", "甲丙乙丁\n戊己庚\n辛"
        rows = compare(left, right)
        for text, side in ((left, "left"), (right, "right")):
            spans = [getattr(row, side) for row in rows]
            lines = [
                "".join(s.text for s in line) for line in spans if line is not None
            ]
            self.assertEqual("\n".join(lines), text)

    def test_a_text_too_long_to_compare_is_marked_between_what_is_alike(self) -> None:
        left, right = "始" + "甲乙" * 2000 + "终", "始" + "乙丙" * 2000 + "终"
        (row,) = compare(left, right)
        assert row.left
        self.assertEqual([span.is_marked for span in row.left], [False, True, False])
