"""What either side changed is kept; only the same place changed twice is a conflict."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.archive.fields.merge import merge, merge_lines, merge_lists

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "\n"]), max_size=8)


class MergeTests(SimpleTestCase):
    def test_one_side_changed(self) -> None:
        self.assertEqual(merge("a", "a", "b").value, "b")
        self.assertEqual(merge("a", "b", "a").value, "b")
        self.assertEqual(merge(None, True, None).value, True)

    def test_both_made_the_same_change(self) -> None:
        merged = merge("a", "b", "b")
        self.assertEqual((merged.value, merged.is_conflict), ("b", False))

    def test_both_changed_one_value_is_a_conflict_that_keeps_ours(self) -> None:
        for base, ours, theirs in ((1, 2, 3), ("a", "b", "c"), (None, True, False)):
            merged = merge(base, ours, theirs)
            self.assertEqual((merged.value, merged.is_conflict), (ours, True))

    def test_values_of_different_kinds_are_a_conflict_that_keeps_ours(self) -> None:
        for full, other in (("a\n", "b\n"), (["a"], ["b"]), ({"a": 1}, {"b": 1})):
            for values in (
                (full, None, other),
                (None, full, other),
                (full, other, None),
            ):
                with self.subTest(values):
                    merged = merge(*values)
                    self.assertEqual(
                        (merged.value, merged.is_conflict), (values[1], True)
                    )

    def test_changes_to_different_paragraphs_are_both_kept(self) -> None:
        merged = merge("甲\n\n乙\n\n丙\n", "甲改\n\n乙\n\n丙\n", "甲\n\n乙\n\n丙改\n")
        self.assertEqual(
            (merged.value, merged.is_conflict), ("甲改\n\n乙\n\n丙改\n", False)
        )

    def test_however_many_there_are_with_lines_between(self) -> None:
        base = "甲\n1\n2\n3\n乙\n4\n5\n6\n丙\n"
        ours = base.replace("甲", "甲改").replace("丙", "丙改")
        merged = merge(base, ours, base.replace("乙", "乙改"))
        self.assertEqual(
            (merged.value, merged.is_conflict), (ours.replace("乙", "乙改"), False)
        )

    def test_in_a_long_text_of_lines_that_are_alike_too(self) -> None:
        base = "a\n" * 300
        merged = merge(base, f"x\n{base}", f"{base}y\n")
        self.assertEqual((merged.value, merged.is_conflict), (f"x\n{base}y\n", False))

    def test_changes_to_the_same_paragraph_are_a_conflict(self) -> None:
        self.assertTrue(merge("甲\n\n乙\n", "甲改\n\n乙\n", "甲变\n\n乙\n").is_conflict)


class MergeListsTests(SimpleTestCase):
    def test_additions_and_removals_of_both_sides_count(self) -> None:
        self.assertEqual(
            merge_lists(["a", "b"], ["b", "x"], ["a", "b", "y"]), ["b", "x", "y"]
        )
        self.assertEqual(merge_lists(["a", "b"], ["a", "b"], ["b"]), ["b"])


class MergeLinesTests(SimpleTestCase):
    @given(LINES, LINES)
    def test_an_unchanged_side_yields_to_the_other(
        self, base: list[str], other: list[str]
    ) -> None:
        self.assertEqual(merge_lines(base, base, other), other)
        self.assertEqual(merge_lines(base, other, base), other)

    @given(LINES, LINES)
    def test_the_same_change_twice_is_that_change(
        self, base: list[str], other: list[str]
    ) -> None:
        self.assertEqual(merge_lines(base, other, other), other)

    @given(LINES, LINES, LINES)
    def test_the_sides_are_equal_partners(
        self, base: list[str], ours: list[str], theirs: list[str]
    ) -> None:
        self.assertEqual(
            merge_lines(base, ours, theirs), merge_lines(base, theirs, ours)
        )

    @given(LINES, LINES, LINES)
    def test_no_line_that_a_side_added_is_lost(
        self, base: list[str], ours: list[str], theirs: list[str]
    ) -> None:
        merged = merge_lines(base, ours, theirs)
        if merged is not None:
            for side in (ours, theirs):
                self.assertLessEqual(set(side) - set(base), set(merged))
