"""Cut sanitised HTML into the texts that may be converted and all the rest.

A *text* here is what is readable of one paragraph, heading, cell or attribute. It may
run through several text nodes, so that a phrase is found across ``<strong>`` and ``<a>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.choices import Language
from articles.variants.engine.placeholders import EMBEDDED

_BLOCKS = "p|li|[uo]l|blockquote|h[1-6]|table|thead|tbody|tr|t[hd]|d[ltd]"
# Most of a body lies between these. Nothing but a region asks which they are.
_BETWEEN_TEXTS = re.compile(rf"(</?(?:{_BLOCKS})>(?:\s*+</?(?:{_BLOCKS})>)*+\s*+)")
_TAG = re.compile(
    r"(<code>[^<]*</code>|<!--.*?-->|<[/!?]?[a-zA-Z][^>\"']*+(?:\"[^\"]*+\"[^>\"']*+|'[^']*+'[^>\"']*+)*+>)",
    re.DOTALL,
)
_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s"'/]([^\s=>"'/]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.DOTALL
)
_TELLING = ("lang", "title", "translate")
_INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "del", "dfn", "em", "font"),
        *("i", "ins", "label", "mark", "q", "rb", "ruby", "s", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "u", "wbr"),
    ]
)
# Known at sight: outside a region nothing has to be done about these.
_PLAIN_INLINE = frozenset(f"<{slash}{name}>" for name in _INLINE for slash in ("", "/"))
_CODE = frozenset(["code", "kbd", "math", "samp", "svg", "tt", "var"])
_CODE_BLOCKS = frozenset(["pre", "script", "style", "textarea"])
_VOID = frozenset(
    [
        *("area", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "wbr"),
    ]
)
_READABLE_ATTRIBUTES = ("alt", "title")


@dataclass(frozen=True, slots=True)
class Nodes:
    """A text that runs through several parts of the page; embedded ones have place -1."""

    pieces: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Value:
    """A text that is the value of an attribute: ``start:end`` of the tag at ``place``."""

    place: int
    start: int
    end: int


@dataclass(slots=True)
class Texts:
    """The texts in one language, and where in ``Page.parts`` each of them is.

    ``names`` are the values of ``lang`` that say which language it is.
    """

    texts: list[str] = field(default_factory=list)
    homes: list[int | Nodes | Value] = field(default_factory=list)
    names: list[Value] = field(default_factory=list)

    def add(self, text: str, home: int | Nodes | Value) -> None:
        self.texts.append(text)
        self.homes.append(home)


@dataclass(slots=True)
class Page:
    """HTML in parts, which joined give it again, and its texts by language.

    Passages in another language than Chinese stand under an empty string.
    """

    parts: list[str] = field(default_factory=list)
    texts: dict[str, Texts] = field(default_factory=dict)


@dataclass(slots=True)
class _Region:
    """An element whose content has a language of its own; ``None`` is code.

    ``outer`` is the text that goes on behind it, where it stands in a line.
    """

    tag: str
    language: str | None
    outer: Nodes
    depth: int = 1


# The value of an attribute as it is written, and where it lies within its quotes.
_Attribute = tuple[int, int, str]


def read_page(markup: str, language: str) -> Page:
    """Cut HTML written in ``language``."""
    return _Reader(language).read(markup)


def language_of(tag: str, default: str) -> str:
    """Name the Chinese language that a ``lang`` means; empty if it is another."""
    name = tag.strip().lower().replace("_", "-")
    if name == "zh":
        return default if default.startswith("zh") else Language.SIMPLIFIED
    if not name.startswith("zh-"):
        return ""
    if name.endswith(("-hk", "-mo")):
        return Language.HONG_KONG
    if name.startswith("zh-hant") or name == "zh-tw":
        return Language.TAIWAN
    return Language.SIMPLIFIED


class _Reader:
    def __init__(self, language: str) -> None:
        self.page = Page()
        self.default = language
        self.language: str | None = language
        self.regions: list[_Region] = []
        self.nodes = Nodes()

    def read(self, markup: str) -> Page:
        parts = self.page.parts
        texts = self.page.texts.setdefault(self.default, Texts())
        chunks = [*_BETWEEN_TEXTS.split(markup), ""]
        for chunk, between in zip(chunks[::2], chunks[1::2], strict=True):
            if self.regions or "<" in chunk:
                self.read_tags(chunk)
            elif chunk:  # The common case: a paragraph that is one text node.
                texts.texts.append(chunk)
                texts.homes.append(len(parts))
                parts.append(chunk)
            if self.regions:
                self.read_tags(between)
            else:
                if self.nodes.pieces:
                    self.end_text()
                parts.append(between)
        while self.regions:  # Never closed.
            self.leave()
        self.end_text()
        return self.page

    def read_tags(self, markup: str) -> None:
        parts = self.page.parts
        is_tag = True
        for part in _TAG.split(markup):
            is_tag = not is_tag
            if is_tag:
                if part.startswith("<code>") and part != "<code>":
                    self.add_embedded()
                elif self.regions or part not in _PLAIN_INLINE:
                    self.read_tag(part)
            elif self.nodes.places or (part and not part.isspace()):
                self.nodes.pieces.append(part)
                self.nodes.places.append(len(parts))
            parts.append(part)

    def add_embedded(self) -> None:
        if self.nodes.pieces:
            self.nodes.pieces.append(EMBEDDED)
            self.nodes.places.append(-1)

    def end_text(self) -> None:
        if not self.nodes.pieces:
            return
        if self.language is not None:
            texts = self.page.texts.setdefault(self.language, Texts())
            texts.add("".join(self.nodes.pieces), self.nodes)
        self.nodes = Nodes()

    def read_tag(self, tag: str) -> None:
        found = _NAME.match(tag)
        if not found:
            return  # A comment or a declaration.
        name, is_closing = found[2].lower(), bool(found[1])
        is_inline = name in _INLINE or name in _CODE
        if not is_inline:
            self.end_text()
        if self.regions and name == self.regions[-1].tag:
            self.count(is_closing)
        if is_closing:
            return
        attributes = _attributes(tag)
        language = self.language_inside(name, attributes)
        if language is not None:
            self.take_words(attributes, language)
        if language != self.language and name not in _VOID:
            self.enter(name, language, is_inline=is_inline)

    def count(self, is_closing: bool) -> None:
        region = self.regions[-1]
        region.depth += -1 if is_closing else 1
        if not region.depth:
            self.leave()

    def leave(self) -> None:
        self.end_text()
        self.nodes = self.regions.pop().outer
        self.language = self.regions[-1].language if self.regions else self.default

    def enter(self, name: str, language: str | None, *, is_inline: bool) -> None:
        if is_inline:
            self.add_embedded()
        self.regions.append(_Region(name, language, self.nodes))
        self.language, self.nodes = language, Nodes()

    def language_inside(
        self, name: str, attributes: dict[str, _Attribute]
    ) -> str | None:
        if name in _CODE or name in _CODE_BLOCKS or self.language is None:
            return None
        if "translate" in attributes and attributes["translate"][2].lower() == "no":
            return ""
        if "lang" in attributes:
            return language_of(attributes["lang"][2], self.default)
        return self.language

    def take_words(self, attributes: dict[str, _Attribute], language: str) -> None:
        place = len(self.page.parts)
        for name in _READABLE_ATTRIBUTES:
            if name in attributes:
                start, end, value = attributes[name]
                texts = self.page.texts.setdefault(language, Texts())
                texts.add(value, Value(place, start, end))
        if language and "lang" in attributes:
            start, end, value = attributes["lang"]
            if value.strip().lower() != "zh":  # That is true in every script.
                texts = self.page.texts.setdefault(language, Texts())
                texts.names.append(Value(place, start, end))


def _attributes(tag: str) -> dict[str, _Attribute]:
    """Read the attributes of a tag, if one of them says a language or holds words."""
    found: dict[str, _Attribute] = {}
    low = tag.lower()
    if not any(name in low for name in _TELLING) and (
        "alt" not in low or 'alt=""' in low
    ):
        return found
    for attribute in _ATTRIBUTE.finditer(tag):
        start, end = attribute.span(2)
        if tag[start] in "\"'":
            start, end = start + 1, end - 1
        found.setdefault(attribute[1].lower(), (start, end, tag[start:end]))
    return found
