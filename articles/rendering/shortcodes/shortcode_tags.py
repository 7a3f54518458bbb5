"""Find the shortcodes of Hugo and the tags of other systems in a text, and pair them.

Nothing here knows what a shortcode means; ``known`` does. Whatever a text holds,
the work is linear: a tag has a greatest length, and a search that found no end is not
made twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

LONGEST_TAG = 5_000

_START = re.compile(
    r"(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
    r"(?P<mark>`{3,}(?=[^`\n]*$)|~{3,}))"
    r"|(?P<escape>\\[\\`\[])|(?P<ticks>`+)|(?P<open>\{\{|\{%|\{:[:/]|\[/?[A-Za-z])",
    re.MULTILINE,
)
_PRINTED = re.compile(r"\{\{([<%])(\s*)/\*(.{0,2000}?)\*/(\s*)([>%])\}\}", re.DOTALL)
_GO_NAME = re.compile(r"\{\{[<%]\s*(?P<closing>/?)\s*(?P<name>[\w][\w./-]*)")
_GO_PART = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`{}<>%]+|.', re.DOTALL)
_LIQUID_NAME = re.compile(
    r"\{%-?\s*(?P<closing>end)?(?P<name>[A-Za-z_][\w.-]*?)(?=\s|-?%\})"
)
# What Jekyll prints: its own names, and an address given a filter.
_LIQUID_OUTPUT = re.compile(
    r"\{\{-?\s*(?:(?P<name>(?:site|page|post|layout|include|jekyll|paginator)\.[a-z_][\w.-]*?)"
    r"|(?P<quote>[\"'])(?P<address>[^\"'{}\n]{1,2000})(?P=quote)"
    r"\s*\|\s*(?P<filter>relative_url|absolute_url|prepend:\s*site\.(?:base)?url))"
    r"\s*(?:\|[^{}\n]{0,500}?)?-?\}\}"
)
_ARGUMENT = re.compile(
    r'(?:(?P<name>[\w:-]+)\s*=\s*)?(?P<value>"(?:[^"\\]|\\.)*"|`[^`]*`|[^\s"`]+)',
    re.DOTALL,
)
_LIQUID_ARGUMENT = re.compile(
    r"(?:(?P<name>[\w:-]+)\s*=\s*)?(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"]+)"
)
_KRAMDOWN = re.compile(
    r"\{:(?::(?P<name>[a-z]+)(?P<arguments>(?:\s[^{}\n]{0,500}?)?)(?P<closed>/?)"
    r"|/(?P<closing>[a-z]*))\}"
)
# Not ``[text](address)`` or ``[text][name]``, nor a word in brackets.
_WORDPRESS = re.compile(
    r"\[(?P<closing>/?)(?P<name>[A-Za-z][\w-]{0,40})"
    r"(?P<arguments>(?:\s+(?:https?://[^\s\]\[\"'<>]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\]\"']+)|(?!https?://)[^\s\]\[=]+)){0,50})"
    r"\s*/?\](?![(:]|\[(?!/))"
)
_WORDPRESS_BARE = frozenset(
    ["caption", "wp_caption", "embed", "gallery", "playlist", "sourcecode"]
)
# These have an address or an id without a name, or between their tags.
_WORDPRESS_MEDIA = frozenset({
    "audio", "bilibili", "dailymotion", "gist", "googlemaps", "instagram", "soundcloud",
    "spotify", "ted", "tweet", "twitter", "video", "vimeo", "wpvideo", "youku", "youtube",
})  # fmt: skip
_MAY_HOLD_TAGS = re.compile(
    rf"\{{[{{%]|\{{:[:/]|\[/[A-Za-z]|\[(?:{'|'.join(sorted(_WORDPRESS_BARE))})\]"
    r"|\[[A-Za-z][\w-]*\s[^\[\]]*?="
    rf"|\[(?:{'|'.join(sorted(_WORDPRESS_MEDIA))})[\s\]]"
)
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
# Between these nothing is Markdown and nothing is a tag.
_GO_RAW = frozenset(["highlight"])
_LIQUID_RAW = frozenset(["raw", "comment", "highlight", "codeblock", "code"])
_KRAMDOWN_RAW = frozenset(["comment", "nomarkdown"])
_WORDPRESS_RAW = frozenset(["caption", "wp_caption", "embed", "sourcecode"])


class Role(Enum):
    LEAF = "stands alone"
    OPEN = "begins a pair"
    CLOSE = "ends a pair"
    RAW = "holds text that is not Markdown"
    PRINTED = "was written to be read: {{</* … */>}}"


class Syntax(Enum):
    HUGO = "{{< >}}"
    LIQUID = "{% %}"  # Of Jekyll and Hexo.
    KRAMDOWN = "{::/}"
    WORDPRESS = "[ ]"


@dataclass
class Tag:
    """One tag of a text. ``opening`` of a closing tag is where its pair began, and
    ``closing`` of an opening one where it ends."""

    name: str
    source: str
    start: int
    end: int
    role: Role = Role.LEAF
    syntax: Syntax = Syntax.HUGO
    named: dict[str, str] = field(default_factory=dict)
    positional: list[str] = field(default_factory=list)
    inner: str = ""
    opening: Tag | None = None
    closing: Tag | None = None
    is_self_closed: bool = False

    def get(self, name: str, position: int | None = None) -> str:
        """Return an argument by name or, where none has a name, by its position."""
        if name in self.named:
            return self.named[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return ""


def has_tags(text: str) -> bool:
    """Tell quickly whether a text may hold any shortcode."""
    return _MAY_HOLD_TAGS.search(text) is not None


def split(text: str) -> list[str | Tag]:
    """Split a text into words and tags, in order. Code is words."""
    parts = list(_Scanner(text).parts())
    _pair([part for part in parts if isinstance(part, Tag)])
    return parts


def _pair(tags: list[Tag]) -> None:
    """Join each closing tag with the nearest opening one of its name.

    One that nothing closes, and a closing one that nothing opened, stand alone.
    """
    waiting: list[Tag] = []
    names: Counter[tuple[str, Syntax]] = Counter()
    for tag in tags:
        key = (tag.name, tag.syntax)
        if tag.role is Role.LEAF and not tag.is_self_closed:
            waiting.append(tag)
            names[key] += 1
        elif tag.role is Role.CLOSE and not names[key]:
            tag.role = Role.LEAF
        elif tag.role is Role.CLOSE:
            while True:
                opening = waiting.pop()
                names[opening.name, opening.syntax] -= 1
                if (opening.name, opening.syntax) == key:
                    break
            opening.role, opening.closing, tag.opening = Role.OPEN, tag, opening


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraph_end = -1
        self.lengths_without_end: set[int] = set()
        self.names_without_end: set[str] = set()

    def parts(self) -> Iterator[str | Tag]:
        done = position = 0
        while found := _START.search(self.text, position):
            if found["open"]:
                tag = self.tag_at(found.start())
                position = tag.end if tag else found.end()
                if tag:
                    yield self.text[done : tag.start]
                    yield tag
                    done = position
            elif found["fence"] or found["ticks"]:
                position = self.end_of_code(found)
                yield self.text[done : found.start()]
                yield _printed(self.text[found.start() : position])
                done = position
            else:
                position = found.end()
        yield self.text[done:]

    def end_of_code(self, found: re.Match[str]) -> int:
        if mark := found["mark"]:
            closing = re.compile(
                rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE
            ).search(self.text, found.end())
            return closing.end() if closing else len(self.text)
        length = len(found["ticks"])
        if found.start() > self.paragraph_end:
            blank = _BLANK_LINE.search(self.text, found.end())
            self.paragraph_end = blank.start() if blank else len(self.text)
            self.lengths_without_end.clear()
        if length in self.lengths_without_end:
            return found.end()
        same = re.compile(rf"(?<!`)`{{{length}}}(?!`)")
        closing = same.search(self.text, found.end(), self.paragraph_end)
        if closing is None:
            self.lengths_without_end.add(length)
        return closing.end() if closing else found.end()

    def tag_at(self, start: int) -> Tag | None:
        if self.text.startswith("{{", start):
            found = self.printed_at(start) or self.go_tag_at(start)
            return found or self.liquid_output_at(start)
        if self.text.startswith("{:", start):
            return self.kramdown_tag_at(start)
        if self.text[start] == "[":
            return self.wordpress_tag_at(start)
        return self.liquid_tag_at(start)

    def printed_at(self, start: int) -> Tag | None:
        found = _PRINTED.match(self.text, start)
        if not found:
            return None
        printed = _printed(found[0])
        return Tag("", printed, start, found.end(), Role.PRINTED)

    def go_tag_at(self, start: int) -> Tag | None:
        head = _GO_NAME.match(self.text, start)
        if not head:
            return None
        limit = min(len(self.text), start + LONGEST_TAG)
        closer = {"<": ">}}", "%": "%}}"}[self.text[start + 2]]
        position = head.end()
        while not self.text.startswith(closer, position):
            part = _GO_PART.match(self.text, position, limit)
            if not part or self.text.startswith(("{{<", "{{%"), position):
                return None
            position = part.end()
        end = position + len(closer)
        arguments = self.text[head.end() : position].rstrip()
        tag = Tag(head["name"], self.text[start:end], start, end)
        tag.is_self_closed = arguments.endswith("/")
        if head["closing"]:
            tag.role = Role.CLOSE
            return tag
        _read_arguments(tag, _ARGUMENT, arguments.removesuffix("/"))
        if tag.name in _GO_RAW:
            self.take_inner(tag, rf"\{{\{{[<%]\s*/\s*{tag.name}\s*[>%]\}}\}}")
        return tag

    def liquid_output_at(self, start: int) -> Tag | None:
        found = _LIQUID_OUTPUT.match(self.text, start)
        if not found:
            return None
        tag = Tag(found["name"] or "relative_url", found[0], start, found.end())
        tag.syntax, tag.positional = Syntax.LIQUID, [found["address"] or ""]
        return tag

    def liquid_tag_at(self, start: int) -> Tag | None:
        head = _LIQUID_NAME.match(self.text, start)
        end = self.text.find("%}", start, start + LONGEST_TAG) + 2
        if not head or end < head.end():
            return None
        tag = Tag(head["name"], self.text[start:end], start, end, syntax=Syntax.LIQUID)
        if head["closing"]:
            tag.role = Role.CLOSE
            return tag
        _read_arguments(
            tag, _LIQUID_ARGUMENT, self.text[head.end() : end - 2].removesuffix("-")
        )
        if tag.name in _LIQUID_RAW:
            self.take_inner(tag, rf"\{{%-?\s*end{tag.name}\s*-?%\}}")
        return tag

    def kramdown_tag_at(self, start: int) -> Tag | None:
        found = _KRAMDOWN.match(self.text, start)
        if not found:
            return None
        name = found["closing"] if found["name"] is None else found["name"]
        tag = Tag(name, found[0], start, found.end(), syntax=Syntax.KRAMDOWN)
        if found["name"] is None:
            tag.role = Role.CLOSE
        elif tag.name in _KRAMDOWN_RAW and not found["closed"]:
            self.take_inner(tag, rf"\{{:/(?:{tag.name})?\}}")
        return tag

    def wordpress_tag_at(self, start: int) -> Tag | None:
        found = _WORDPRESS.match(self.text, start, start + LONGEST_TAG)
        if not found:
            return None
        name = found["name"].lower()
        tag = Tag(name, found[0], start, found.end(), syntax=Syntax.WORDPRESS)
        if found["closing"]:
            tag.role = Role.CLOSE
            return tag
        _read_arguments(tag, _LIQUID_ARGUMENT, found["arguments"])
        if not tag.named and name not in _WORDPRESS_BARE:
            is_around = self.text.startswith("http", tag.end)
            if name not in _WORDPRESS_MEDIA or not (tag.positional or is_around):
                return None
        if name in _WORDPRESS_RAW:
            self.take_inner(tag, rf"\[/{name}\]")
        return tag

    def take_inner(self, tag: Tag, closing: str) -> None:
        """Make everything up to the closing tag part of this one."""
        key = f"{tag.name}{tag.syntax.value}"
        if key in self.names_without_end:
            return
        if found := re.compile(closing).search(self.text, tag.end):
            tag.role = Role.RAW
            tag.inner = self.text[tag.end : found.start()]
            tag.source += tag.inner + found[0]
            tag.end = found.end()
        else:
            self.names_without_end.add(key)


def _printed(text: str) -> str:
    return _PRINTED.sub(lambda f: "{{" + f[1] + f[2] + f[3] + f[4] + f[5] + "}}", text)


def _read_arguments(tag: Tag, pattern: re.Pattern[str], source: str) -> None:
    for found in pattern.finditer(source):
        value = found["value"]
        if value[0] == value[-1] and value[0] in "\"'`" and len(value) > 1:
            is_escaped = value[0] == '"' and tag.syntax is Syntax.HUGO
            value = value[1:-1]
            if is_escaped:
                value = re.sub(
                    r"\\(.)",
                    lambda e: {"n": "\n", "t": "\t"}.get(e[1], e[1]),
                    value,
                    flags=re.DOTALL,
                )
        if found["name"]:
            tag.named.setdefault(found["name"].lower(), value)
        else:
            tag.positional.append(value)
