"""Cut a file into front matter and body, and read the front matter.

Every value stays what a person wrote: YAML's dates, octals and yes/no are strings
here, and ``fields`` decides what they mean.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import yaml

from articles.importing.outcomes import Problems, Refused

_FENCES = {"---": "yaml", "+++": "toml"}
_KEY_LINE = re.compile(r"[A-Za-z_][\w-]*\s*:(\s|$)")
# YAML refuses these; they are never meant.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


@dataclass(frozen=True)
class Document:
    """A file's text in two. ``front`` is empty where there is none; lines count from 1."""

    format: str
    front: str
    front_line: int
    body: str
    body_line: int


@dataclass(frozen=True)
class FrontMatter:
    """The keys in lower case with their values, and the line where each one stands."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    # How the file spells a key that is not in lower case.
    spelling: dict[str, str] = field(default_factory=dict)


def split(text: str) -> Document:
    """Cut the text. Raises ``Refused`` for a fence that is opened and never closed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    opening = lines[start].rstrip()
    if opening in _FENCES:
        return _fenced(lines, start, opening)
    if opening.startswith("{"):
        return _json(lines, start)
    if opening.startswith("+++"):
        raise Refused(
            "front-matter", start + 1, "Put the first key on a line below +++."
        )
    if _KEY_LINE.match(opening) and (end := _closing(lines, start, "---")):
        return _cut(lines, "yaml", start, end)
    return Document("", "", 0, "\n".join(lines[start:]), start + 1)


def _closing(lines: list[str], start: int, fence: str) -> int | None:
    for n in range(start, len(lines)):
        if lines[n].rstrip() == fence:
            return n
    return None


def _fenced(lines: list[str], start: int, fence: str) -> Document:
    end = _closing(lines, start + 1, fence)
    if end is None:
        raise Refused(
            "front-matter",
            start + 1,
            f"The front matter is opened with {fence} and never closed: add a line "
            f"{fence} after the last key.",
        )
    return _cut(lines, _FENCES[fence], start + 1, end)


def _cut(lines: list[str], format_: str, start: int, end: int) -> Document:
    front, body = "\n".join(lines[start:end]), "\n".join(lines[end + 1 :])
    return Document(format_, front, start + 1, body, end + 2)


def _json(lines: list[str], start: int) -> Document:
    text = "\n".join(lines[start:])
    try:
        _values, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        raise Refused(
            "front-matter",
            start + error.lineno,
            f"The JSON front matter cannot be read: {error.msg}.",
        ) from None
    body_line = start + text.count("\n", 0, end) + 1
    return Document("json", text[:end], start + 1, text[end:].lstrip("\n"), body_line)


def read(document: Document, problems: Problems) -> FrontMatter:
    """The keys of a document. Raises ``Refused`` where they cannot be read."""
    if not document.format:
        return FrontMatter()
    values, lines = _READERS[document.format](document, problems)
    if not isinstance(values, dict):
        raise Refused(
            "front-matter",
            document.front_line,
            "The front matter is no list of keys: write “key: value” lines.",
        )
    return _fold_keys(values, lines, document, problems)


def _fold_keys(
    values: dict[Any, Any],
    lines: dict[str, int],
    document: Document,
    problems: Problems,
) -> FrontMatter:
    matter = FrontMatter()
    params = values.get("params")
    if isinstance(params, dict):  # Hugo merges them into the page's own.
        values = params | {k: v for k, v in values.items() if k != "params"}
    for key, value in values.items():
        name = str(key).lower()
        line = lines.get(str(key), document.front_line)
        if name in matter.values:
            problems.warn(
                "duplicate-key",
                line,
                f"The key “{name}” stands twice; the last counts.",
            )
        matter.values[name] = plain(value)
        matter.lines[name] = line
        matter.spelling[name] = str(key)
    return matter


def plain(value: Any) -> Any:
    """The value as JSON can hold it: moments become text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return str(value)
    return value


class _Loader(yaml.CSafeLoader):
    """YAML as Hugo reads it: only null, true, false and plain numbers are not text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.key_lines: dict[str, int] = {}
        self.duplicates: list[tuple[str, int]] = []

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        self.flatten_mapping(node)
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            key = key if isinstance(key, Hashable) else str(key)
            if key in mapping:
                self.duplicates.append((str(key), key_node.start_mark.line))
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first
    )
# Merge keys (<<) are YAML's own grammar, not a reading of a value.
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^(?:<<)$"), ["<"])


def _read_yaml(document: Document, problems: Problems) -> tuple[Any, dict[str, int]]:
    text = document.front
    if found := _CONTROL.search(text):
        line = document.front_line + text.count("\n", 0, found.start())
        problems.warn(
            "control-character",
            line,
            f"U+{ord(found[0]):04X} in the front matter was left out.",
        )
        text = _CONTROL.sub("", text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = document.front_line + (mark.line if mark else 0)
        what = (error.problem or "it is no YAML").replace("\n", " ")
        raise Refused(
            "front-matter",
            line,
            f"The YAML front matter cannot be read: {what}. Quote the value, or mend "
            "the indentation.",
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = str(error).splitlines()[0]
        raise Refused(
            "front-matter",
            document.front_line,
            f"The YAML front matter cannot be read: {what}.",
        ) from None
    finally:
        loader.dispose()
    for key, offset in loader.duplicates:
        line = document.front_line + offset
        problems.warn(
            "duplicate-key", line, f"The key “{key}” stands twice; the last counts."
        )
    return values, _yaml_lines(node, document.front_line)


def _yaml_lines(node: yaml.Node | None, first: int) -> dict[str, int]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {
        str(key.value): first + key.start_mark.line
        for key, _value in node.value
        if isinstance(key, yaml.ScalarNode)
    }


def _read_toml(document: Document, _problems: Problems) -> tuple[Any, dict[str, int]]:
    try:
        values = tomllib.loads(document.front)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(
            r"\(at line (\d+), column \d+\)|\(at end of document\)", str(error)
        )
        offset = int(found[1]) - 1 if found and found[1] else 0
        what = str(error).partition(" (at ")[0]
        raise Refused(
            "front-matter",
            document.front_line + offset,
            f"The TOML front matter cannot be read: {what}.",
        ) from None
    lines: dict[str, int] = {}
    for number, line in enumerate(document.front.split("\n")):
        if found := re.match(r"\s*\[?[\"']?([\w-]+)[\"']?\]?\s*(=|$)", line):
            lines.setdefault(found[1], document.front_line + number)
    return values, lines


def _read_json(document: Document, _problems: Problems) -> tuple[Any, dict[str, int]]:
    lines: dict[str, int] = {}
    for number, line in enumerate(document.front.split("\n")):
        if found := re.match(r'\s*\{?\s*"([^"]+)"\s*:', line):
            lines.setdefault(found[1], document.front_line + number)
    return json.loads(document.front), lines


_READERS = {"yaml": _read_yaml, "toml": _read_toml, "json": _read_json}
