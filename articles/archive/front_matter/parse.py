"""Read the keys of front matter in any format.

Every value stays as a person wrote it: YAML's dates, octals and yes/no are text here, and
``fields`` decides what they mean.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import yaml

from articles.archive.front_matter import yaml_values
from articles.archive.front_matter.repair import (
    drop_trailing_commas,
    expand_tabs,
    quote_leading_zeros,
    repair_line,
)
from articles.archive.front_matter.split import SplitFile
from articles.archive.problems import Problems, Refused

# A page's front matter has some hundred characters; 10,000 tags have 200,000.
MAX_CHARACTERS = 2_000_000
# A header with more broken lines needs a person.
MAX_REPAIRS = 5

# YAML refuses these, and nobody writes them on purpose.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]"
)
# These end a line in YAML 1.1, but not in Hugo or any editor.
_YAML_BREAK = re.compile("[\x85\u2028\u2029]")
_LISTS = {"tags", "categories", "category", "authors", "keywords", "aliases"}
_HEADER_LINE = re.compile(
    r"(?:\[#\]:\s*|#\+)?(?P<key>[\w-]+)(?:\[\])?\s*:?(?:\s+|$)(?P<value>.*)$"
)
_ADDRESS_BEHIND = re.compile(r"(?<=\S)\s+https?://\S+$")


@dataclass(frozen=True)
class FrontMatter:
    """The keys in lower case with their values and lines."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    # How the file spells a key that is not in lower case.
    spelling: dict[str, str] = field(default_factory=dict)


def parse_front_matter(split: SplitFile, problems: Problems) -> FrontMatter:
    """Read the keys of a split file. Raises ``Refused`` if they cannot be read."""
    if not split.format:
        return FrontMatter()
    if len(split.front) > MAX_CHARACTERS:
        raise _refusal(
            split, 0, f"it is longer than {MAX_CHARACTERS} characters", "Shorten it"
        )
    text = _without_controls(split, problems)
    values, lines = _READERS[split.format](text, split, problems)
    if values is None:
        return FrontMatter()
    if not isinstance(values, dict):
        raise Refused(
            "front-matter",
            split.front_line,
            "The front matter is no list of keys: write “key: value” lines.",
        )
    try:
        return _fold_keys(values, lines, split, problems)
    except yaml_values.TooMuch as error:
        raise _refusal(split, 0, str(error), "Write fewer levels") from None


def _without_controls(split: SplitFile, problems: Problems) -> str:
    text = split.front
    unwanted = [(_CONTROL, "", "left out")]
    if split.format == "yaml":
        unwanted.append((_YAML_BREAK, " ", "read as a space"))
    for pattern, instead, became in unwanted:
        if found := pattern.search(text):
            problems.warn(
                "control-character",
                split.front_line + text.count("\n", 0, found.start()),
                f"U+{ord(found[0]):04X} in the front matter was {became}.",
            )
            text = pattern.sub(instead, text)
    return text


def _fold_keys(
    values: dict[Any, Any], lines: dict[str, int], split: SplitFile, problems: Problems
) -> FrontMatter:
    matter = FrontMatter()
    key = next((k for k in values if str(k).lower() == "params"), "")
    params = values.get(key)
    if isinstance(params, dict):  # Hugo merges them into the page's own.
        values = params | {k: v for k, v in values.items() if k != key}
    for key, value in values.items():
        name = str(key).lower()
        line = lines.get(str(key), split.front_line)
        if name in matter.values:
            _warn_of_duplicate(name, line, problems)
        matter.values[name] = plain(value)
        matter.lines[name] = line
        matter.spelling[name] = _CONTROL.sub("", str(key))
    return matter


def _warn_of_duplicate(key: str, line: int, problems: Problems) -> None:
    problems.warn(
        "duplicate-key", line, f"The key “{key}” stands twice; the last counts."
    )


def plain(value: Any, depth: int = 0) -> Any:
    """Return the value as JSON can hold it: dates become text. Raises ``TooMuch``."""
    if depth > yaml_values.MAX_DEPTH:
        raise yaml_values.TooMuch("it is nested too deep")
    if isinstance(value, dict):
        return {
            _CONTROL.sub("", str(key)): plain(item, depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, str):  # "\0" in quotes passes a parser, and no database.
        return _CONTROL.sub("", value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return str(value)
    if isinstance(value, int) and value.bit_length() > 10_000:
        return hex(value)  # Python writes none that long in digits.
    return value


def identical(value: Any, other: Any) -> bool:
    """Tell whether two values are equal, with 1, 1.0 and true told apart."""
    return type(value) is type(other) and bool(value == other)


def repaired_front(split: SplitFile) -> str:
    """Return the front matter as a parser takes it: repaired, line for line."""
    problems = Problems()
    parse_front_matter(split, problems)
    text = _CONTROL.sub("", split.front)
    for problem in problems.found:
        if problem.code != "repaired":
            continue
        if split.format == "toml":
            text = quote_leading_zeros(text)
        elif split.format == "yaml":
            repaired = repair_line(text, problem.line - split.front_line)
            text = repaired[0] if repaired else expand_tabs(text) or text
    return text


def _refusal(split: SplitFile, offset: int, what: str, remedy: str) -> Refused:
    name = {"yaml": "YAML ", "toml": "TOML ", "json": "JSON "}.get(split.format, "")
    return Refused(
        "front-matter",
        split.front_line + offset,
        f"The {name}front matter cannot be read: {what}. {remedy}.",
    )


def _read_yaml(
    text: str, split: SplitFile, problems: Problems
) -> tuple[Any, dict[str, int]]:
    parsed, warnings = _parse_yaml(text, split)
    for offset, message in warnings:
        problems.warn("repaired", split.front_line + offset, message)
    for key, offset in parsed.duplicates:
        _warn_of_duplicate(key, split.front_line + offset, problems)
    first = split.front_line
    return parsed.values, {key: first + line for key, line in parsed.lines.items()}


def _parse_yaml(
    text: str, split: SplitFile
) -> tuple[yaml_values.Parsed, list[tuple[int, str]]]:
    """Return the values, repaired if it is safe, and a message for each repaired line."""
    warnings: list[tuple[int, str]] = []
    first: yaml.YAMLError | None = None
    while True:
        try:
            return yaml_values.parse_yaml(text), warnings
        except yaml.YAMLError as error:
            first = first or error
            repaired = (
                _repair_yaml(text, error) if len(warnings) < MAX_REPAIRS else None
            )
        except (ValueError, RecursionError) as error:
            raise _refusal(split, 0, _first_line(error), "Mend it") from None
        if repaired is None:
            remedy = "Quote the value, close what is open, or indent with spaces"
            if isinstance(first, yaml_values.TooMuch):
                remedy = "Write the values out, without anchors and deep nesting"
            raise _refusal(split, _line_of(first), _first_line(first), remedy)
        text, line, message = repaired
        warnings.append((line, message))


def _line_of(error: yaml.YAMLError) -> int:
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0
    mark = error.problem_mark or error.context_mark
    return mark.line if mark else 0


def _first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    return str(problem).splitlines()[0]


def _repair_yaml(text: str, error: yaml.YAMLError) -> tuple[str, int, str] | None:
    if not isinstance(error, yaml.MarkedYAMLError):
        return None
    line = _line_of(error)
    for number in (line, line - 1):
        if repaired := repair_line(text, number):
            repaired_text, message = repaired
            return repaired_text, number, message
    if (expanded := expand_tabs(text)) is not None:
        return expanded, line, "YAML knows no tabs before a key; read as spaces."
    return None


def _read_toml(
    text: str, split: SplitFile, problems: Problems
) -> tuple[Any, dict[str, int]]:
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        offset, what = _toml_error(error)
        try:
            values = tomllib.loads(quote_leading_zeros(text))
        except (ValueError, RecursionError):
            raise _refusal(split, offset, what, "Mend that line") from None
        problems.warn(
            "repaired",
            split.front_line + offset,
            "TOML has no numbers that begin with 0; it was read as text.",
        )
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        if found := re.match(r"\s*\[?[\"']?([\w-]+)[\"']?\]?\s*(=|$)", line):
            lines.setdefault(found[1], split.front_line + number)
    return values, lines


def _toml_error(error: Exception) -> tuple[int, str]:
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    return int(found[1]) - 1 if found else 0, str(error).partition(" (at ")[0]


def _read_json(
    text: str, split: SplitFile, problems: Problems
) -> tuple[Any, dict[str, int]]:
    try:
        values, twice = _parse_json(text)
    except (ValueError, RecursionError) as error:
        offset = getattr(error, "lineno", 1) - 1
        what = getattr(error, "msg", "") or _first_line(error)
        try:
            values, twice = _parse_json(drop_trailing_commas(text))
        except (ValueError, RecursionError):
            raise _refusal(split, offset, what, "Mend that line") from None
        problems.warn(
            "repaired",
            split.front_line + offset,
            "JSON has no comma behind the last entry; it was read without.",
        )
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), split.front_line):
        if found := re.match(r'\s*\{?\s*"([^"]+)"\s*:', line):
            first.setdefault(found[1], number)
            last[found[1]] = number
    for key in twice:
        _warn_of_duplicate(key, last.get(key, split.front_line), problems)
    return values, first


def _parse_json(text: str) -> tuple[Any, list[str]]:
    """Return the values and the repeated keys. Raises ``ValueError``."""
    twice: list[str] = []

    def last_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in pairs:
            if key in values:
                twice.append(key)
                del values[key]  # The last one counts, in order too.
            values[key] = value
        return values

    return json.loads(text, strict=False, object_pairs_hook=last_of_each), twice


def _read_lines(
    text: str, split: SplitFile, problems: Problems
) -> tuple[Any, dict[str, int]]:
    """Read pseudo headers: a key and its text on each line; lists have commas."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        found = _HEADER_LINE.match(line)
        if found is None:
            continue
        key, value = found["key"], _unwrapped(found["value"].strip())
        name = key.lower()
        if name == "author" and line.startswith("[#]"):
            value = _ADDRESS_BEHIND.sub("", value)
        if key in values:
            _warn_of_duplicate(key, split.front_line + number, problems)
            del values[key]
        if name in _LISTS:
            values[key] = [part.strip() for part in re.split("[,，、]", value)]
        else:
            values[key] = value or None
        lines[key] = split.front_line + number
    return values, lines


def _unwrapped(value: str) -> str:
    for opening, closing in ("()", '""', "''"):
        if len(value) > 1 and value[0] == opening and value[-1] == closing:
            return value[1:-1].strip()
    return value


_READERS = {
    "yaml": _read_yaml,
    "toml": _read_toml,
    "json": _read_json,
    "lines": _read_lines,
}
