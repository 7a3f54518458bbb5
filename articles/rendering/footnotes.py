"""Footnotes with the ids and the markup Goldmark gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_NEAR = 8  # Tokens, most of which open or close an element.


def goldmark_footnotes(md: MarkdownIt) -> None:
    """Add footnotes by reference; ``^[inline]`` ones are not Goldmark's."""
    md.use(footnote_plugin, inline=False)
    md.add_render_rule("footnote_ref", _reference)
    opening = '<div class="footnotes" role="doc-endnotes">\n<hr>\n<ol>\n'
    md.add_render_rule("footnote_block_open", lambda *_: opening)
    md.add_render_rule("footnote_block_close", lambda *_: "</ol>\n</div>\n")
    md.add_render_rule("footnote_open", _note_open)
    md.add_render_rule("footnote_anchor", _return_link)


def _reference(
    _self: Any, tokens: Sequence[Token], index: int, _options: Any, env: dict[str, Any]
) -> str:
    if env.get("without_notes"):  # An excerpt leaves its notes behind.
        return " " if _stands_between_digits(tokens, index) else ""
    number = tokens[index].meta["id"] + 1
    return (
        f'<sup id="{_reference_id(tokens[index])}"><a href="#fn:{number}"'
        f' class="footnote-ref" role="doc-noteref">{number}</a></sup>'
    )


def _stands_between_digits(tokens: Sequence[Token], index: int) -> bool:
    before = _words(tokens[max(0, index - _NEAR) : index])
    after = _words(tokens[index + 1 : index + 1 + _NEAR])
    return before[-1:].isdigit() and after[:1].isdigit()


def _words(tokens: Sequence[Token]) -> str:
    return "".join(token.content for token in tokens if token.type != "html_inline")


def _reference_id(token: Token) -> str:
    repeat = token.meta.get("subId") or ""
    return f"fnref{repeat}:{token.meta['id'] + 1}"


def _note_open(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f'<li id="fn:{tokens[index].meta["id"] + 1}">\n'


def _return_link(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return (
        f'&#160;<a href="#{_reference_id(tokens[index])}"'
        ' class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a>'
    )
