"""Where Hugo and Jekyll served a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath

from django.test import SimpleTestCase

from articles.archive.front_matter.parse import FrontMatter
from articles.archive.hugo.configuration import SiteLanguage
from articles.archive.hugo.paths import split_name
from articles.archive.hugo.permalinks import (
    AddressParts,
    old_addresses,
    other_spellings,
    path_of,
)
from tests.archive.hugo.test_paths import HERE

MOMENT = datetime(2025, 2, 9, 15, 35, tzinfo=UTC)


class AddressTestCase(SimpleTestCase):
    def addresses(
        self, path: str, language: SiteLanguage | None = None, **values: object
    ) -> list[str]:
        place = PurePosixPath(path)
        page = AddressParts(
            place,
            split_name(place, HERE)[0],
            str(values.get("slug", "")),
            "Fed Cuts, Again!",
            MOMENT,
        )
        return old_addresses(page, language, FrontMatter(values=dict(values)))


class OwnAddressTests(AddressTestCase):
    def test_the_files_own_place_is_its_address(self) -> None:
        self.assertEqual(self.addresses("content/news/a.zh-cn.md"), ["news/a"])
        self.assertEqual(self.addresses("content/news/a/index.md"), ["news/a"])
        self.assertEqual(self.addresses("content/news/a.md", slug="b"), ["news/b"])

    def test_a_name_becomes_what_hugo_makes_of_it(self) -> None:
        cases = {
            "My Post (1).md": "my-post-1",
            "A - b.md": "a---b",
            "C++ & more.md": "c++--more",
            "美联储：降息？.md": "美联储降息",
            "C#, node.js & v2.md": "c%23-node.js--v2",
            "第②季 Ⅱ m².md": "第季--m",
            "二〇二五.md": "二二五",
        }
        for name, expected in cases.items():
            with self.subTest(name):
                self.assertEqual(self.addresses(f"content/{name}"), [expected])

    def test_an_own_address_counts_and_a_pattern_is_filled_in(self) -> None:
        self.assertEqual(self.addresses("content/a.md", url="/x/y/"), ["/x/y/"])
        self.assertEqual(
            self.addresses("content/a.md", permalink="/x.html"), ["/x.html"]
        )
        self.assertEqual(
            self.addresses("content/a.md", url="/:year/:month/:slug/"),
            ["2025/02/fed-cuts-again"],
        )

    def test_a_pattern_that_nobody_can_fill_in_is_no_address(self) -> None:
        self.assertEqual(self.addresses("content/a.md", url="/:path/:slug/"), ["a"])

    def test_aliases_come_as_text_or_list_and_may_stand_beside_the_page(self) -> None:
        self.assertEqual(
            self.addresses("content/news/a.md", aliases=["/old/", "older", None])[1:],
            ["/old", "/news/older"],
        )
        self.assertEqual(self.addresses("content/a.md", alias="old")[1:], ["/old"])

    def test_an_alias_may_lead_upwards(self) -> None:
        found = self.addresses(
            "content/a.md",
            url="/custom/x/",
            aliases=["../up/", "../../../top", "/a/../b"],
        )
        self.assertEqual(found[1:], ["/up", "/top", "/b"])


class JekyllTests(AddressTestCase):
    POST = "_posts/2025-2-9-two.md"

    def own(self, path: str = POST, **values: object) -> str:
        return self.addresses(path, None, **values)[0]

    def test_a_posts_address_begins_with_its_categories(self) -> None:
        self.assertEqual(self.own(), "2025/02/09/two.html")
        self.assertEqual(
            self.own(categories=["news", "FX Market"]),
            "news/fx market/2025/02/09/two.html",
        )
        self.assertEqual(
            self.own(f"blog/{self.POST}", categories="news fx", category="news"),
            "blog/news/fx/2025/02/09/two.html",
        )
        self.assertEqual(self.own("_posts/2025/2025-2-9-two.md"), "2025/02/09/two.html")

    def test_the_named_styles_are_patterns(self) -> None:
        cases = {
            "date": "news/2025/02/09/two.html",
            "pretty": "news/2025/02/09/two",
            "ordinal": "news/2025/040/two.html",
            "weekdate": "news/2025/w06/sun/two.html",
            "none": "news/two.html",
        }
        for style, expected in cases.items():
            with self.subTest(style):
                found = self.own(permalink=style, categories=["news"])
                self.assertEqual(found.lower(), expected)

    def test_a_pattern_has_jekylls_tokens(self) -> None:
        pattern = "/blog/:categories/:short_year-:i_month-:i_day/:title:output_ext"
        self.assertEqual(self.own(permalink=pattern), "blog/25-2-9/two.html")

    def test_hexo_serves_posts_without_categories(self) -> None:
        self.assertEqual(
            self.own(f"source/{self.POST}", categories=["news"]), "2025/02/09/two"
        )

    def test_a_redirect_begins_at_the_root_whether_with_a_slash_or_not(self) -> None:
        found = self.addresses(self.POST, redirect_from=["old/two.html", "/older/"])
        self.assertEqual(found[1:], ["/old/two.html", "/older"])


class SiteAddressTests(AddressTestCase):
    def language(self, *permalinks: tuple[str, str], prefix: str = "") -> SiteLanguage:
        return SiteLanguage("en", "en", "content", prefix, permalinks=permalinks)

    def test_a_languages_prefix_stands_in_front(self) -> None:
        english = self.language(prefix="blog/en")
        self.assertEqual(self.addresses("news/a.md", english), ["blog/en/news/a"])

    def test_only_an_own_address_with_a_slash_is_the_sites(self) -> None:
        english = self.language(prefix="en")
        self.assertEqual(self.addresses("a.md", english, url="/x/"), ["/x/"])
        self.assertEqual(self.addresses("a.md", english, url="x/"), ["en/x/"])

    def test_everything_was_served_below_the_sites_base(self) -> None:
        for prefix in ("sub", "sub/en"):
            with self.subTest(prefix):
                site = self.language(prefix=prefix)
                found = self.addresses("a.md", site, url="/c/h.html", aliases=["/abs/"])
                self.assertEqual(found, ["sub/c/h.html", f"/{prefix}/abs"])

    def test_a_sections_permalink_is_filled_in(self) -> None:
        cases = {
            "/:year/:month/:day/:slug/": "2025/02/09/fed-cuts-again",
            "/:section/:contentbasename/": "posts/a",
            "/:sections/:filename": "posts/fx/2025/a",
            "/:sections[1:]/:slugorfilename/": "fx/2025/a",
            "/:sections[last]/:title": "2025/fed-cuts-again",
            "/:sections[:last]/:title": "posts/fx/fed-cuts-again",
            "/:06/:1/:2/:Jan/:slug/": "25/2/9/feb/fed-cuts-again",
            "/:sections[0]/:yearday/:weekdayname/:monthname": "posts/40/sunday/february",
        }
        for pattern, expected in cases.items():
            with self.subTest(pattern):
                site = self.language(("posts", pattern))
                found = self.addresses("posts/fx/2025/a.md", site)
                self.assertEqual(found, [expected])

    def test_the_slug_comes_before_the_title(self) -> None:
        site = self.language(("posts", "/:slug/"))
        self.assertEqual(self.addresses("posts/a.md", site, slug="b"), ["b"])

    def test_another_sections_permalink_is_not_meant(self) -> None:
        site = self.language(("posts", "/:slug/"))
        self.assertEqual(self.addresses("news/a.md", site), ["news/a"])

    def test_signs_in_a_title_or_a_name_are_lost_where_a_pattern_holds_it(self) -> None:
        # As Hugo 0.168 wrote them.
        cases = {
            "Hello, World's “Best” C++ & C#?": "hello-worlds-best-c-c",
            "C++ x": "c-x",
            "C# x": "c%23-x",
            "A + B": "a--b",
            "+a": "-a",
            "a+b": "a-b",
            "a  -  b": "a-b",
            "--a--": "--a--",
            "a...": "a...",
        }
        site = self.language(("posts", "/:title/"), ("files", "/:contentbasename/"))
        for name, expected in cases.items():
            with self.subTest(name):
                page = AddressParts(PurePosixPath("posts/a.md"), "a", "", name, MOMENT)
                own, *_ = old_addresses(page, site, FrontMatter({}))
                self.assertEqual(own, expected)
                file = PurePosixPath(f"files/{name}.md")
                page = AddressParts(file, name, "", "x", MOMENT)
                own, *_ = old_addresses(page, site, FrontMatter({}))
                self.assertEqual(own, expected)

    def test_a_slash_in_a_title_is_a_hyphen(self) -> None:
        site = self.language(("posts", "/:title/"))
        page = AddressParts(PurePosixPath("posts/a.md"), "a", "", "A/B\\C", MOMENT)
        self.assertEqual(old_addresses(page, site, FrontMatter({})), ["a-b-c"])

    def test_older_versions_of_hugo_served_some_pages_elsewhere(self) -> None:
        english = self.language(("posts", "/:title/"), prefix="en")
        place = PurePosixPath("news/A - b.md")
        page = AddressParts(place, "A - b", "", "x", MOMENT)
        matter = FrontMatter({"aliases": ["/old/", "beside"]})
        self.assertEqual(
            old_addresses(page, english, matter),
            ["en/news/a---b", "/en/old", "/en/news/beside"],
        )
        self.assertEqual(
            other_spellings(page, english, matter), ["en/news/a-b", "/old"]
        )
        titled = AddressParts(PurePosixPath("posts/a.md"), "a", "", "C++", MOMENT)
        self.assertEqual(other_spellings(titled, english, FrontMatter({})), ["en/c++"])


class PathTests(SimpleTestCase):
    def test_nothing_but_punctuation_is_no_path(self) -> None:
        self.assertEqual(path_of("？！"), "")

    def test_a_percent_sign_stays_where_it_spells_a_byte(self) -> None:
        self.assertEqual(path_of("大涨50%，创新高"), "大涨50创新高")
        self.assertEqual(path_of("a%20b"), "a%20b")

    def test_combining_marks_belong_to_their_letters(self) -> None:
        self.assertEqual(path_of("हिन्दी"), "हिन्दी")
        self.assertEqual(path_of("cafe\u0301"), "cafe\u0301")
