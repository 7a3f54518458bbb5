from __future__ import annotations

from django.test import SimpleTestCase
from django.urls import get_resolver
from hypothesis import given, strategies as st

from articles.choices import Variant
from articles.rendering import (
    links_for_readers,
    links_in,
    plain_text,
    render,
    requested_language,
)

_PIECES = st.sampled_from(
    [
        *("<a ", 'href="/', 'zh-cn/"', 'articles/x/"', ">", "</a>", "a", "&lt;", " "),
        *('hreflang="en"', 'title="x"', "<code>", "</code>", "/zh-tw/tags/", '"'),
    ]
)


def read_in(variant: Variant, address: str) -> str:
    """The address of a link as readers of the variant get it."""
    shown = links_for_readers(render(f"[x]({address})").html, variant)
    return links_in(shown)[0]


class ReaderLinkTests(SimpleTestCase):
    def test_pages_of_every_variant_are_read_in_the_readers(self) -> None:
        for page in (
            *("", "articles/x/", "articles/x/#y", "categories/%E5%AE%8F/", "?page=2"),
            *("tags/a/?page=2", "search/?q=a&b", "authors/", "sources/s/feed.rss"),
            *("feed.json", "#nd-main"),
        ):
            for prefix in ("zh-cn/", "zh-tw/", "zh-hk/", ""):
                for variant in Variant:
                    if variant.is_chinese or not prefix:
                        with self.subTest(page, prefix=prefix, variant=variant):
                            self.assertEqual(
                                read_in(variant, f"/{prefix}{page}"),
                                f"/{variant}/{page}",
                            )

    def test_other_addresses_stay_to_the_byte(self) -> None:
        html = render(
            "[a](https://a.example/zh-cn/articles/x/) [b](//a.example/zh-cn/) "
            "[c](/zh-cn/news/1/) [d](/zh-cnx/) [e](/media/zh-cn/articles/a.png) [f](#x) "
            "[g](zh-cn/articles/x/) [h](/articlesx/) [i](/zh-cn) [j](mailto:a@b.example)"
            '\n\n`<a href="/zh-cn/">` href="/zh-cn/" \'/zh-cn/articles/x/\''
        ).html
        for variant in Variant:
            self.assertEqual(links_for_readers(html, variant), html)

    def test_a_link_that_names_a_language_on_purpose_stays(self) -> None:
        for link in (
            "[a](/en/articles/x/)",
            '<a href="/zh-hk/articles/x/" hreflang="zh-HK">a</a>',
            '<a hreflang="zh-Hans" href="/articles/x/">a</a>',
        ):
            html = render(link).html
            self.assertEqual(links_for_readers(html, Variant.TAIWAN), html, link)

    def test_an_english_page_leads_to_chinese_ones_as_they_are_written(self) -> None:
        self.assertEqual(read_in(Variant.ENGLISH, "/zh-tw/tags/a/"), "/zh-tw/tags/a/")

    def test_a_link_to_any_chinese_is_read_in_the_readers_script(self) -> None:
        html = render('<a href="/zh-cn/" title="1 > 0" hreflang="zh">a</a>').html
        shown = links_for_readers(html, Variant.TAIWAN)
        self.assertEqual(links_in(shown), ["/zh-tw/"])

    def test_each_route_below_a_variant_is_known(self) -> None:
        for route in get_resolver().url_patterns:
            if "<variant:variant>/" in str(route.pattern):
                for page in route.url_patterns:  # type: ignore[union-attr]
                    path = str(page.pattern).replace("<feed:ending>", "rss")
                    path = path.replace("<word:slug>", "x")
                    shown = read_in(Variant.TAIWAN, f"/zh-cn/{path}")
                    self.assertEqual(shown, f"/zh-tw/{path}")

    @given(st.lists(_PIECES).map("".join), st.sampled_from(list(Variant)))
    def test_whatever_the_text_only_addresses_change_and_only_once(
        self, text: str, variant: Variant
    ) -> None:
        html = render(text).html
        shown = links_for_readers(html, variant)
        self.assertEqual(plain_text(shown), plain_text(html))
        self.assertEqual(links_for_readers(shown, variant), shown)


class RequestedLanguageTests(SimpleTestCase):
    def test_it_is_named_as_articles_name_it(self) -> None:
        for address, language in {
            "a.md?lang=zh-tw": "zh-Hant-TW", "a.md?lang=EN": "en",
            "a.md?lang=zh#b": "zh", "a.md?x=1": "", "a.md": "", "a.md?lang=%22": "",
        }.items():  # fmt: skip
            self.assertEqual(requested_language(address), language)

    def test_a_resolved_link_says_it(self) -> None:
        html = render("[a](b.md?lang=zh-tw)", resolve_link=lambda address: "/c/").html
        self.assertIn('<a href="/c/" hreflang="zh-Hant-TW">', html)
        html = render("[a](b.md)", resolve_link=lambda address: "/c/").html
        self.assertNotIn("hreflang", html)
