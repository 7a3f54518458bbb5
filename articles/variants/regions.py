"""Sanitised HTML cut into the texts that may be converted and all the rest.

A *block* is the readable text of one paragraph, heading, cell or attribute. It may run
through several text nodes, so that a phrase is found across ``<strong>`` and ``<a>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.choices import Language
from articles.variants.locks import HOLE

# Comments, scripts and styles count as one tag: nothing in them is text.
_TAG = re.compile(
    r"(<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>"
    r"|<[/!?]?[a-zA-Z][^>\"']*+(?:\"[^\"]*+\"[^>\"']*+|'[^']*+'[^>\"']*+)*+>)",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s"'/]([^\s=>"'/]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.DOTALL
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "q",
        "rb",
        "ruby",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    ]
)
_CODE = frozenset(
    ["code", "kbd", "math", "pre", "samp", "svg", "textarea", "tt", "var"]
)
_VOID = frozenset(
    [
        "area",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_READABLE_ATTRIBUTES = ("alt", "title")
# Most tags of a body are one of these; to know them at sight halves the reading.
_WITHIN_A_BLOCK = frozenset(
    f"<{slash}{name}>" for name in _INLINE for slash in ("", "/")
)
_BETWEEN_BLOCKS = frozenset(
    f"<{slash}{name}>"
    for name in [
        "p",
        "li",
        "ul",
        "ol",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
    for slash in ("", "/")
) | {"<br>"}


@dataclass(slots=True)
class Block:
    """Text to convert, in the pieces it has in the page.

    ``places`` says which of ``Page.parts`` each piece is; -1 for a ``HOLE``. The one
    piece of an attribute's text lies at ``span`` within its tag.
    """

    pieces: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Page:
    """HTML as text and tags in turn, and its blocks by the language they are in.

    Blocks of passages in another language than Chinese stand under an empty string.
    """

    parts: list[str]
    blocks: dict[str, list[Block]] = field(default_factory=dict)


@dataclass(slots=True)
class _Region:
    """An element whose content has a language of its own; ``None`` is code.

    ``outer`` is the block that goes on behind it, where it stands in a line.
    """

    tag: str
    language: str | None
    outer: Block
    depth: int = 1


def read_page(markup: str, language: str) -> Page:
    """Cut HTML written in ``language``. Joining ``parts`` gives ``markup`` again."""
    return _Reader(Page(_TAG.split(markup)), language).read()


def language_of(tag: str, default: str) -> str:
    """Which of the Chinese languages a ``lang`` means; empty if it is another."""
    name = tag.strip().lower().replace("_", "-")
    if name == "zh":
        return default
    if not name.startswith("zh-"):
        return ""
    if name.endswith(("-hk", "-mo")):
        return Language.HONG_KONG
    if name.startswith("zh-hant") or name == "zh-tw":
        return Language.TAIWAN
    return Language.SIMPLIFIED


class _Reader:
    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.default = language
        self.language: str | None = language
        self.regions: list[_Region] = []
        self.block = Block()

    def read(self) -> Page:
        for place, part in enumerate(self.page.parts):
            if place % 2:
                if self.regions or part not in _WITHIN_A_BLOCK:
                    self.read_tag(part, place)
            elif self.block.places or not (part.isspace() or not part):
                self.block.pieces.append(part)
                self.block.places.append(place)
        self.end_block()
        return self.page

    def end_block(self) -> None:
        if self.block.pieces:
            self.keep(self.block)
            self.block = Block()

    def keep(self, block: Block) -> None:
        if self.language is not None:
            self.page.blocks.setdefault(self.language, []).append(block)

    def read_tag(self, tag: str, place: int) -> None:
        if not self.regions and tag in _BETWEEN_BLOCKS:
            self.end_block()
            return
        found = _NAME.match(tag)
        if not found or tag[-2:] == "->":
            return  # A comment or a declaration.
        name, is_closing = found[2].lower(), bool(found[1])
        is_inline = name in _INLINE or name in _CODE
        if not is_inline:
            self.end_block()
        if self.regions and name == self.regions[-1].tag:
            self.count(is_closing)
        if is_closing or name in {"script", "style"}:
            return
        attributes = _attributes(tag)
        language = self.language_inside(name, attributes)
        if language is not None:
            self.take_words(attributes, tag, place, language)
        if name not in _VOID and language != self.language:
            self.enter(name, language, is_inline=is_inline)

    def count(self, is_closing: bool) -> None:
        region = self.regions[-1]
        region.depth += -1 if is_closing else 1
        if not region.depth:
            self.end_block()
            self.regions.pop()
            self.language = self.regions[-1].language if self.regions else self.default
            self.block = region.outer

    def enter(self, name: str, language: str | None, *, is_inline: bool) -> None:
        if is_inline and self.block.pieces:
            self.block.pieces.append(HOLE)
            self.block.places.append(-1)
        self.regions.append(_Region(name, language, self.block))
        self.language, self.block = language, Block()

    def language_inside(
        self, name: str, attributes: dict[str, tuple[int, int, str]]
    ) -> str | None:
        if name in _CODE or self.language is None:
            return None
        if "translate" in attributes and attributes["translate"][2].lower() == "no":
            return ""
        if "lang" in attributes:
            return language_of(attributes["lang"][2], self.default)
        return self.language

    def take_words(
        self,
        attributes: dict[str, tuple[int, int, str]],
        tag: str,
        place: int,
        language: str,
    ) -> None:
        for name in _READABLE_ATTRIBUTES:
            if name in attributes:
                start, end, value = attributes[name]
                block = Block([value], [place], (start, end))
                self.page.blocks.setdefault(language, []).append(block)


def _attributes(tag: str) -> dict[str, tuple[int, int, str]]:
    """Each attribute's value as it is written, and where it lies within its quotes."""
    found: dict[str, tuple[int, int, str]] = {}
    if "=" not in tag:
        return found
    for attribute in _ATTRIBUTE.finditer(tag):
        start, end = attribute.span(2)
        if tag[start] in "\"'":
            start, end = start + 1, end - 1
        found.setdefault(attribute[1].lower(), (start, end, tag[start:end]))
    return found
