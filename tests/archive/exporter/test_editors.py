"""One value of a front matter is replaced; everything round it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import SimpleTestCase

from articles.archive.exporter.blocks import Editor
from articles.archive.exporter.datetimes import DatetimeText
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.json_editor import JsonEditor
from articles.archive.exporter.line_editor import LineEditor
from articles.archive.exporter.toml_editor import TomlEditor
from articles.archive.exporter.yaml_editor import edit_yaml


class EditorTestCase(SimpleTestCase):
    editor: Callable[[str], Editor]

    def put(self, text: str, path: str, value: Any) -> str:
        editor = self.editor(text)
        editor.put(tuple(path.split(".")), value)
        return editor.text()

    def drop(self, text: str, path: str) -> str:
        editor = self.editor(text)
        editor.drop(tuple(path.split(".")))
        return editor.text()


class YamlTests(EditorTestCase):
    editor = staticmethod(edit_yaml)

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

    def test_a_block_keeps_its_opening_its_comment_and_its_depth(self) -> None:
        old = "k: | # why\n    one\n\n    two\n\nl: 2"
        self.assertEqual(
            self.put(old, "k", "one\n\n2\n"), old.replace("    two", "    2")
        )
        self.assertEqual(self.put(old, "k", "one"), "k: one # why\n\nl: 2")
        self.assertEqual(self.put("k: |\nl: 2", "k", "a\nb"), "k: |-\n  a\n  b\nl: 2")
        self.assertEqual(self.put("k: |\n  a", "k", "b\nc"), "k: |\n  b\n  c")
        self.assertEqual(self.put("k: |\n  a", "k", "b\nc\n"), "k: |\n  b\n  c\n")

    def test_items_keep_their_lines(self) -> None:
        old = 'k:\n    - "a" # first\n    - b\n# after\nl: 1'
        new = 'k:\n    - b\n    - "c"\n# after\nl: 1'
        self.assertEqual(self.put(old, "k", ["b", "c"]), new)

    def test_items_that_stay_keep_the_comments_above_and_beside_them(self) -> None:
        old = (
            "k: # why\n  # on a\n  - a # by a\n  # on b\n  - p: b\n    m: 1\n\n"
            "  # on c\n  -\n    c\nl: 1"
        )
        self.assertEqual(
            self.put(old, "k", [{"p": "b", "m": 1}, "c"]),
            old.replace("  # on a\n  - a # by a\n", ""),
        )
        self.assertEqual(
            self.put(old, "k", ["a", "c"]),
            old.replace("  # on b\n  - p: b\n    m: 1\n", ""),
        )
        self.assertEqual(
            self.put(old, "k", ["a", {"p": "b", "m": 1}, "d"]),
            old.replace("\n\n  # on c\n  -\n    c", "\n  - d"),
        )

    def test_a_comment_below_the_last_item_stays(self) -> None:
        self.assertEqual(
            self.put("k:\n  - a\n  # end\nl: 1", "k", ["b"]),
            "k:\n  - b\n  # end\nl: 1",
        )

    def test_an_item_that_calls_one_that_goes_is_written_out(self) -> None:
        old = "k:\n  - &a x\n  - w\n  - [*a]"
        self.assertEqual(self.put(old, "k", ["w", ["x"]]), "k: [w, [x]]")

    def test_a_block_that_becomes_a_line_keeps_the_comment_beside_its_key(self) -> None:
        for old in ("k: # why\n  - a # x\nl: 1", "k: # why\n  j: 1\n  # x\nl: 1"):
            with self.subTest(old):
                self.assertEqual(self.put(old, "k", []), "k: [] # why\nl: 1")

    def test_a_list_in_one_line_stays_one(self) -> None:
        old = "k: [ 'a', b ] # why"
        self.assertEqual(self.put(old, "k", ["b", "c, d"]), "k: [ b, 'c, d' ] # why")
        self.assertEqual(self.put(old, "k", []), "k: [] # why")

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
        self.assertEqual(self.put("a: 'x'\nb: 'w'", "k", "z"), "a: 'x'\nb: 'w'\nk: 'z'")
        self.assertEqual(
            self.put("a:\n  - x\n# end", "k", ["w"]), "a:\n  - x\n# end\nk:\n  - w"
        )
        self.assertEqual(self.put("", "k", "z").strip(), "k: z")

    def test_lines_of_text_at_the_end_stay_as_they_are(self) -> None:
        for old in ("k: |\n  a", "k: >+ # why-\n  a", "k:\n  l:\n  - |\n    a"):
            with self.subTest(old):
                self.assertEqual(
                    self.put(f"j: 1 # j\n# on k\n{old}", "p", 2),
                    f"j: 1 # j\np: 2\n# on k\n{old}",
                )
                self.assertEqual(self.put(old, "p", 2), f"p: 2\n{old}")
                self.assertEqual(self.drop(f"{old}\np: 2", "p"), f"{old}\n")
        self.assertEqual(self.put("k: |-\n  a", "p", 2), "k: |-\n  a\np: 2")
        self.assertEqual(self.put("k: |\n  a\n", "p", 2), "k: |\n  a\np: 2\n")

    def test_a_key_goes_with_its_lines(self) -> None:
        self.assertEqual(self.drop("a: 1\nk:\n  - x\nl: 2", "k"), "a: 1\nl: 2")
        self.assertEqual(self.drop("a: 1\nk: 2", "k"), "a: 1")

    def test_a_map_in_braces_takes_and_loses_keys(self) -> None:
        old = "{title: A, k: b} # why"
        self.assertEqual(self.put(old, "p", "c"), "{title: A, k: b, p: c} # why")
        self.assertEqual(self.drop(old, "k"), "{title: A} # why")
        old = "{\n  k: a, # on k\n  # above l\n  l: b # on l\n}"
        self.assertEqual(
            self.put(old, "p", "c"),
            "{\n  k: a, # on k\n  # above l\n  l: b,\n  p: c # on l\n}",
        )
        self.assertEqual(self.drop(old, "k"), "{\n  # above l\n  l: b # on l\n}")

    def test_keys_behind_a_mark_or_a_tag_are_keys(self) -> None:
        old = "? k\n: a # why\n!!str l: b\nm: 1"
        self.assertEqual(self.put(old, "k", "c"), old.replace("a #", "c #"))
        self.assertEqual(self.put(old, "p", "c"), f"{old}\np: c")
        self.assertEqual(self.drop(old, "l"), old.replace("!!str l: b\n", ""))

    def test_of_two_equal_keys_the_last_is_meant(self) -> None:
        self.assertEqual(self.put("k: a\nk: b", "k", "c"), "k: a\nk: c")

    def test_astral_characters_do_not_shift_places(self) -> None:
        self.assertEqual(self.put("a: 😀𠮷\nk: b # 😀", "k", "c"), "a: 😀𠮷\nk: c # 😀")

    def test_what_is_no_map_is_left_to_others(self) -> None:
        for text in ("- a", "a: [", "just text", "a: 1\n---\nb: 2"):
            with self.subTest(text), self.assertRaises(CannotEdit):
                edit_yaml(text)


class AnchorTests(EditorTestCase):
    """Who calls the anchor of a changed key goes on saying what it said."""

    editor = staticmethod(edit_yaml)

    def test_an_anchor_goes_with_what_it_named(self) -> None:
        self.assertEqual(self.put("k: &a old # why", "k", "new"), "k: new # why")
        self.assertEqual(self.put("k: &a !!str\nl: 1", "k", "new"), "k: new\nl: 1")

    def test_who_calls_it_is_written_out(self) -> None:
        for old, new in {
            "k: &a old\nl: *a # why\nm: *a": "k: new\nl: old # why\nm: old",
            "k: &a |\n  a, b\n  c\nl: *a": 'k: new\nl: "a, b\\nc\\n"',
            "i: &b 1\nk: &a\n  j: [x, *b] # x\nl: [*a]\nm: *b": (
                "i: &b 1\nk: new\nl: [{j: [x, 1]}]\nm: *b"
            ),
        }.items():
            with self.subTest(old):
                self.assertEqual(self.put(old, "k", "new"), new)

    def test_so_is_who_calls_an_item_that_goes(self) -> None:
        old = "k: &a\n  - &b x # on x\n  - w\nl: *b\nm: *a"
        self.assertEqual(self.put(old, "k", ["w"]), "k:\n  - w\nl: x\nm: [x, w]")
        old = "k: [&b x, &c w]\nl: *b\nm: *c"
        self.assertEqual(self.put(old, "k", ["w"]), "k: [&c w]\nl: x\nm: w")

    def test_so_is_a_merge_of_a_map_that_changes_or_goes(self) -> None:
        old = "k: &a\n  j: 1\n<<: *a\nl: 2"
        self.assertEqual(self.drop(old, "k"), "<<: {j: 1}\nl: 2")
        self.assertEqual(self.put(old, "k.j", 3), "k: &a\n  j: 3\n<<: {j: 1}\nl: 2")

    def test_a_merged_key_is_unset_if_it_is_merged(self) -> None:
        old = "b: &b\n  k: true\n<<: *b"
        self.assertEqual(self.drop(old, "k"), f"{old}\nk: null")
        self.assertEqual(self.put(old, "k", "x"), f"{old}\nk: x")


class TomlTests(EditorTestCase):
    editor = TomlEditor

    def test_quotes_comments_and_tables_stay(self) -> None:
        old = "k = 'a' # why\nl = \"b\"\n\n[params]\nj = 1\n"
        self.assertEqual(self.put(old, "k", "c"), old.replace("'a'", "'c'"))
        self.assertEqual(self.put(old, "l", "it's"), old.replace('"b"', '"it\'s"'))
        self.assertEqual(self.put(old, "params.j", 2), old.replace("1", "2"))

    def test_a_new_key_stands_above_the_tables(self) -> None:
        for gap in ("", "\n", "\n\n"):
            old = f"a = 1\n{gap}[t]\nb = 2"
            new = old.replace("a = 1\n", 'a = 1\nk = "z"\n')
            self.assertEqual(self.put(old, "k", "z"), new)

    def test_a_table_without_a_header_is_named_in_the_key(self) -> None:
        for above in ("", "a = 1\n"):
            for below in ("[t.u]\nb = 2\n\n[t.v]", "# on t.u\n[t.u]"):
                with self.subTest(above=above, below=below):
                    made = self.put(above + below, "t.k", {"l": 1})
                    self.assertEqual(made, f"{above}t.k = {{l = 1}}\n{below}")
        old = "[s]\na = 1\n[t.u]\nb = 2"
        self.assertEqual(self.put(old, "t.k", 1), f"t.k = 1\n{old}")

    def test_a_new_key_leaves_the_comment_above_the_next_table(self) -> None:
        old = "[a]\n  j = '''\n[x]\n''' # why\n  # on j\n\n# on b\n[b]\nl = 1\n# end"
        self.assertEqual(
            self.put(old, "a.k", 1), old.replace("# why\n", "# why\n  k = 1\n")
        )
        self.assertEqual(self.put(old, "b.k", 1), f"{old}\nk = 1")
        self.assertEqual(self.put(old, "k", 1), f"k = 1\n{old}")

    def test_a_table_goes_without_the_comment_above_the_next(self) -> None:
        old = "k = 1\n# on a\n[a]\nj = 1\n[a.b]\nj = 2\n\n# on c\n[c]\nj = 3"
        new = old.replace("[a]\nj = 1\n[a.b]\nj = 2\n", "")
        self.assertEqual(self.drop(old, "a"), new)
        self.assertEqual(
            self.put(old, "a", "x"), new.replace("# on a", 'a = "x"\n# on a')
        )

    def test_maps_and_several_lines_keep_their_form(self) -> None:
        for old, path, value, new in (
            ("k = { j = 'a',  l = 1 } # x", "k.j", "b", 'k = {j = "b", l = 1} # x'),
            ("k.j = 'a' # x", "k.j", "b", "k.j = 'b' # x"),
            ('k = """\na\nb""" # x', "k", "c\nd", 'k = """\nc\nd""" # x'),
            ("k = '''a\nb''' # x", "k", "c\n\\d", "k = '''c\n\\d''' # x"),
            ("j = 1", "k", {"a": {"b": [True]}}, "j = 1\nk = {a = {b = [true]}}"),
        ):
            with self.subTest(old):
                self.assertEqual(self.put(old, path, value), new)

    def test_a_date_that_toml_does_not_know_is_text(self) -> None:
        for text, new in (
            ("2025-02-10 08:00:00+08:00", "k = 2025-02-10 08:00:00+08:00"),
            ("2025/2/10 8:00", 'k = "2025/2/10 8:00"'),
        ):
            with self.subTest(text):
                self.assertEqual(self.put("", "k", DatetimeText(text)).strip(), new)
                self.assertEqual(self.put("k = 1", "k", DatetimeText(text)), new)
        self.assertEqual(
            self.put("k = '2025-02-09'", "k", DatetimeText("2025-02-10")),
            "k = '2025-02-10'",
        )

    def test_quotes_and_brackets_within_values_end_nothing(self) -> None:
        old = (
            'a = \'x]\' # [\nb = """\n[c]\n\'""""\nd = [\n  "#",\n  [\'[\']\n]\n'
            '"k = 1" = 2\nk = 1 # k\n["t.u"]\nk = 3'
        )
        self.assertEqual(self.put(old, "k", 4), old.replace("k = 1 # k", "k = 4 # k"))
        self.assertEqual(
            self.drop(old, "d"), old.replace("d = [\n  \"#\",\n  ['[']\n]\n", "")
        )

    def test_comments_within_a_list_go_with_its_change(self) -> None:
        old = "k = [ # why\n  # on a\n  'a', # by a\n  \"b\" # by b\n] # x"
        self.assertEqual(self.put(old, "k", ["b", "c"]), "k = [\n  'b',\n  'c'\n] # x")

    def test_lists_keep_their_form(self) -> None:
        old = "k = [\n  'a',\n  'b',\n]"
        self.assertEqual(self.put(old, "k", ["b", "c"]), "k = [\n  'b',\n  'c',\n]")


class JsonTests(EditorTestCase):
    editor = JsonEditor

    def test_values_are_replaced_added_and_dropped(self) -> None:
        old = '{\n  "k": "a",\n  "l": [\n    1\n  ]\n}'
        self.assertEqual(self.put(old, "k", "中"), old.replace('"a"', '"中"'))
        self.assertEqual(
            self.put(old, "l", [1, 2]), old.replace("    1\n", "    1,\n    2\n")
        )
        self.assertEqual(
            self.put(old, "p", True), old.replace("  ]\n}", '  ],\n  "p": true\n}')
        )
        self.assertEqual(self.drop(old, "k"), '{\n  "l": [\n    1\n  ]\n}')
        self.assertEqual(self.drop(old, "l"), '{\n  "k": "a"\n}')

    def test_a_key_within_an_object_is_found(self) -> None:
        old = '{\n  "p": {\n    "k": 1,\n    "l": [1.0]\n  },\n  "k": 2\n}'
        self.assertEqual(self.put(old, "p.k", 3), old.replace("1,", "3,"))
        self.assertEqual(
            self.put(old, "p.m", 3), old.replace("[1.0]\n", '[1.0],\n    "m": 3\n')
        )
        self.assertEqual(self.drop(old, "p.k"), old.replace('"k": 1,\n    ', ""))

    def test_what_was_empty_opens_as_the_file_does(self) -> None:
        self.assertEqual(self.put("{\n}", "k", 1), '{\n  "k": 1\n}')
        self.assertEqual(self.put('{"l":[ ]}', "l", [1]), '{"l":[1]}')
        self.assertEqual(self.put('{"l":[ ]}', "k", 1), '{"l":[ ], "k":1}')
        self.assertEqual(self.put('{"l" :  1}', "k", 1), '{"l" :  1, "k" : 1}')

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
                editor = LineEditor(old)
                editor.put((key,), "Wu")
                self.assertEqual(editor.text(), new)

    def test_a_new_key_looks_like_the_others(self) -> None:
        editor = LineEditor("[#]: title: (A)")
        editor.put(("tags",), ["a", "b"])
        self.assertEqual(editor.text(), "[#]: title: (A)\n[#]: tags: (a, b)")
