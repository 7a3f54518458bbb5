from __future__ import annotations

from django.test import SimpleTestCase

from articles.rendering import Heading, TocEntry, render, table_of_contents

# A heading's Markdown beside the id Hugo gives it.
ANCHORS = {
    "Hello, World!": "hello-world",
    "配置结构：`[params.page]` 已移除": "配置结构paramspage-已移除",
    "**总结：v1.13.0**": "总结v1130",
    "a - b": "a---b",
    "snake_case": "snake_case",
    "Lightning ([slides](https://example.org))": "lightning-slides",
    "ÀÉ Straße": "àé-straße",
    "！？": "heading",
    "用户 {#user .big}": "user",
    "a {not attributes}": "a-not-attributes",
    "Go 1.21 & C++": "go-121--c",
}


def heading(level: int, text: str) -> Heading:
    return Heading(level, text.lower(), text)


class AnchorTests(SimpleTestCase):
    def test_ids_are_hugo_s(self) -> None:
        for markdown, anchor in ANCHORS.items():
            with self.subTest(markdown):
                rendered = render(f"## {markdown}")
                self.assertEqual(rendered.headings[0].id, anchor)
                self.assertIn(f'<h2 id="{anchor}">', rendered.html)

    def test_repeated_headings_are_numbered(self) -> None:
        ids = [h.id for h in render("# a\n# a\n# a-1\n# a").headings]
        self.assertEqual(ids, ["a", "a-1", "a-1-1", "a-2"])

    def test_attributes_are_not_printed(self) -> None:
        rendered = render("## 用户 {#user}")
        self.assertEqual(rendered.headings, (Heading(2, "user", "用户"),))
        self.assertEqual(rendered.html, '<h2 id="user">用户</h2>\n')

    def test_every_level_is_listed(self) -> None:
        levels = [h.level for h in render("a\n=\n\n# b\n\n###### c").headings]
        self.assertEqual(levels, [1, 1, 6])


class TableOfContentsTests(SimpleTestCase):
    def test_level_three_goes_below_level_two(self) -> None:
        one, two, three = heading(2, "A"), heading(3, "B"), heading(2, "C")
        self.assertEqual(
            table_of_contents([one, two, three]),
            [TocEntry(one, [TocEntry(two)]), TocEntry(three)],
        )

    def test_other_levels_are_left_out(self) -> None:
        others = [heading(level, "x") for level in (1, 4, 5, 6)]
        self.assertEqual(table_of_contents(others), [])

    def test_a_heading_without_words_is_no_line(self) -> None:
        one, two = heading(2, "A"), heading(2, "B")
        silent = Heading(2, "heading", " ")
        found = table_of_contents([one, silent, two], minimum=2)
        self.assertEqual(found, [TocEntry(one), TocEntry(two)])

    def test_a_level_three_may_come_first(self) -> None:
        first, second = heading(3, "A"), heading(2, "B")
        self.assertEqual(
            table_of_contents([first, second], minimum=2),
            [TocEntry(first), TocEntry(second)],
        )

    def test_two_entries_are_not_worth_a_table(self) -> None:
        two = [heading(2, "A"), heading(2, "B")]
        self.assertEqual(table_of_contents(two), [])
        self.assertEqual(len(table_of_contents([*two, heading(2, "C")])), 3)
        self.assertEqual(len(table_of_contents([heading(2, "A")], minimum=1)), 1)
