"""Shortcodes that have no meaning of their own, and leftovers of other systems."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from articles.rendering import render

# What archives write, and the HTML of it without the manners of pictures and links.
BY_ADDRESS = {
    "a source is a link": (
        '{{< video src="https://v.example/a" >}}',
        '<p><a class="embed" href="https://v.example/a">https://v.example/a</a></p>',
    ),
    "its title is the words of the link, and a poster is none of its addresses": (
        '{{< clip src="/a.mp4" title="开盘" poster="/b.jpg" >}}',
        '<p><a class="embed" href="/a.mp4">开盘</a></p>',
    ),
    "a source that is a picture, by its ending": (
        '{{< photo-of-day url="/a.jpg?w=3" alt="A" >}}',
        '<p><img src="/a.jpg?w=3" alt="A"></p>',
    ),
    "a source that is a picture, by the shortcode's name": (
        '{{< image src="https://i.example/640" >}}',
        '<p><img src="https://i.example/640" alt=""></p>',
    ),
    "a picture with a caption is a figure": (
        '{{< pic src="a.png" caption="*油*" link="https://l.example/" >}}',
        '<figure><a href="https://l.example/"><img src="a.png" alt="油"></a>'
        "<figcaption><p><em>油</em></p></figcaption></figure>",
    ),
    "an address without a name": (
        '{{< doc "https://d.example/a.pdf" "年报" >}}',
        '<p><a class="embed" href="https://d.example/a.pdf">年报</a></p>',
    ),
    "several pictures": (
        "{{< gallery a.jpg b.jpg >}}",
        '<p><img src="a.jpg" alt=""> <img src="b.jpg" alt=""></p>',
    ),
    "the words of a pair are those of its link": (
        '见{{< button href="https://a.example/" >}}官网{{< /button >}}。',
        '<p>见<a href="https://a.example/">官网</a>。</p>',
    ),
    "an address within a pair": (
        "{{< audio >}}\n/a.mp3\n{{< /audio >}}",
        '<p><a class="embed" href="/a.mp3">/a.mp3</a></p>',
    ),
    "a link within a pair stands for it": (
        "{{< card >}}\n见 [甲](https://a.example/)\n{{< /card >}}",
        '<p>见 <a href="https://a.example/">甲</a></p>',
    ),
    "a source within a pair": (
        '{{< player >}}\n<source src="/a.mp4" type="video/mp4">\n{{< /player >}}',
        '<p><a class="embed" href="/a.mp4">/a.mp4</a></p>',
    ),
    "a file's name with spaces": (
        '{{< clip src="开盘 一.mp3" >}}',
        '<p><a class="embed" href="开盘 一.mp3">开盘 一.mp3</a></p>',
    ),
    "what a click leads to is no picture": (
        '{{< figure link="https://l.example/" caption="油" >}}',
        '<p><a class="embed" href="https://l.example/">油</a></p>',
    ),
    "its title stays above it": (
        '{{< card title="看 *这里*" >}}\nhttps://a.example/\n\nb\n{{< /card >}}',
        '<p>看 <em>这里</em></p><p><a href="https://a.example/">https://a.example/</a></p>'
        "<p>b</p>",
    ),
    "an id, of a provider by the shortcode's name": (
        "{{< bilibili BV1xx411c7mD >}}",
        '<p><a class="embed" href="https://www.bilibili.com/video/BV1xx411c7mD">'
        "Bilibili: https://www.bilibili.com/video/BV1xx411c7mD</a></p>",
    ),
    "an id, of a provider by an argument": (
        '{% include video.html id="a1" provider="youtube" %}',
        '<p><a class="embed" href="https://www.youtube.com/watch?v=a1">'
        "YouTube: https://www.youtube.com/watch?v=a1</a></p>",
    ),
    "one of Wordpress": (
        '[soundcloud url="https://s.example/1"] [vimeo 12]',
        '<p><a class="embed" href="https://s.example/1">https://s.example/1</a> '
        '<a class="embed" href="https://vimeo.com/12">Vimeo: https://vimeo.com/12</a></p>',
    ),
}
TREATED = {
    "a link although it looks like a picture": (
        '{{< linked src="a.png" >}}',
        '<p><a class="embed" href="a.png">a.png</a></p>',
    ),
    "a picture although it does not": (
        '{{< pictured src="/a" >}}',
        '<p><img src="/a" alt=""></p>',
    ),
    "an aside with what it holds": (
        '{{< beside "注意" >}}\n- a\n{{< /beside >}}',
        '<aside class="alert alert--note" role="note"><p class="alert__label">注意</p>'
        "<ul><li>a</li></ul></aside>",
    ),
    "an aside of its words": (
        '{{< beside "*a*" >}}',
        '<aside class="alert alert--note" role="note"><p><em>a</em></p></aside>',
    ),
    "left out": ("a{{< dropped 1 >}}b\n\n{{< dropped >}}\n\nc", "<p>ab</p><p>c</p>"),
    "left out around what a pair holds": (
        "{{< dropped >}}\na\n{{< /dropped >}}",
        "<p>a</p>",
    ),
}
TREATMENTS = {
    "linked": "link",
    "pictured": "picture",
    "beside": "aside",
    "dropped": "drop",
}


def read(body: str) -> str:
    html = render(body, treatment_of=TREATMENTS.get).html
    html = re.sub(r' (?:loading="lazy"|decoding="async"|rel="noopener")', "", html)
    return re.sub(r">\s+<(?!img|a)", "><", html).strip()


@pytest.mark.parametrize("case", BY_ADDRESS)
def test_it_is_shown_by_the_address_in_it(case: str) -> None:
    body, html = BY_ADDRESS[case]
    assert read(body) == html
    rendered = render(body)
    assert rendered.guessed_shortcodes
    assert not rendered.unknown_shortcodes + rendered.unknown_markup


@pytest.mark.parametrize("case", TREATED)
def test_it_becomes_what_the_desk_chose(case: str) -> None:
    body, html = TREATED[case]
    assert read(body) == html
    rendered = render(body, treatment_of=TREATMENTS.get)
    assert rendered.named_shortcodes
    assert not rendered.unknown_shortcodes + rendered.guessed_shortcodes


@pytest.mark.parametrize(
    "body",
    [
        '{{< x src="javascript:alert(1)" >}}',
        '{{< x link="true" >}}',
        '{{< x url="two words" >}}',
        '{% if page.url == "/about/" %}',
        '{% assign a = "https://a.example/" %}',
        "{{< notice >}}words{{< /notice >}}",
        "{{< youtubers >}}",
    ],
)
def test_one_without_a_safe_address_stays_as_typed(body: str) -> None:
    assert '<code class="shortcode">' in render(body).html
    assert render(body).unknown_shortcodes
    assert "<a" not in render(body).html


def test_an_include_goes_by_its_file() -> None:
    rendered = render("{% include note.html %} {% include ad.html %}")
    assert rendered.named_shortcodes == ("include note.html", "include ad.html")


def test_one_with_a_meaning_of_its_own_keeps_it() -> None:
    body = '{{< figure src="a.png" >}}'
    assert render(body, treatment_of={"figure": "drop"}.get).html == render(body).html


@given(
    st.text("{}<>%/ \"'=\n[](){}ab.:-*", max_size=60),
    st.sampled_from(
        ["{{< x %s >}}", "[x %s]", "{%% x %s %%}", "{{< x >}}%s{{< /x >}}"]
    ),
    st.sampled_from(["", "link", "picture", "aside", "drop"]),
)
def test_nothing_in_it_breaks_the_page(inner: str, tag: str, treatment: str) -> None:
    html = render(tag % inner, treatment_of={"x": treatment}.get).html
    assert "\ufffe" not in html
    assert "javascript:" not in html


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("*[GDP]: 国内生产总值", "*[GDP]: 国内生产总值"),
        ("a\n^\nb", "^"),
        ("a\\\\\nb", "\\\\"),
        ("{{ content }}", "{{ content }}"),
    ],
)
def test_what_kramdown_and_liquid_left_is_reported(body: str, source: str) -> None:
    assert render(body).unknown_markup == (source,)
    assert not render(f"`{body}`\n\n```\n{body}\n```").unknown_markup


def test_braces_that_are_meant_to_be_read_are_not_reported() -> None:
    assert not render("{% raw %}{{ content }}{% endraw %}").unknown_markup


@pytest.mark.parametrize("mark", ["[TOC]", "[[toc]]", "[_TOC_]", "@[toc]"])
def test_the_place_of_a_table_of_contents_is_taken_off(mark: str) -> None:
    assert render(f"{mark}\n\na").html.strip() == "<p>a</p>"
    assert "TOC" in render(f"a {mark}").html.upper()


def test_code_of_wordpress_is_code() -> None:
    body = '[sourcecode language="php"]\n$a = *1*;\n[/sourcecode]'
    assert '<code class="language-php">$a = *1*;' in render(body).html


def test_hard_wraps_break_lines_where_the_site_did() -> None:
    body = "甲\n乙\n\n- a\n  b"
    assert render(body).html.count("<br>") == 0
    html = render(body, hard_wraps=True).html
    assert html.count("<br>") == 2
    assert "甲<br>\n乙" in html


def test_without_a_typographer_dashes_stay_as_typed() -> None:
    assert "a–b…" in render("a--b...").html
    assert "a--b..." in render("a--b...", typographer=False).html
