"""A body of HTML is drawn as it stands, whatever Markdown would make of it."""

from __future__ import annotations

import pytest

from articles.rendering import raw_html, render

INDENTED = "<div>\n    <h1>T</h1>\n\n    <p>x *y*</p>\n</div>\n"


@pytest.mark.parametrize(
    ("markup", "drawn"),
    [
        (INDENTED, "<h2>T</h2>\n    <p>x *y*</p>"),
        ("    <p>a</p>\n\n    <p>b</p>\n", "<p>a</p>\n    <p>b</p>"),
        ("Words of *no* Markdown\n\n<p>x</p>", "Words of *no* Markdown\n<p>x</p>"),
        ("<b>a</b> -- b\n\n# c\n", "<b>a</b> -- b\n# c"),
        (
            "<div>\n<pre>\na\n \n\n  b</pre>\n\n    <p>c</p>\n</div>",
            "a\n \n\n  b</pre>\n    <p>c</p>",
        ),
        ("<div>\n\n    <p>\n\n<pre>\na\n\n", "a\n"),
    ],
)
def test_html_is_drawn_as_it_stands(markup: str, drawn: str) -> None:
    html = render(raw_html(markup)).html
    assert drawn in html.replace(' tabindex="0"', "")
    assert "<code>" not in html
    assert "<em>" not in html


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "Words\n\nand words of no page.\n",
        "<p>a</p>\n\n<p>b</p>\n",
        "<p>a</p>\n<!--more-->\n<p>b</p>\n",
        '<p>a</p>\n\n{{< figure src="a.png" >}}\n\n<p>b</p>\n',
    ],
)
def test_what_markdown_leaves_alone_stays_as_written(markup: str) -> None:
    assert raw_html(markup) == markup


def test_shortcodes_and_the_marker_keep_their_meaning() -> None:
    markup = '<b>a</b> *b*\n\n<!--more-->\n\n{{< figure src="c.png" >}}\n'
    rendered = render(raw_html(markup))
    assert "<figure>" in rendered.html
    assert rendered.excerpt_html.replace("\n", "") == "<section><b>a</b> *b*</section>"
    assert raw_html(raw_html(markup)) == raw_html(markup)
