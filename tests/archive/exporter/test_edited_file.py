"""A file with its article's changes in it, as a person would have made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from django.test import SimpleTestCase

from articles.archive.exporter.edited_file import Edited, edit
from articles.archive.fields import Values
from articles.archive.fields.attribution import ArticleSource
from articles.choices import Status
from tests.archive.exporter.samples import PLACE, as_imported, values_from

STORY = """---
# 编者注
Title: "买入" # why
publishDate: 2025-02-10 15:35:00
lang:
  - "zh-CN"
category: 美股
tags: [a, B]
---

第一段。

第二段。

1. 欢迎转载，转载时请标明来源为海岳财经。
2. 仅供参考。

[haiyue](https://haiyue.example/1)
"""


class EditTestCase(SimpleTestCase):
    def edited(
        self, text: str | bytes, change: Callable[[Values], None], name: str = "1.md"
    ) -> Edited:
        content = text.encode() if isinstance(text, str) else text
        place = replace(PLACE, path=PurePosixPath("content/zh-CN/haiyue", name))
        now = values_from(place.parse(content))
        change(now)
        return edit(content, now, as_imported(content, place))

    def check(
        self,
        change: Callable[[Values], None],
        *pairs: tuple[str, str],
        text: str = STORY,
    ) -> None:
        """The file differs in these places alone, and says what the article says."""
        expected = text
        for old, new in pairs:
            self.assertIn(old, expected)
            expected = expected.replace(old, new)
        edited = self.edited(text, change)
        self.assertEqual(edited.content.decode(), expected)
        self.assertEqual((edited.unsaved, edited.is_rewritten), (frozenset(), False))


class HeaderTests(EditTestCase):
    def test_a_key_keeps_its_spelling_and_its_alias(self) -> None:
        def change(now: Values) -> None:
            now["title"] = "卖出"
            now["published_at"] = datetime(2025, 3, 1, tzinfo=UTC)
            now["categories"] = ["港股"]

        self.check(
            change,
            ("买入", "卖出"),
            ("2025-02-10 15:35:00", "2025-03-01 08:00:00"),
            ("美股", "港股"),
        )

    def test_the_language_stays_a_list(self) -> None:
        def change(now: Values) -> None:
            now["language"] = "zh-Hant-HK"

        self.check(change, ("zh-CN", "zh-HK"))

    def test_a_tag_keeps_the_files_own_spelling(self) -> None:
        self.check(lambda now: now.update(tags=["b", "新"]), ("[a, B]", "[B, 新]"))

    def test_one_tag_in_two_spellings_is_no_change(self) -> None:
        self.check(lambda now: now.update(tags=["A", "ｂ"]))

    def test_an_embargo_is_said_beside_the_date(self) -> None:
        def change(now: Values) -> None:
            now["embargoed_until"] = datetime(2025, 2, 11, tzinfo=UTC)

        self.check(
            change,
            ("publishDate: 2025-02-10 15:35:00", "publishDate: 2025-02-11 08:00:00"),
            ("[a, B]\n", "[a, B]\ndate: 2025-02-10 15:35:00\n"),
        )

    def test_an_embargo_that_ends_with_the_publication_says_nothing(self) -> None:
        def change(now: Values) -> None:
            now["embargoed_until"] = now["published_at"]

        self.check(change)

    def test_a_date_that_did_not_change_keeps_its_spelling(self) -> None:
        date = "date: Mon, 10 Feb 2025 08:00:00 +0800\npublishDate: 2025-02-11T01:00Z\n"
        text = STORY.replace("publishDate: 2025-02-10 15:35:00\n", date)
        moment = datetime(2025, 3, 1, tzinfo=UTC)
        self.check(
            lambda now: now.update(modified_at=moment),
            ("[a, B]\n", "[a, B]\nlastmod: 2025-03-01 08:00:00+08:00\n"),
            text=text,
        )
        self.check(
            lambda now: now.update(embargoed_until=moment),
            ("2025-02-11T01:00Z", "2025-03-01T00:00Z"),
            text=text,
        )

    def test_a_date_that_nobody_can_read_stays_where_another_changed(self) -> None:
        text = STORY.replace(
            "2025-02-10 15:35:00", "Invalid Date\nexpiryDate: 2030-01-01"
        )
        self.check(
            lambda now: now.update(expires_at=None),
            ("expiryDate: 2030-01-01\n", ""),
            text=text,
        )

    def test_a_draft_says_so_and_a_published_article_too(self) -> None:
        self.check(
            lambda now: now.update(status=Status.DRAFT),
            ("[a, B]\n", "[a, B]\ndraft: true\n"),
        )
        self.check(
            lambda now: now.update(status=Status.PUBLISHED),
            ("draft: yes", "draft: false"),
            text=STORY.replace("lang:", "draft: yes\nlang:"),
        )

    def test_a_map_of_menus_changes_where_it_differs(self) -> None:
        text = STORY.replace(
            "lang:", "menu:\n  main: # m\n    weight: 3\n    pre: x\nlang:"
        )
        self.check(
            lambda now: now.update(menus=[["main", "", 4]]),
            ("weight: 3", "weight: 4"),
            text=text,
        )

    def test_an_author_who_is_a_map_stays_one(self) -> None:
        text = STORY.replace("lang:", "authors:\n  - {name: 林岚, x: 1}\nlang:")
        self.check(
            lambda now: now.update(authors=["林岚", "吴"]),
            ("x: 1}\n", "x: 1}\n  - 吴\n"),
            text=text,
        )

    def test_a_file_with_line_ends_of_windows_keeps_them(self) -> None:
        text = STORY.replace("\n", "\r\n")
        self.check(
            lambda now: now.update(summary="新"),
            ("[a, B]\r\n", "[a, B]\r\nsummary: 新\r\n"),
            text=text,
        )

    def test_a_text_of_several_lines_goes_on_ending_as_it_did(self) -> None:
        for head, lines, tail in (
            ("---\ntitle: 甲\nlead: | # why\n", "  一\n  {}\n", "---\n乙\n"),
            ("+++\ntitle = '甲'\nlead = '''\n", "一\n{}\n", "''' # why\n+++\n乙\n"),
        ):
            with self.subTest(head):
                self.check(
                    lambda now: now.update(lead="一\n三"),
                    ("二", "三"),
                    text=head + lines.format("二") + tail,
                )

    def test_a_map_changes_where_it_differs(self) -> None:
        text = STORY.replace(
            "lang:", "note: # n\n  a: 1 # a\n  b: {c: [x, w]} # b\n  # end\nlang:"
        )
        self.check(
            lambda now: now.update(extra={"note": {"b": {"c": ["w"]}, "d": None}}),
            ("  a: 1 # a\n", ""),
            ("[x, w]", "[w]"),
            ("} # b\n", "} # b\n  d: null\n"),
            text=text,
        )

    def test_a_key_among_the_sites_own_is_found_in_any_case(self) -> None:
        for form in (
            "---\nParams:\n  Lead: 旧 # why\ntitle: 甲\n---\n乙\n",
            "+++\ntitle = '甲'\n[Params]\nLead = '旧' # why\n+++\n乙\n",
        ):
            with self.subTest(form):
                self.check(
                    lambda now: now.update(lead="新"),
                    ("旧", "新"),
                    text=form,
                )

    def test_a_map_that_an_alias_calls_is_written_out(self) -> None:
        text = STORY.replace("lang:", "note: &n {a: 1, b: 2} # n\nmore: *n # m\nlang:")
        note = {"a": 1, "b": 2}
        self.check(
            lambda now: now.update(extra={"note": note, "more": note | {"b": 3}}),
            ("*n # m", "{a: 1, b: 3} # m"),
            text=text,
        )

    def test_of_a_key_that_stands_twice_both_go(self) -> None:
        text = STORY.replace("lang:", "Note: 1\nnote: 2\nnote: 3\nlang:")
        self.check(
            lambda now: now.update(extra={}),
            ("Note: 1\nnote: 2\nnote: 3\n", ""),
            text=text,
        )

    def test_a_list_in_a_list_stays_one(self) -> None:
        text = STORY.replace(
            "category: 美股", "categories:\n  - [美股, 科技] # 甲\n  - 乙"
        )
        self.check(
            lambda now: now.update(categories=["美股", "科技", "丙"]),
            ("  - 乙", "  - 丙"),
            text=text,
        )


class BodyTests(EditTestCase):
    def test_only_the_changed_line_differs_above_the_closing_block(self) -> None:
        def change(now: Values) -> None:
            now["body"] = now["body"].replace("第二段。", "另一段。")

        self.check(change, ("第二段。", "另一段。"))

    def test_a_new_paragraph_stands_above_the_closing_block(self) -> None:
        def change(now: Values) -> None:
            now["body"] += "\n第三段。\n"

        self.check(change, ("第二段。\n", "第二段。\n\n第三段。\n"))

    def test_line_ends_from_a_form_change_nothing(self) -> None:
        self.check(lambda now: now.update(body=now["body"].replace("\n", "\r\n")))

    def test_a_repeated_title_follows_the_title(self) -> None:
        text = STORY.replace("第一段。", "# 买入\n\n第一段。")
        self.check(lambda now: now.update(title="卖出"), ("买入", "卖出"), text=text)

    def test_a_file_that_is_only_its_title_can_be_given_a_text(self) -> None:
        file = "---\ntitle: 买入\ndate: 2025-02-10\n---\n买入"
        edited = self.edited(file.encode(), lambda now: now.update(body="买入"))
        self.assertEqual(edited.content.decode(), f"{file}\n\n买入")

    def test_a_text_that_begins_with_its_new_title_keeps_its_line(self) -> None:
        self.check(
            lambda now: now.update(title="第一段"),
            ("买入", "第一段"),
            ("第一段。", "# 第一段\n\n第一段。"),
        )

    def test_a_plain_text_keeps_one_paragraph_per_line(self) -> None:
        text = "标题在此\n第一段。\n第二段。\n第三段。\n"

        def change(now: Values) -> None:
            now["title"] = "新题"
            now["body"] = now["body"].replace("第三段。", "末段。\n\n第四段。")

        edited = self.edited(text, change, "1.txt")
        self.assertEqual(
            edited.content.decode(), "新题\n第一段。\n第二段。\n末段。\n第四段。\n"
        )
        self.assertEqual(edited.unsaved, frozenset())

    def test_an_empty_file_takes_a_text(self) -> None:
        for content in (b"", b"\n", b"\xef\xbb\xbf"):
            with self.subTest(content):
                edited = self.edited(content, lambda now: now.update(body="第一段。\n"))
                self.assertEqual(edited.unsaved, frozenset())
                self.assertIn("第一段。", edited.content.decode())

    def test_a_plain_text_gets_front_matter_where_it_needs_some(self) -> None:
        edited = self.edited(
            "标题在此\n第一段。\n第二段。\n",
            lambda now: now.update(tags=["黄金"]),
            "1.txt",
        )
        self.assertTrue(edited.is_rewritten)
        self.assertEqual(edited.unsaved, frozenset())
        self.assertIn("tags: [黄金]\n", edited.content.decode())

    def test_a_text_written_where_only_the_title_stood_goes_below_it(self) -> None:
        self.check(
            lambda now: now.update(body="新写的一段。\n"),
            ("\n\n买入\n", "\n\n买入\n\n新写的一段。\n"),
            text="---\ntitle: 买入\ndate: 2025-02-10\n---\n\n买入\n",
        )

    def test_a_file_that_was_only_its_closing_link_takes_a_text_above_it(self) -> None:
        below = "[haiyue](https://haiyue.example/1)\n"
        for head in ("---\ntitle: 股市\n---\n", '{\n "title": "股市"\n}\n'):
            with self.subTest(head):
                self.check(
                    lambda now: now.update(body="甲"),
                    (head, f"{head}甲\n\n"),
                    text=head + below,
                )
                # The importer takes one title off the text.
                self.check(
                    lambda now: now.update(body="股市"),
                    (head, f"{head}# 股市\n\n股市\n\n"),
                    text=head + below,
                )

    def test_a_new_address_changes_the_link_alone(self) -> None:
        self.check(
            lambda now: now.update(source_url="https://haiyue.example/2"),
            ("example/1", "example/2"),
        )

    def test_an_address_longer_than_its_column_is_no_change(self) -> None:
        address = f"https://haiyue.example/{'a' * 4100}"
        self.check(
            lambda now: now.update(source_url=address[:4000]),
            text=STORY.replace("https://haiyue.example/1", address),
        )

    def test_a_source_of_the_same_name_is_no_other_whatever_its_slug(self) -> None:
        self.check(lambda now: now.update(source=replace(now["source"], slug="other")))

    def test_another_source_stands_below_its_notices(self) -> None:
        def change(now: Values) -> None:
            now["source"] = ArticleSource("南港社", "nangang")
            now["disclaimer"] = "1. 转载请注明来源：南港社，未经许可不得转载。"

        edited = self.edited(STORY, change)
        self.assertEqual(edited.unsaved, frozenset())
        self.assertIn(
            "第二段。\n\n1. 转载请注明来源：南港社，未经许可不得转载。\n\n[nangang](https://haiyue.example/1)\n",
            edited.content.decode(),
        )
        self.assertNotIn("海岳财经", edited.content.decode())

    def test_notices_of_the_article_under_another_source_stay_the_articles(
        self,
    ) -> None:
        notices = "1. 欢迎转载，转载时请标明来源为海岳财经。\n2. 仅供参考。"

        def change(now: Values) -> None:
            now["source"] = ArticleSource("南港社", "nangang")
            now["disclaimer"] = notices

        text = self.edited(STORY, change).content.decode()
        self.assertIn(f"{notices}\n\n[nangang](", text)

    def test_another_disclaimer_leaves_the_blank_lines_above_the_block(self) -> None:
        old = "1. 欢迎转载，转载时请标明来源为海岳财经。\n2. 仅供参考。"
        new = "1. 转载请注明来源：海岳财经。未经许可，不得转载。"
        for gap in ("\n", "\n\n", "\n\n\n"):
            with self.subTest(gap):
                self.check(
                    lambda now: now.update(disclaimer=new),
                    (old, new),
                    text=STORY.replace(f"\n\n{old}", f"{gap}{old}"),
                )

    def test_without_a_source_there_is_no_block(self) -> None:
        def change(now: Values) -> None:
            now["source"], now["source_url"], now["disclaimer"] = None, "", ""

        edited = self.edited(STORY, change)
        self.assertEqual(edited.unsaved, frozenset())
        self.assertTrue(edited.content.decode().endswith("第二段。\n"))

    def test_a_source_that_no_block_can_tell_stands_in_the_front_matter(self) -> None:
        text = STORY.partition("1. ")[0]

        def change(now: Values) -> None:
            now["source"] = ArticleSource("南港社", "nangang")
            now["source_url"] = "https://nangang.example/"

        edited = self.edited(text, change)
        self.assertEqual((edited.unsaved, edited.is_rewritten), (frozenset(), False))
        self.assertIn(
            "newsdesk_source: {name: 南港社, slug: nangang", edited.content.decode()
        )
