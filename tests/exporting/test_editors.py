"""One value of a front matter is replaced; everything round it stays."""

from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase

from articles.exporting.json_text import JsonEditor
from articles.exporting.line_text import LineEditor
from articles.exporting.outcomes import CannotEdit
from articles.exporting.spans import Editor
from articles.exporting.toml_text import TomlEditor
from articles.exporting.yaml_text import YamlEditor


class EditorTestCase(SimpleTestCase):
    editor: type[Editor]

    def put(self, text: str, path: str, value: Any, before: Any = None) -> str:
        editor = self.editor(text)  # type: ignore[call-arg]
        editor.put(tuple(path.split(".")), value, before)
        return editor.text()

    def drop(self, text: str, path: str) -> str:
        editor = self.editor(text)  # type: ignore[call-arg]
        editor.drop(tuple(path.split(".")))
        return editor.text()


class YamlTests(EditorTestCase):
    editor = YamlEditor

    def test_quotes_and_comments_stay(self) -> None:
        for old, new in {
            "k: 'a' # why": "k: 'it''s' # why",
            'k: "a"  # why': 'k: "it\'s"  # why',
            "k: a": "k: it's",
            "k:": "k: it's",
            "k: >\n  a\n  b\nl: 1": "k: it's\nl: 1",
        }.items():
            with self.subTest(old):
                self.assertEqual(self.put(old, "k", "it's"), new)

    def test_what_plain_text_cannot_say_is_quoted(self) -> None:
        for value in ("a: b", "# a", "true", "12", "[a", "*a", "a #b", "", " a", "- a"):
            with self.subTest(value):
                self.assertEqual(self.put("k: old", "k", value), f'k: "{value}"')

    def test_several_lines_stand_in_a_block_where_one_stood(self) -> None:
        old = "a: 1\nk: |\n  one\n\nl: 2"
        new = "a: 1\nk: |-\n  two\n\n  three\n\nl: 2"
        self.assertEqual(self.put(old, "k", "two\n\nthree"), new)

    def test_items_keep_their_lines(self) -> None:
        old = 'k:\n    - "a" # first\n    - b\n# after\nl: 1'
        new = 'k:\n    - b\n    - "c"\n# after\nl: 1'
        self.assertEqual(self.put(old, "k", ["b", "c"], ["a", "b"]), new)

    def test_a_list_in_one_line_stays_one(self) -> None:
        old, before = "k: [ 'a', b ] # why", ["a", "b"]
        self.assertEqual(
            self.put(old, "k", ["b", "c, d"], before), "k: [ b, 'c, d' ] # why"
        )
        self.assertEqual(self.put(old, "k", [], before), "k: [] # why")

    def test_a_block_list_can_be_emptied(self) -> None:
        self.assertEqual(self.put("k:\n- a\n- b\nl: 1", "k", []), "k: []\nl: 1")

    def test_a_key_within_a_map_is_found(self) -> None:
        self.assertEqual(
            self.put("p:\n  k: a # x\nl: 1", "p.k", "b"), "p:\n  k: b # x\nl: 1"
        )
        self.assertEqual(self.put("p: {k: a, j: 1}", "p.k", "b"), "p: {k: b, j: 1}")
        self.assertEqual(
            self.put("p:\n  k: a\nl: 1", "p.j", "b"), "p:\n  k: a\n  j: b\nl: 1"
        )

    def test_a_new_key_stands_last_and_follows_the_files_ways(self) -> None:
        self.assertEqual(self.put("a: 'x'\nb: 'y'", "k", "z"), "a: 'x'\nb: 'y'\nk: 'z'")
        self.assertEqual(
            self.put("a:\n  - x\n# end", "k", ["y"]), "a:\n  - x\n# end\nk:\n  - y"
        )
        self.assertEqual(self.put("", "k", "z").strip(), "k: z")

    def test_a_key_goes_with_its_lines(self) -> None:
        self.assertEqual(self.drop("a: 1\nk:\n  - x\nl: 2", "k"), "a: 1\nl: 2")
        self.assertEqual(self.drop("a: 1\nk: 2", "k"), "a: 1")

    def test_of_two_equal_keys_the_last_is_meant(self) -> None:
        self.assertEqual(self.put("k: a\nk: b", "k", "c"), "k: a\nk: c")

    def test_astral_characters_do_not_shift_places(self) -> None:
        self.assertEqual(self.put("a: 😀𠮷\nk: b # 😀", "k", "c"), "a: 😀𠮷\nk: c # 😀")

    def test_what_is_no_map_is_left_to_others(self) -> None:
        for text in ("- a", "a: [", "just text", "a: 1\n---\nb: 2"):
            with self.subTest(text), self.assertRaises(CannotEdit):
                YamlEditor(text)


class TomlTests(EditorTestCase):
    editor = TomlEditor

    def test_quotes_comments_and_tables_stay(self) -> None:
        old = "k = 'a' # why\nl = \"b\"\n\n[params]\nj = 1\n"
        self.assertEqual(self.put(old, "k", "c"), old.replace("'a'", "'c'"))
        self.assertEqual(self.put(old, "l", "it's"), old.replace('"b"', '"it\'s"'))
        self.assertEqual(self.put(old, "params.j", 2), old.replace("1", "2"))

    def test_a_new_key_stands_above_the_tables(self) -> None:
        self.assertRegex(
            self.put("a = 1\n[t]\nb = 2", "k", "z"), r'a = 1\nk = "z"\n+\[t\]'
        )

    def test_lists_keep_their_form(self) -> None:
        old = "k = [\n  'a',\n  'b',\n]"
        self.assertEqual(
            self.put(old, "k", ["b", "c"], ["a", "b"]), "k = [\n  'b',\n  'c',\n]"
        )

    def test_a_number_that_begins_with_0_stays_where_nobody_touched_it(self) -> None:
        self.assertEqual(self.put("w = 01\nk = 'a'", "k", "b"), "w = 01\nk = 'b'")


class JsonTests(EditorTestCase):
    editor = JsonEditor

    def test_values_are_replaced_added_and_dropped(self) -> None:
        old = '{\n  "k": "a",\n  "l": [\n    1\n  ]\n}'
        self.assertEqual(self.put(old, "k", "中"), old.replace('"a"', '"中"'))
        self.assertEqual(
            self.put(old, "l", [1, 2], [1]), old.replace("    1\n", "    1, 2\n")
        )
        self.assertEqual(
            self.put(old, "n", True), old.replace("  ]\n}", '  ],\n  "n": true\n}')
        )
        self.assertEqual(self.drop(old, "k"), '{\n  "l": [\n    1\n  ]\n}')
        self.assertEqual(self.drop(old, "l"), '{\n  "k": "a"\n}')

    def test_a_comma_behind_the_last_entry_does_not_matter(self) -> None:
        self.assertEqual(self.put('{"k": "a",}', "k", "b"), '{"k": "b",}')


class LineTests(SimpleTestCase):
    def test_pseudo_headers_keep_their_form(self) -> None:
        for old, key, new in (
            (
                "[#]: author: (Lin)\n[#]: via: (x)",
                "author",
                "[#]: author: (Wu)\n[#]: via: (x)",
            ),
            ("#+AUTHOR: Lin", "AUTHOR", "#+AUTHOR: Wu"),
            ("Title: A\nAuthor: Lin", "Author", "Title: A\nAuthor: Wu"),
        ):
            with self.subTest(old):
                editor = LineEditor(old, is_pseudo=True)
                editor.put((key,), "Wu")
                self.assertEqual(editor.text(), new)

    def test_a_new_key_looks_like_the_others(self) -> None:
        editor = LineEditor("[#]: title: (A)", is_pseudo=True)
        editor.put(("tags",), ["a", "b"])
        self.assertEqual(editor.text(), "[#]: title: (A)\n[#]: tags: (a, b)")

    def test_broken_yaml_is_edited_round_its_break(self) -> None:
        editor = LineEditor("title: A: B\nk: a\nl: b")
        editor.put(("k",), "c: d")
        self.assertEqual(editor.text(), 'title: A: B\nk: "c: d"\nl: b')
