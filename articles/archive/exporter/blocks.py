"""Edit a front matter as text: the block of one key is written, all else stays.

An editor of each format finds the blocks and spells values. The caller reads the result
again as the importer does, which is what proves an edit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from articles.archive.exporter.export_results import CannotEdit
from articles.archive.front_matter import identical

Path = tuple[str, ...]

# YAML and TOML want these escaped.
UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True)
class Block:
    """The text of one key from ``start`` to ``end``, its value from ``value`` to
    ``stop``. An open one is a map whose keys have blocks of their own; ``node`` is the
    parser's."""

    path: Path
    start: int
    value: int
    stop: int
    end: int
    is_open: bool = False
    node: Any = None


class Editor:
    """One front matter. Raises ``CannotEdit`` where it holds no map of keys."""

    def __init__(self, text: str) -> None:
        self.load(text)

    def read(self, text: str) -> dict[str, Any]:
        """Parse a text as the importer does. Raises ``CannotEdit``."""
        raise NotImplementedError

    def find(self) -> Iterator[Block]:
        raise NotImplementedError

    def spelled(self, value: Any, block: Block | None = None) -> str:
        """Spell a value in the manner of the one that it replaces."""
        raise NotImplementedError

    def add(self, path: Path, value: Any) -> None:
        raise NotImplementedError

    def load(self, text: str) -> None:
        self.content, self.values = text, self.read(text)
        self.blocks = list(self.find())

    def text(self) -> str:
        return self.content

    def paths(self) -> Iterator[Path]:
        """Yield the keys as spelled, those within ``params`` first, as Hugo merges."""
        for key, value in self.values.items():
            if key.lower() == "params" and isinstance(value, dict):
                yield from ((key, child) for child in value)
        yield from ((key,) for key in self.values)

    def raw(self, path: Path) -> str:
        block = self.holder(path)
        is_own = block is not None and block.path == path
        return self.content[block.value : block.stop] if block and is_own else ""

    def value(self, path: Path) -> Any:
        return at(self.values, path)

    def holder(self, path: Path) -> Block | None:
        """Return the deepest block that holds a key; of two equal keys the last counts."""
        held = [b for b in reversed(self.blocks) if path[: len(b.path)] == b.path]
        return max(held, key=lambda block: len(block.path), default=None)

    def put(self, path: Path, value: Any) -> None:
        """Replace or add a value."""
        block = self.holder(path)
        if block is None or (block.is_open and block.path != path):
            self.add(path, value)
            return
        below = path[len(block.path) :]
        if below:
            value = changed(self.value(block.path), below, value)
        self.replace(block, value)

    def replace(self, block: Block, value: Any) -> None:
        self.load(self.with_value(block, self.spelled(value, block)))

    def with_value(self, block: Block, text: str) -> str:
        head, raw = self.content[: block.value], self.content[block.value : block.stop]
        has_gap = not head.endswith(":") or raw[:1].strip() or text[:1].isspace()
        return f"{head}{'' if has_gap else ' '}{text}{self.content[block.stop :]}"

    def drop(self, path: Path) -> None:
        """Take a key out, each time that it stands there, and all that is below it."""
        block = self.holder(path)
        if block and not block.is_open and block.path != path:
            below = path[len(block.path) :]
            self.replace(block, changed(self.value(block.path), below))
        elif any(_is_in(block, path) for block in self.blocks):
            self.remove(path)

    def remove(self, path: Path) -> None:
        text, place = "", 0
        for block in self.blocks:
            if _is_in(block, path) and block.start >= place:
                text += self.content[place : block.start]
                place = block.end + 1
        texts = [text + self.content[place:]]
        if place > len(self.content):  # The last line goes with the break before it.
            texts.insert(0, text.removesuffix("\n"))
        self.load_first(texts, changed(self.values, path))

    def with_line(self, place: int, line: str) -> str:
        """Return the text with a line behind a place, or on top."""
        above, below = self.content[:place], self.content[place:]
        return f"{above}\n{line}{below}" if place else f"{line}\n{below}"

    def indent(self, block: Block) -> str:
        line = self.content[block.start : block.end]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def siblings(self, path: Path) -> list[Block]:
        return [b for b in self.blocks if b.path[:-1] == path[:-1]]

    def load_first(self, texts: Iterable[str], values: dict[str, Any]) -> None:
        """Take the first of the texts that reads as these values, else the first that
        can be read."""
        found: str | None = None
        for text in texts:
            try:
                is_meant = self.read(text) == values
            except CannotEdit:
                continue
            found = text if is_meant or found is None else found
            if is_meant:
                break
        if found is None:
            raise CannotEdit("no way to write it can be read")
        self.load(found)


class FlowEditor(Editor):
    """Keys and values in braces, parted by commas."""

    colon = ": "

    def add(self, path: Path, value: Any) -> None:
        pair = f"{self.spelled(path[-1])}{self.colon}{self.spelled(value)}"
        content, siblings = self.content, self.siblings(path)
        if not siblings:
            block = self.holder(path[:-1]) if path[:-1] else None
            start = content.index("{", block.value if block else 0) + 1
            end = content.index("}", start)
            lines = "\n" in content[start:end]
            inner = f"\n  {pair}\n" if lines else pair
            self.load(content[:start] + inner + content[end:])
            return
        head, end = content[: siblings[-1].start], siblings[-1].end
        gap = head[len(head.rstrip()) :]
        gap = gap[gap.rfind("\n") :] if "\n" in gap else " "
        self.load(f"{content[:end]},{gap}{pair}{content[end:]}")

    def remove(self, path: Path) -> None:
        while path in (siblings := [b.path for b in self.siblings(path)]):
            place, blocks = siblings.index(path), self.siblings(path)
            start, end = blocks[place].start, blocks[place].end
            comma = re.compile(r"\s*,(?:[ \t]*#.*)?\s*").match(self.content, end)
            if comma and (place + 1 < len(blocks) or not place):
                end = comma.end()
            elif place:
                start = blocks[place - 1].end
            self.load(self.content[:start] + self.content[end:])


def _is_in(block: Block, path: Path) -> bool:
    return block.path[: len(path)] == path


def at(values: Any, path: Path) -> Any:
    for key in path:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def changed(values: Any, path: Path, *new: Any) -> dict[str, Any]:
    """Copy a map with another value at a path, or with none."""
    if not isinstance(values, dict):
        raise CannotEdit(f"{path[0]} would stand in no map")
    made = {key: value for key, value in values.items() if new or key != path[0]}
    if path[1:]:
        made[path[0]] = changed(values.get(path[0]), path[1:], *new)
    elif new:
        made[path[0]] = new[0]
    return made


def bracketed(items: list[str], raw: str = "") -> str:
    """Set items in brackets: in one line or one to a line, as those in ``raw`` stood."""
    inner = raw[1:-1] if items and raw.startswith("[") else ""
    if not inner.strip():
        return f"[{', '.join(items)}]"
    opening = re.match(r"(?:\s|#.*\n)*", inner)
    lead = opening[0] if opening else ""
    lead = lead[max(lead.rfind("\n"), 0) :]
    body = inner.rstrip()
    comma = "," * body.endswith(",")
    between = f",{lead}" if "\n" in lead else ", "
    return f"[{lead}{between.join(items)}{comma}{inner[len(body) :]}]"


def kept(value: list[Any], old: Any, texts: list[str]) -> list[str]:
    """Return the text of each item that stood in the list already, else none."""
    is_like = isinstance(old, list) and len(old) == len(texts)
    free = list(zip(old, texts, strict=True)) if is_like else []
    found: list[str] = []
    for item in value:
        pair = next((pair for pair in free if identical(pair[0], item)), None)
        if pair:
            free.remove(pair)
        found.append(pair[1] if pair else "")
    return found


def quoted(text: str) -> str:
    """Put a text in double quotes as YAML and TOML both read it."""
    return UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
