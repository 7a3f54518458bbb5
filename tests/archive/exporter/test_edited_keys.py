"""Keys of front matter that hold dates, lists and maps, in a file with its edits in it."""

from __future__ import annotations

from datetime import UTC, datetime
from operator import methodcaller

from articles.archive.fields import Thumbnail, Values
from articles.choices import Status
from tests.archive.exporter.test_edited_file import STORY, EditTestCase


class DateTests(EditTestCase):
    def test_an_embargo_that_was_lifted_ends_with_the_publication(self) -> None:
        dates = "date: 2025-02-10\npublishDate: 2025-03-01"
        self.check(
            lambda now: now.update(embargoed_until=None),
            ("publishDate: 2025-03-01", "publishDate: 2025-02-10"),
            text=STORY.replace("publishDate: 2025-02-10 15:35:00", dates),
        )

    def test_a_publish_date_before_the_date_stays(self) -> None:
        dates = "date: 2025-02-10\npublishDate: 2025-01-01"
        self.check(
            lambda now: now.update(published_at=datetime(2025, 3, 1, tzinfo=UTC)),
            ("date: 2025-02-10", "date: 2025-03-01 08:00:00"),
            text=STORY.replace("publishDate: 2025-02-10 15:35:00", dates),
        )

    def test_a_draft_that_lost_its_time_loses_its_dates(self) -> None:
        def change(now: Values) -> None:
            now["published_at"], now["status"] = None, Status.DRAFT

        for dates in (
            "date: 2025-02-10\n",
            "date: 2025-02-10\npublishDate: 2025-01-01\n",
        ):
            text = STORY.replace("publishDate: 2025-02-10 15:35:00\n", dates)
            self.check(
                change, (dates, ""), ("[a, B]\n", "[a, B]\ndraft: true\n"), text=text
            )

    def test_a_published_article_has_no_key_that_makes_its_file_a_draft(self) -> None:
        for keys, written in (
            ("published: false\n", "published: true\n"),
            ("headless: true\n", ""),
            ("draft: 1\npublished: false\n", "draft: false\npublished: true\n"),
            ("private: true\n", "private: false\n"),
            ("publish: false\n", "publish: true\n"),
            (
                "build:\n  render: never\n  list: always\n",
                "build:\n  render: always\n  list: always\n",
            ),
        ):
            with self.subTest(keys):
                self.check(
                    methodcaller("update", status=Status.PUBLISHED),
                    (keys, written),
                    text=STORY.replace("lang:", f"{keys}lang:"),
                )

    def test_where_an_article_is_named_is_written_into_the_keys_that_say_so(
        self,
    ) -> None:
        for keys, visibility, written in (
            ("build: {list: never}\n", "", "build: {list: always}\n"),
            ("_build:\n  List: never\n", "", "_build:\n  List: always\n"),
            ("unlisted: true\n", "", "unlisted: false\n"),
            ("robots: noindex, nofollow\n", "", "robots: index, nofollow\n"),
            ("sitemap: false\n", "", "sitemap: true\n"),
            (
                "sitemap:\n  disable: true\n  priority: 1\n",
                "",
                "sitemap:\n  disable: false\n  priority: 1\n",
            ),
            ("robots: noindex\n", "no-sitemap", None),
            ("sitemap:\n  priority: 1\n", "no-sitemap", None),
            ("robots: nofollow\n", "noindex", "robots: noindex, nofollow\n"),
            ("build:\n  render: always\n", "unlisted", None),
            ("", "unlisted", None),
        ):
            with self.subTest(keys, visibility=visibility):
                text = STORY.replace("lang:", f"{keys}lang:")
                edited = self.edited(
                    text, methodcaller("update", visibility=visibility)
                )
                self.assertEqual(edited.unsaved, frozenset())
                self.assertFalse(edited.is_rewritten)
                if written:
                    expected = text.replace(keys, written)
                    self.assertEqual(edited.content.decode(), expected)

    def test_nor_a_date_that_nobody_can_read(self) -> None:
        def change(now: Values) -> None:
            now["status"] = Status.PUBLISHED
            now["published_at"] = datetime(2025, 2, 10, tzinfo=UTC)

        dates = "Invalid Date\nlastmod: 31/31/31\npublished: true"
        self.check(
            change,
            ("publishDate: Invalid Date\nlastmod: 31/31/31\n", ""),
            ("[a, B]\n", "[a, B]\ndate: 2025-02-10 08:00:00+08:00\n"),
            text=STORY.replace("2025-02-10 15:35:00", dates),
        )


class ListAndMapTests(EditTestCase):
    def test_an_item_that_is_no_name_stays(self) -> None:
        items = "authors:\n  - 林岚\n  - {twitter: a, link: b} # c\n"
        self.check(
            lambda now: now.update(authors=["林岚", "吴"]),
            ("  - 林岚\n", "  - 林岚\n  - 吴\n"),
            text=STORY.replace("lang:", f"{items}lang:"),
        )

    def test_menus_without_more_to_say_stay_a_text_or_a_list(self) -> None:
        both = [["main", "", 0], ["footer", "", 0]]
        for before, menus, after in (
            ("menu: main # m", [["footer", "", 0]], "menu: footer # m"),
            ("menu: [main] # m", both, "menu: [main, footer] # m"),
            ("menu: [main] # m", [], "menu: [] # m"),
            ("menu: main # m", [], 'menu: "" # m'),
            ("menu: main", both, "menu: [main, footer]"),
        ):
            with self.subTest(before, menus=menus):
                self.check(
                    methodcaller("update", menus=menus),
                    (before, after),
                    text=STORY.replace("lang:", f"{before}\nlang:"),
                )

    def test_menus_with_a_label_or_a_weight_become_a_map(self) -> None:
        text = STORY.replace("lang:", "menu: main\nweight: 7\nlang:")
        for entry, written in (
            (["main", "甲", 7], "menu: {main: {name: 甲, weight: 7}}"),
            (["main", "", 3], "menu: {main: {weight: 3}}"),
        ):
            with self.subTest(entry):
                self.check(
                    methodcaller("update", menus=[entry]),
                    ("menu: main", written),
                    text=text,
                )

    def test_a_map_of_a_thumbnail_changes_where_it_differs(self) -> None:
        text = STORY.replace(
            "lang:", "thumbnail: {Src: a.png, visibility: [list], x: 1} # t\nlang:"
        )
        for place, names in (("post", "[post]"), ("both", "[list, post]"), ("", "[]")):
            with self.subTest(place):
                self.check(
                    methodcaller("update", thumbnail_place=place),
                    ("[list]", names),
                    text=text,
                )
        self.check(
            lambda now: now.update(thumbnail=Thumbnail(address="b.png")),
            ("a.png", "b.png"),
            text=text,
        )
