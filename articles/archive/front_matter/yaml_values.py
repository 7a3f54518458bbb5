"""Parse YAML as Hugo does, with limits for depth and for anchors."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

# libyaml composes by recursion in C: far below what would end the process.
MAX_DEPTH = 100
# Values with all aliases unfolded. A page's front matter has some tens.
MAX_VALUES = 100_000
_TEXT = "tag:yaml.org,2002:str"

_INDENT = re.compile(r"^[ \t?:-]+", re.MULTILINE)


class TooMuch(yaml.YAMLError):
    """Nested too deep, or unfolding into too many values."""


@dataclass
class Parsed:
    """The values, the line of each key (from 0), and the repeated keys."""

    values: Any
    lines: dict[str, int] = field(default_factory=dict)
    duplicates: list[tuple[str, int]] = field(default_factory=list)


class _Loader(yaml.CSafeLoader):
    """Only null, true, false and plain numbers are not text: no dates, no ``yes``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.duplicates: list[tuple[str, int]] = []

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        # Most values are text and cannot contain themselves: this is quicker.
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
            return node.value
        return super().construct_object(node, deep)

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        self._note_duplicates(node)
        self.flatten_mapping(node)
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            key = key if isinstance(key, Hashable) else str(key)
            mapping.pop(key, None)  # The last one counts, in order too.
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping

    def _note_duplicates(self, node: yaml.MappingNode) -> None:
        """Note repeated keys before merging: one that overrides a merged key is none."""
        seen: set[str] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and not key.tag.endswith(":merge"):
                if key.value in seen:
                    self.duplicates.append((key.value, key.start_mark.line))
                seen.add(key.value)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]{0,17})$", list("-+0123456789")),
    # 2.10 stays text: as a number it would come back as 2.1.
    (
        "float",
        r"^[-+]?(?:0|[1-9][0-9]{0,8})\.(?:0|[0-9]{0,5}[1-9])$",
        list("-+0123456789"),
    ),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first
    )
# Merge keys (<<) are YAML's own grammar, not a reading of a value.
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^(?:<<)$"), ["<"])


def _as_written(loader: _Loader, node: yaml.Node) -> Any:
    """Return a value under a tag without a meaning here, such as ``!!binary``."""
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


def _as_scalar(loader: _Loader, node: yaml.Node) -> Any:
    """Return a number or a truth value; any other text under their tags is text."""
    if not isinstance(node, yaml.ScalarNode):
        return _as_written(loader, node)
    text = str(node.value)
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


for _tag in ("timestamp", "binary", "set", "omap", "pairs"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _as_written)
for _tag in ("bool", "int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _as_scalar)
_Loader.add_constructor(None, _as_written)


def parse_yaml(text: str) -> Parsed:
    """Parse a YAML text. Raises ``yaml.YAMLError`` or ``ValueError``."""
    _refuse_depth(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Parsed({})
        if "*" in text and "&" in text:
            _unfolded(node, {})
        return Parsed(loader.construct_document(node), _lines(node), loader.duplicates)
    finally:
        loader.dispose()


def _refuse_depth(text: str) -> None:
    """Raise ``TooMuch`` by the parser's events, if the text could be that deep."""
    brackets = text.count("[") + text.count("{")
    indent = max((len(found) for found in _INDENT.findall(text)), default=0)
    if brackets + indent < MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise TooMuch(f"it is nested more than {MAX_DEPTH} levels deep")


def _unfolded(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values a node becomes with every alias written out."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in known:
        size = known[id(node)]
        if not size:
            raise TooMuch("an anchor contains itself")
        return size
    known[id(node)] = 0
    children = (
        [part for pair in node.value for part in pair]
        if isinstance(node, yaml.MappingNode)
        else node.value
    )
    size = 1 + sum(_unfolded(child, known) for child in children)
    if size > MAX_VALUES:
        raise TooMuch(f"its anchors unfold into more than {MAX_VALUES} values")
    known[id(node)] = size
    return size


def _lines(node: yaml.Node) -> dict[str, int]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {
        str(key.value): key.start_mark.line
        for key, _value in node.value
        if isinstance(key, yaml.ScalarNode)
    }
