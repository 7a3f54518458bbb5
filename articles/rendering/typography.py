"""Set dashes and ellipses, and join lines of Chinese without a space."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from articles.rendering.scripts import is_han

_REPLACEMENTS = {"---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»"}
_IDEOGRAPHIC_SPACE = "\u3000"
_INDENT = f"{_IDEOGRAPHIC_SPACE} "
_REPLACED = re.compile(r"---|--|\.\.\.|<<|>>")


def set_dashes(state: StateCore) -> None:
    """Core rule: set dashes, dots and guillemets as Goldmark's typographer does.

    Quotation marks stay as typed. Which pair is right depends on the script, and
    a wrong guess inside Chinese text reads worse than a straight mark.
    """
    for token in state.tokens:
        if token.type == "inline":
            _set_dashes_in(token.children or [])


def _set_dashes_in(children: list[Token]) -> None:
    in_address = False
    for child in children:
        if child.type in {"link_open", "link_close"} and child.info == "auto":
            in_address = child.nesting == 1
        elif child.type == "text" and not in_address:
            child.content = _REPLACED.sub(
                lambda mark: _REPLACEMENTS[mark[0]], child.content
            )
        elif child.type == "image":
            _set_dashes_in(child.children or [])


def join_han_lines(state: StateCore) -> None:
    """Core rule: a line break between two Han characters leaves no space.

    Ideographic spaces beside a break are an indent of the source, and leave none either.
    """
    for token in state.tokens:
        if token.type == "inline":
            if _IDEOGRAPHIC_SPACE in token.content:
                _strip_indents(token.children or [])
            _join_han_lines_in(token.children or [])


def break_lines(state: StateCore) -> None:
    """Core rule: a line's end within a paragraph is a line break (``hardWraps``)."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "softbreak":
                child.type, child.tag = "hardbreak", "br"


def _strip_indents(children: list[Token]) -> None:
    """Strip ideographic spaces on both sides of each break that may be joined."""
    for tokens, strip in [(children, str.lstrip), (children[::-1], str.rstrip)]:
        is_beside_break = False
        for token in tokens:
            if token.type == "softbreak":
                is_beside_break = True
            elif token.type == "text" and is_beside_break:
                token.content = strip(token.content, _INDENT)
                is_beside_break = not token.content
            elif token.nesting == 0:
                is_beside_break = False


def _join_han_lines_in(children: list[Token]) -> None:
    before = ""
    pending: Token | None = None
    for child in children:
        if child.type == "softbreak":
            pending = child
        elif child.type in {"text", "text_special", "code_inline"}:
            if not child.content:
                continue  # The parser leaves empty text around emphasis.
            if pending and before and is_han(before) and is_han(child.content[0]):
                pending.type, pending.content = "text", ""
            pending, before = None, child.content[-1]
        elif child.nesting == 0 and child.type != "html_inline":
            pending, before = None, ""  # A picture or a break: nothing to join.
