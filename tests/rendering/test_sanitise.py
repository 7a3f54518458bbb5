from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import render, sanitise
from articles.rendering.sanitise import ALLOWED_TAGS, RESERVED_ID_PREFIX
from tests.examples import examples

# Input beside what may be left of it.
CASES = {
    "a script goes with its text": ("a<script>alert(1)</script>b", "ab"),
    "a style goes with its text": ("a<style>p{}</style>b", "ab"),
    "a frame becomes a link": (
        'a<iframe src="https://example.org">x</iframe>b',
        'a<a class="embed" href="https://example.org">https://example.org</a>b',
    ),
    "a frame from nowhere goes": ("a<iframe>x</iframe>b", "ab"),
    "a form goes, its words stay": ("<form><button>a</button></form>", "a"),
    "a handler goes": ('<img src="a.png" onerror="x">', '<img src="a.png">'),
    "an unsafe link keeps its words": ('<a href="javascript:x">a</a>', "<a>a</a>"),
    "a hidden scheme is found": ('<a href="java\tscript:x">a</a>', "<a>a</a>"),
    "an encoded scheme is found": ('<a href="&#106;avascript:x">a</a>', "<a>a</a>"),
    "a data link goes": ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
    "a data page as image goes": ('<img src="data:image/svg+xml;base64,AAAA">', ""),
    "a picture without an address is its words": ('<img alt="a &lt; b">', "a &lt; b"),
    "a data picture stays": (
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
    ),
    "a data picture with an HTML tail goes": (
        '<img src="data:image/png,<script>">',
        "",
    ),
    "mail and telephone stay": (
        '<a href="mailto:a@example.org">a</a><a href="tel:+852">b</a>',
        '<a href="mailto:a@example.org">a</a><a href="tel:+852">b</a>',
    ),
    "a comment goes": ("a<!-- b -->c", "ac"),
    "an unknown element keeps its words": ("<center>a</center>", "a"),
    "a style attribute goes": ('<p style="position:fixed">a</p>', "<p>a</p>"),
    "text struck out in old HTML stays so": ("<strike>a</strike>", "<s>a</s>"),
    "a line through a span strikes out": (
        '<span style="color: red; text-decoration: line-through">a<span>b</span></span>',
        "<s>a<span>b</span></s>",
    ),
    "no other line does": (
        '<span style="text-decoration: none">a</span>',
        "<span>a</span>",
    ),
    "a class of the site goes": ('<p class="site-header">a</p>', "<p>a</p>"),
    "a class of code stays": (
        '<code class="language-c++ x">a</code>',
        '<code class="language-c++">a</code>',
    ),
    "language and direction stay": (
        '<q lang="ar" dir="rtl">a</q>',
        '<q lang="ar" dir="rtl">a</q>',
    ),
    "what is not to be converted stays marked": (
        '<q translate="no">a</q>',
        '<q translate="no">a</q>',
    ),
    "ruby stays": (
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
    ),
    "a name goes": ('<a name="forms">a</a>', "<a>a</a>"),
    "an id of the site is renamed": (
        f'<p id="{RESERVED_ID_PREFIX}main">a</p>',
        f'<p id="text-{RESERVED_ID_PREFIX}main">a</p>',
    ),
    "an id of the text stays": ('<h2 id="main">a</h2>', '<h2 id="main">a</h2>'),
    "a box becomes one that nobody ticks": (
        '<input type="Checkbox" name="p" checked>',
        '<input type="checkbox" checked="" disabled="">',
    ),
    "any other form control goes": (
        '<form>a<input type="password" name="p"><input title="type=checkbox"></form>',
        "a",
    ),
    "SVG goes": ('<svg onload="x"><a href="javascript:x">a</a></svg>', ""),
    "a picture size that is no number goes": (
        '<img src="a.png" width="100%" height="20">',
        '<img src="a.png" height="20">',
    ),
    "what is left open is closed": ("<p><b>a", "<p><b>a</b></p>"),
}

ATTACKS = [
    "<script>",
    "</script>",
    '<img src=x onerror="alert(1)">',
    '"onmouseover="x',
    "<a href='javascript:x'>",
    "[x](javascript:x)",
    "[x](JaVa&#x0A;script:x)",
    "<javascript:alert(1)>",
    "![x](data:text/html;base64,AAAA)",
    "<svg><style><img title='</style><img src onerror=x>'>",
    "<math><mtext><table><mglyph><style><!--</style><img src onerror=x>",
    "<math><annotation-xml encoding='text/html'><script>",
    '<p title="<img src=x onerror=y>">',
    "<!--", "-->", "<![CDATA[", "]]>", "<noscript>", "<template>", "<textarea>", "<title>",
    r"\(\text{<img src=x onerror=y>}\)", r"\(\href{javascript:x}{y}\)",
    "`", "\n\n", "> ", "- ", "|", "$$", "\x00", '"', "'", ">",
    "# a {onclick=x #b}", "[^1]", "[^1]: ",
]  # fmt: skip


class Inspector(HTMLParser):
    """Collect what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.problems: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            is_address = name in {"href", "src", "cite"}
            if name.startswith("on") or name in {"style", "name", "srcdoc"}:
                self.problems.append(f"{tag} {name}")
            if is_address and address.startswith(("javascript:", "vbscript:")):
                self.problems.append(f"{tag} {name}={value}")


class SanitiseTests(SimpleTestCase):
    def test_what_passes_and_what_does_not(self) -> None:
        for name, (html, expected) in CASES.items():
            with self.subTest(name):
                self.assertEqual(sanitise(html), expected)

    def test_sanitising_twice_changes_nothing(self) -> None:
        for name, (html, _) in CASES.items():
            with self.subTest(name):
                self.assertEqual(sanitise(sanitise(html)), sanitise(html))

    def test_nesting_ends_where_browsers_end_it(self) -> None:
        html = sanitise("<div>" * 3_000 + "treasure" + "</div>" * 3_000)
        self.assertEqual(html.count("<div>"), 500)
        self.assertIn("treasure", html)

    def test_a_long_list_without_end_tags_is_not_nesting(self) -> None:
        html = sanitise(f"<ul>{'<li>a' * 1_000}</ul>")
        self.assertEqual(html.count("<li>"), 1_000)

    def test_a_link_into_a_renamed_heading_still_lands(self) -> None:
        rendered = render("## ND filter\n\n[up](#nd-filter)")
        self.assertIn('id="text-nd-filter"', rendered.html)
        self.assertIn('href="#text-nd-filter"', rendered.html)
        self.assertEqual(rendered.headings[0].id, "text-nd-filter")

    def test_an_excerpt_has_no_ids(self) -> None:
        rendered = render("## a\n\n<p id='b'>c</p>\n\n<!--more-->\n\nd")
        self.assertNotIn("id=", rendered.excerpt_html)

    @examples(300)
    @given(st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=8))))
    def test_no_mixture_of_attacks_leaves_anything_to_run(
        self, pieces: list[str]
    ) -> None:
        rendered = render("".join(pieces), summary="".join(pieces[:3]), math=True)
        for html in [rendered.html, rendered.excerpt_html]:
            seen = Inspector(html)
            self.assertEqual(seen.problems, [])
            self.assertLessEqual(seen.tags, ALLOWED_TAGS)
