"""Shortcodes are taken out before the parser sees them, and put back as HTML.

Every tag gives its place to a mark that Markdown reads as a word, wherever it stands:
in a paragraph, in the address of a link, in raw HTML. After the inline step each mark
becomes what the shortcode means. So its quotes and bars never meet the parser, and
``[text]({{< ref "about.md" >}})`` is a link.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from functools import cached_property
from typing import Any
from urllib.parse import quote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from articles.rendering.shortcodes.known import Inline, Piece, piece_for
from articles.rendering.shortcodes.shortcode_tags import (
    Role,
    Syntax,
    Tag,
    has_tags,
    split,
)
from articles.rendering.shortcodes.unknown_tags import (
    BLOCK_END,
    draw_unknown,
    is_bare_address,
    name_of,
    places_of_links,
)
from articles.rendering.unknown_markup import report_unknown

# ``plaintext.readable`` takes both characters out of every text: no writer can type one.
_MARK = re.compile("\ufffe([0-9]+)\uffff")
_MARK_IN_ADDRESS = re.compile("%EF%BF%BE([0-9]{1,9})%EF%BF%BF")
_HTML_TAG_OR_MARK = re.compile(f"<[^<>]*>|{_MARK.pattern}")
_LINE_START = re.compile(r"[ \t>]*")


def take_out(text: str, env: dict[str, Any], inline: Inline) -> str:
    """Put marks where the shortcodes are; ``env`` keeps what each becomes.

    ``inline`` renders the Markdown of a caption. ``env["treatment_of"]`` tells
    what the desk chose for a name that is not known. Such names are listed in ``env`` too: all of
    them in ``named_shortcodes``, those drawn by an address in ``guessed_shortcodes``, the
    others in ``unknown_shortcodes`` or ``unknown_markup``.
    """
    if not has_tags(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _Extraction(text, env, inline).run()


class _Extraction:
    def __init__(self, text: str, env: dict[str, Any], inline: Inline) -> None:
        self.text = text
        self.env = env
        self.inline = inline
        self.pieces: list[Piece] = env.setdefault("shortcodes", [])
        self.closings: dict[int, str] = {}  # By where the opening tag starts.

    def run(self) -> str:
        parts = split(self.text)
        written: list[str] = []
        for index, part in enumerate(parts):
            if isinstance(part, str):
                written.append(part)
            elif part.role is Role.RAW and part.name in {"raw", "nomarkdown"}:
                written.append(part.inner)
                self.env["has_raw"] = True
            else:
                mark = f"\ufffe{len(self.pieces)}\uffff"
                self.pieces.append(self.piece_at(part, index, parts))
                if part.role in {Role.OPEN, Role.CLOSE}:
                    mark = _apart(
                        mark,
                        written[-1],
                        str(parts[index + 1]),
                        is_first=index == 1,
                        is_last=index == len(parts) - 2,
                    )
                written.append(mark)
        return "".join(written)

    def piece_at(self, tag: Tag, index: int, parts: list[str | Tag]) -> Piece:
        """Draw the tag there. What a pair around a bare address holds goes with it."""
        piece = piece_for(tag, self.inline)
        if piece.is_known:
            return piece
        if tag.opening:
            after = self.closings.get(tag.opening.start)
            if after is None:
                return piece
            return Piece(after, tag.source, is_block=after == BLOCK_END)
        name = name_of(tag)
        self.env.setdefault("named_shortcodes", {})[name] = True
        inner = ""
        if tag.closing and tag.closing is parts[index + 2]:
            inner = str(parts[index + 1])
            if is_bare_address(inner):
                tag.positional.append(inner.strip())
                parts[index + 1] = inner = ""
        treatment_of = self.env.get("treatment_of")
        treatment = (treatment_of and treatment_of(name)) or ""
        holds_link = self.holds_link(tag)
        drawn = draw_unknown(tag, inner, self.inline, treatment, holds_link=holds_link)
        if drawn is None:
            self.report(tag)
            return piece
        if not treatment:
            self.env.setdefault("guessed_shortcodes", {})[name] = True
        self.closings[tag.start] = drawn.after
        return Piece(drawn.before, tag.source, drawn.address, drawn.is_block)

    @cached_property
    def links(self) -> list[int]:
        return places_of_links(self.text)

    def holds_link(self, tag: Tag) -> bool:
        """Tell whether there is a link between a tag and the one that closes it."""
        first = bisect_left(self.links, tag.end)
        end = tag.closing.start if tag.closing else 0
        return first < len(self.links) and self.links[first] < end

    def report(self, tag: Tag) -> None:
        if tag.syntax in {Syntax.HUGO, Syntax.LIQUID}:
            self.env.setdefault("unknown_shortcodes", []).append(tag.name)
        else:
            report_unknown(self.env, tag.name, tag.source)


def _apart(mark: str, before: str, after: str, *, is_first: bool, is_last: bool) -> str:
    """Keep a tag of a pair that has its line for itself out of the text inside.

    Without the blank lines the last item of a list would swallow the closing tag.
    """
    prefix = before.rpartition("\n")[2]
    starts = (is_first or "\n" in before) and _LINE_START.fullmatch(prefix)
    line, newline, _rest = after.partition("\n")
    if not starts or line.strip() or not (newline or is_last):
        return mark
    return f"\n{prefix}{mark}\n{prefix.rstrip()}"


def place_shortcodes(state: StateCore) -> None:
    """Core rule: put what each shortcode becomes where its mark is."""
    if pieces := state.env.get("shortcodes"):
        _Placing(pieces).place(state)


class _Placing:
    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def place(self, state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline":
                token.children = self.placed(token.children or [])
            else:
                self.settle(token)
        state.tokens = _split_paragraphs(state.tokens)

    def placed(self, children: list[Token]) -> list[Token]:
        result: list[Token] = []
        links = 0
        for child in children:
            links += child.nesting if child.tag == "a" else 0
            if child.type == "text" and "\ufffe" in child.content:
                result += self.split_text(child, in_link=links > 0)
            else:
                self.settle(child)
                for word in child.children or []:  # What a picture shows, in words.
                    self.settle(word)
                result.append(child)
        return result

    def split_text(self, text: Token, *, in_link: bool) -> list[Token]:
        tokens = []
        for index, part in enumerate(_MARK.split(text.content)):
            if index % 2:
                piece = self.pieces[int(part)]
                drawn = html.escape(piece.address or "") if in_link else ""
                token = Token("html_inline", "", 0, content=drawn or piece.html)
                token.level, token.meta = text.level, {"is_block": piece.is_block}
                tokens.append(token)
            elif part:
                tokens.append(text.copy(content=part))
        return tokens

    def settle(self, token: Token) -> None:
        """Take the marks out of a token that stays one: raw HTML, code, a link."""
        if token.type in {"html_block", "html_inline"}:
            token.content = _HTML_TAG_OR_MARK.sub(self.in_html, token.content)
        else:
            token.content = _MARK.sub(self.source, token.content)
            token.info = _MARK.sub(self.source, token.info)
        for name, value in token.attrs.items():
            if isinstance(value, str):
                value = _MARK_IN_ADDRESS.sub(self.in_address, value)
                token.attrs[name] = _MARK.sub(self.source, value)

    def source(self, mark: re.Match[str]) -> str:
        return self.pieces[int(mark[1])].source

    def in_html(self, found: re.Match[str]) -> str:
        if found[1]:
            return self.pieces[int(found[1])].html
        return _MARK.sub(
            lambda mark: html.escape(self.plain(self.pieces[int(mark[1])])), found[0]
        )

    def in_address(self, mark: re.Match[str]) -> str:
        if int(mark[1]) >= len(self.pieces):  # Somebody typed the code of a mark.
            return mark[0]
        return quote(
            self.plain(self.pieces[int(mark[1])]), safe="!#$%&'()*+,-./:;=?@_~"
        )

    def plain(self, piece: Piece) -> str:
        return piece.source if piece.address is None else piece.address


def _split_paragraphs(tokens: list[Token]) -> list[Token]:
    """Let a figure or a frame's link stand beside paragraphs, never inside one."""
    result: list[Token] = []
    stream = iter(tokens)
    for token in stream:
        result.append(token)
        children = token.children or []
        # A paragraph of tags that became nothing is none.
        is_nothing = any(map(_is_piece, children)) and all(map(_is_blank, children))
        is_split = is_nothing or any(map(_is_block, children))
        if not is_split or result[-2].type != "paragraph_open":
            continue
        opening, closing = result[-2], next(stream)
        del result[-2:]
        words: list[Token] = []
        for child in [*children, None]:
            if child is not None and not _is_block(child):
                words.append(child)
                continue
            if any(not _is_blank(word) for word in words):
                inline = token.copy(children=_without_outer_breaks(words))
                result += [opening.copy(), inline, closing.copy()]
            words = []
            if child is not None:
                content = f"{child.content}\n"
                block = Token("html_block", "", 0, content=content)
                block.level = opening.level
                result.append(block)
    return result


def _is_piece(child: Token) -> bool:
    return "is_block" in child.meta


def _is_block(child: Token) -> bool:
    return bool(child.meta.get("is_block")) and child.level == 0


def _is_blank(child: Token) -> bool:
    if child.type in {"text", "html_inline"}:
        return not child.content.strip()
    return child.type in {"softbreak", "hardbreak"}


def _without_outer_breaks(words: list[Token]) -> list[Token]:
    start, end = 0, len(words)
    while _is_blank(words[start]):
        start += 1
    while _is_blank(words[end - 1]):
        end -= 1
    return words[start:end]
