"""Heading ids as Hugo makes them, and the table of contents drawn from them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from articles.rendering.plain_text import for_excerpts, plain_text
from articles.rendering.sanitise import sanitise_excerpt
from articles.variants.engine import without_definitions

CONTENTS_LEVELS = (2, 3)

_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")
_HIDES = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\s*(?:\#(?P<id>[^\s#."'={}]+[^\s"'={}]*)|\.(?P<class>[^\s#."'={}]+)"""
    r"""|(?P<name>[A-Za-z_:][\w:.-]*)=(?P<value>"[^"]*"|'[^']*'|[^\s"']+))\s*,?"""
)


@dataclass(frozen=True)
class Heading:
    """A heading of the body, as the table of contents needs it.

    ``level`` is the author's; the page may draw it one lower.
    """

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class TocEntry:
    """A line of the table of contents with the lines below it."""

    heading: Heading
    children: list[TocEntry] = field(default_factory=list)


def table_of_contents(
    headings: Iterable[Heading], *, minimum: int = 3
) -> list[TocEntry]:
    """Nest the headings of level 2 and 3 that say anything; nothing below ``minimum``.

    A level 3 that comes before any level 2 stands on the first level.
    """
    entries: list[TocEntry] = []
    chosen = [h for h in headings if h.level in CONTENTS_LEVELS and h.text.strip()]
    if len(chosen) < minimum:
        return []
    for heading in chosen:
        parent = entries[-1] if entries else None
        if parent and parent.heading.level < heading.level:
            parent.children.append(TocEntry(heading))
        else:
            entries.append(TocEntry(heading))
    return entries


def hugo_anchor(text: str) -> str:
    """Spell an id as Hugo's "github" style does: letters and digits of any script."""
    kept = []
    for character in text:
        if character in "- \t":
            kept.append("-")
        elif character == "_" or _is_letter_or_digit(character):
            kept.append(_lower(character))
    return "".join(kept)


def _is_letter_or_digit(character: str) -> bool:
    # Go asks for categories L* and Nd. Python's isdigit() adds superscripts, and
    # neither language counts combining vowel signs (Hindi, Bengali) as letters.
    return character.isalpha() or character.isdecimal()


def _lower(character: str) -> str:
    # Go lowers one character to one; Python makes "İ" two.
    lowered = character.lower()
    return lowered if len(lowered) == 1 else lowered[0]


def read_heading_attributes(state: StateCore) -> None:
    """Core rule: take ``{#id .class}`` off the end of a heading."""
    for opening, content in _headings(state.tokens):
        found = _ATTRIBUTES.search(content.content[-500:])
        attributes = parse_attributes(found[1]) if found else None
        if found and attributes:
            content.content = content.content[: -len(found[0])]
            for name, value in attributes.items():
                opening.attrSet(name, value)


def parse_attributes(source: str) -> dict[str, str] | None:
    attributes: dict[str, str] = {}
    position = 0
    source = source.strip()
    while position < len(source):
        found = _ATTRIBUTE.match(source, position)
        if not found:
            return None
        if found["id"]:
            attributes["id"] = found["id"]
        elif found["class"]:
            classes = [attributes.get("class", ""), found["class"]]
            attributes["class"] = " ".join(classes).strip()
        elif not found["name"].lower().startswith("on"):
            attributes[found["name"]] = found["value"].strip("\"'")
        position = found.end()
    return attributes


def give_headings_ids(state: StateCore) -> None:
    """Core rule: number every heading's id and keep the list in ``env``."""
    taken: set[str] = set()
    repeats: dict[str, int] = {}
    headings: list[Heading] = state.env.setdefault("headings", [])
    for opening, content in _headings(state.tokens):
        text = visible_text(content.children or [])
        anchor = opening.attrGet("id")
        if not anchor:
            name = hugo_anchor(without_definitions(text)) or "heading"
            anchor = _free_anchor(name, taken, repeats)
            opening.attrSet("id", anchor)
        taken.add(str(anchor))
        shown = _plain_text(content.children or [], state)
        headings.append(Heading(int(opening.tag[1]), str(anchor), shown))


def _plain_text(children: Sequence[Token], state: StateCore) -> str:
    """Give the words of a heading as the page shows them, pictures by their words."""
    tokens = [
        Token("text", "", 0, content=visible_text(child.children or []))
        if child.type == "image"
        else child
        for child in children
    ]
    if all(token.type == "text" for token in tokens):
        return " ".join("".join(token.content for token in tokens).split())
    env = {**state.env, "without_notes": True}
    drawn = str(state.md.renderer.render(tokens, state.md.options, env))
    return plain_text(for_excerpts(sanitise_excerpt(drawn)))


def _free_anchor(anchor: str, taken: set[str], repeats: dict[str, int]) -> str:
    if anchor not in taken:
        return anchor
    # Start where the last search ended: ten thousand equal headings stay linear.
    number = repeats.get(anchor, 0) + 1
    while f"{anchor}-{number}" in taken:
        number += 1
    repeats[anchor] = number
    return f"{anchor}-{number}"


def visible_text(tokens: Iterable[Token]) -> str:
    """Join the words of inline tokens as Hugo does for an id, formulas as their source."""
    parts = []
    hidden = False
    for token in tokens:
        if token.type == "html_inline":
            hidden = bool(_HIDES.match(token.content))
        elif hidden:
            continue
        elif token.type == "code_inline":
            # What looks like a mark for Chinese variants is none in code.
            parts.append(token.content.replace("-{", r"\-{"))
        elif token.type in {"text", "text_special", "math_inline"}:
            parts.append(token.content)
        elif token.type == "image":
            parts.append(visible_text(token.children or []))
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def _headings(tokens: list[Token]) -> Iterable[tuple[Token, Token]]:
    for opening, content in itertools.pairwise(tokens):
        if opening.type == "heading_open" and content.type == "inline":
            yield opening, content
