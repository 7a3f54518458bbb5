"""YAML front matter as text: blocks from the parser's marks, spelling as it stood."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from articles.archive.exporter.blocks import (
    UNPRINTABLE,
    Block,
    Editor,
    FlowEditor,
    Path,
    at,
    bracketed,
    changed,
    kept,
    quoted,
)
from articles.archive.exporter.datetimes import DatetimeText
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.front_matter import parse_yaml, plain

_ALIAS = re.compile(r"\s*(?P<name>\*[^\s,\]}]+)")
_DASH = re.compile(r"\n *-(?=\s)")
# An item behind such a dash, with the comments above and beside it.
_ITEM = r"(?:\n *(?:#.*)?)*{0}(?=\s).*(?:(?!{0}\s)\n(?! *#| *$).*)*"
_ABOVE_ITEM = re.compile(r"(?:(?:\n *(?:#.*)?)*\n *-\s+)?")
_MERGE = re.compile(r"^(\s*)<<(\s*:)", re.MULTILINE)
_OPENS_WITH_BRACE = re.compile(r"(?:\s|#.*\n)*\{")
_BLOCK_STYLES = {"|", ">"}
# Texts that some parser of YAML reads as another value where they have no quotes, beside
# those of YAML 1.1: by the core schema of YAML 1.2, and by the two parsers of Hugo.
_ODD_WORD = re.compile(r"(?:y|n|[-+]?\.?(?:inf|nan))", re.IGNORECASE)
_ODD_NUMBER = re.compile(
    r"""[-+]?(?:0[box][\da-f_]* | (?=\.?\d)[\d_,]*\.?[\d_]*(?:e[-+]?[\d_]*)?)
    | \d+(?:[-:/.]\d+)+(?:[\sT].*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_RESOLVER = yaml.resolver.Resolver()
_TEXT_TAG = _RESOLVER.DEFAULT_SCALAR_TAG


def edit_yaml(text: str) -> Editor:
    return (FlowYaml if _OPENS_WITH_BRACE.match(text) else BlockYaml)(text)


class _Yaml(Editor):
    """The parsing and spelling that both forms of a map share."""

    in_flow = False

    def read(self, text: str) -> dict[str, Any]:
        try:
            values = plain(parse_yaml(text).values)
        except (yaml.YAMLError, ValueError) as error:
            raise CannotEdit(str(error)) from None
        if not isinstance(values, dict):
            raise CannotEdit("not one map")
        return values

    def value(self, path: Path) -> Any:
        """Return a value; that of ``<<`` is what it merges."""
        return at(self.read(_MERGE.sub(r'\1"<<"\2', self.content)), path)

    def top(self) -> Any:
        return yaml.compose(self.content, Loader=yaml.CSafeLoader)

    def block(
        self, path: Path, pair: tuple[yaml.Node, yaml.Node], start: int, end: int
    ) -> Block:
        """Locate the value of a key whose lines are known."""
        key, node = pair
        first, stop = _span(node)
        behind = self.content.find(":", _span(key)[1]) + 1
        inner = (*path, self.key_text(key))
        if first < behind - 1:  # The parser gives an alias the place of its anchor.
            found = _ALIAS.match(self.content, behind)
            if found is None:
                raise CannotEdit("an alias in no known place")
            return Block(inner, start, *found.span("name"), end)
        if _is_block(node):
            is_map = isinstance(node, yaml.MappingNode)
            return Block(inner, start, behind, end, end, is_map, node)
        return Block(inner, start, first, stop, end, node=node)

    def key_text(self, key: yaml.Node) -> str:
        is_text = isinstance(key, yaml.ScalarNode)
        return str(key.value) if is_text else self.content[slice(*_span(key))]

    def spelled(self, value: Any, block: Block | None = None) -> str:
        if isinstance(value, list) and block:
            return self.list_text(value, block)
        return self.plain_text(value, block and block.node, in_flow=self.in_flow)

    def plain_text(self, value: Any, like: Any = None, *, in_flow: bool = True) -> str:
        """Spell a value in one line; a string in the quotes of another."""
        if isinstance(value, str):
            is_like = isinstance(like, yaml.ScalarNode)
            style = like.style if is_like else self.usual_style()
            return _scalar(value, style or "", in_flow=in_flow)
        if isinstance(value, list):
            return bracketed([*map(self.plain_text, value)])
        if isinstance(value, dict):
            pairs = (f"{_key(k)}: {self.plain_text(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        return json.dumps(value, ensure_ascii=False)

    def usual_style(self) -> str:
        """Return the file's way to quote, which new values follow."""
        nodes = (block.node for block in self.blocks if len(block.path) == 1)
        styles = Counter(n.style for n in nodes if isinstance(n, yaml.ScalarNode))
        quotes = max("'\"", key=styles.__getitem__)
        is_usual = styles['"'] + styles["'"] > styles[""]
        return quotes if is_usual else ""

    def list_text(self, value: list[Any], block: Block) -> str:
        """Spell a list in one line or in many; items that stay keep their spelling."""
        is_list = isinstance(block.node, yaml.SequenceNode)
        items = block.node.value if is_list else []
        raw = self.content[block.value : block.stop] if is_list else ""
        dash = _DASH.search(raw) if value and _is_block(block.node) else None
        texts = list(self.item_texts(items, block.value))
        if dash:
            texts = re.findall(_ITEM.format(dash[0]), raw, re.MULTILINE)
        old = kept(value, self.value(block.path), texts)
        old = list(map(_with_quotes, old, value))
        opening = f"{dash[0]} " if dash else ""
        made = [
            text or opening + self.plain_text(item, *items[:1], in_flow=not dash)
            for text, item in zip(old, value, strict=True)
        ]
        if not dash:
            return bracketed(made, raw)
        _opening, _items, comment = raw.partition("".join(texts))
        return "".join(made) + comment

    def item_texts(self, items: list[yaml.Node], end: int) -> Iterator[str]:
        """Yield the items of a list in one line, but none for an alias."""
        for item in items:
            start, stop = _span(item)
            yield self.content[start:stop] if start >= end else ""
            end = max(end, stop)


class FlowYaml(_Yaml, FlowEditor):
    """A front matter that is one map in braces."""

    in_flow = True

    def find(self) -> Iterator[Block]:
        for pair in self.top().value:
            block = self.block((), pair, _span(pair[0])[0], 0)
            yield Block(block.path, block.start, block.value, block.stop, block.stop)


class BlockYaml(_Yaml):
    """Keys on lines of their own. Keys that refer to a changed one by its anchor are
    written out with the value that they had."""

    def find(self) -> Iterator[Block]:
        if node := self.top():
            yield from self.within(node, (), len(self.content))

    def within(self, node: Any, path: Path, limit: int) -> Iterator[Block]:
        starts = [self.line_start(_span(key)[0]) for key, _value in node.value]
        limits = [*starts[1:], limit]
        for pair, start, stop in zip(node.value, starts, limits, strict=False):
            block = self.block(path, pair, start, self.end(pair[0], start, stop))
            yield block
            if block.is_open:
                yield from self.within(pair[1], block.path, block.end)

    def line_start(self, place: int) -> int:
        return self.content.rfind("\n", 0, place) + 1

    def end(self, key: yaml.Node, start: int, stop: int) -> int:
        """Return where a key's lines end: comments at its depth are the next one's."""
        column = _span(key)[0] - start
        lines = self.content[start:stop].split("\n")
        while len(lines) > 1 and _is_apart(lines[-1], column):
            del lines[-1]
        return start + len("\n".join(lines))

    def replace(self, block: Block, value: Any) -> None:
        self.release(block)
        texts = [self.spelled(value, block), self.plain_text(value)]
        if _is_block(block.node):
            opening, *below = self.content[block.value : block.stop].split("\n")
            if isinstance(block.node, yaml.ScalarNode) and "\n" in str(value):
                texts = [*_block_texts(str(value), below), *texts]
            beside = re.search(r"\s+(?:#.*)?$", opening)
            comment = beside[0] if beside else ""
            texts = [
                re.sub(r"\n|\Z", f"{comment}\\g<0>", text, count=1) for text in texts
            ]
        made = [self.with_value(block, text) for text in texts]
        self.load_first(made, changed(self.values, block.path, value))

    def release(self, block: Block) -> None:
        """Write out the blocks that call an anchor within this one or above it."""
        lines = [self.content[block.start : block.end]]
        for above in self.blocks:
            if above.is_open and above.start < block.start < above.end:
                lines.append(self.content[above.start :].partition("\n")[0])
        names = re.findall(r"&([^\s,\]}]+)", "\n".join(lines))
        calls = re.compile(rf"\*(?:{'|'.join(map(re.escape, names))})(?![^\s,\]}}])")
        for caller in reversed(self.blocks if names else []):
            is_behind = caller.start >= block.end and not caller.is_open
            if is_behind and calls.search(self.content, caller.value, caller.stop):
                self.replace(caller, self.value(caller.path))

    def add(self, path: Path, value: Any) -> None:
        siblings = self.siblings(path)
        indent = self.indent(siblings[0]) if siblings else ""
        has_lists = any(
            isinstance(b.node, yaml.SequenceNode) and _is_block(b.node)
            for b in self.blocks
        )
        text = f" {self.spelled(value)}"
        if isinstance(value, list) and value and has_lists:
            items = [self.plain_text(item, in_flow=False) for item in value]
            text = "".join(f"\n{indent}  - {item}" for item in items)
        line = f"{indent}{_key(path[-1])}:{text}"
        # A line behind the last key may become a part of its text: then above it.
        ends = [0, *(block.end for block in siblings)]
        end = ends[-1] if path[1:] else len(self.content.rstrip())
        texts = [self.with_line(place, line) for place in (end, *ends[-2:-1])]
        self.load_first(texts, changed(self.values, path, value))

    def drop(self, path: Path) -> None:
        super().drop(path)
        if path[-1] in (at(self.values, path[:-1]) or {}):
            self.add(path, None)  # A merged map says it: say nothing instead.

    def remove(self, path: Path) -> None:
        for block in self.blocks:
            if block.path == path:
                self.release(block)
        super().remove(path)


def _span(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index


def _is_block(node: Any) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return node.style in _BLOCK_STYLES
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _is_apart(line: str, column: int) -> bool:
    text = line.lstrip(" ")
    return not line.strip() or (text[0] == "#" and len(line) - len(text) <= column)


def _block_texts(text: str, below: list[str]) -> list[str]:
    """Spell a text as a block, as deep as the one that stands there: the place decides
    which way reads back."""
    deep = [len(line) - len(line.lstrip(" ")) for line in below if line.strip()]
    indent = " " * min(deep, default=2)
    lines = [line and indent + line for line in text.removesuffix("\n").split("\n")]
    block = "\n".join(lines)
    return [f"|\n{block}", f"|-\n{block}", f"|\n{block}\n"]


def _key(key: str) -> str:
    is_plain = re.fullmatch(r"[A-Za-z_][\w-]*", key) and _is_always_text(key)
    return key if is_plain else quoted(key)


def _is_always_text(text: str) -> bool:
    """Tell whether every parser of YAML reads a text without quotes as a string."""
    if "\t" in text or _ODD_WORD.fullmatch(text) or _ODD_NUMBER.fullmatch(text):
        return False
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return bool(tag == _TEXT_TAG)


def _with_quotes(text: str, item: Any) -> str:
    """Quote an item that stands in a list as text which other parsers misread."""
    found = _ABOVE_ITEM.match(text)
    start = found.end() if found else 0
    is_plain = isinstance(item, str) and item and text.startswith(item, start)
    if not is_plain or _is_always_text(item):
        return text
    return text[:start] + quoted(item) + text[start + len(item) :]


def _scalar(text: str, style: str, *, in_flow: bool) -> str:
    """Spell a text in that style, or in the nearest that the importer reads back."""
    if style == "'" and "\n" not in text:
        spelled = "'" + text.replace("'", "''") + "'"
    else:
        spelled = text if style in {"", *_BLOCK_STYLES} else quoted(text)
    front = f"k: [{spelled}]" if in_flow else f"k: {spelled}\nl: end"
    expected = {"k": [text]} if in_flow else {"k": text, "l": "end"}
    try:
        is_read = parse_yaml(front).values == expected
    except (yaml.YAMLError, ValueError):
        is_read = False
    is_plain = spelled == text and not isinstance(text, DatetimeText)
    is_misread = UNPRINTABLE.search(text) or (is_plain and not _is_always_text(text))
    return spelled if is_read and not is_misread else quoted(text)
