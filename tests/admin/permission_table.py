"""The permission tables of the manual, read as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "docs" / "editing.md"
CHINESE_MANUAL = ROOT / "docs" / "editing.zh.md"

ROLES = ("anonymous", "clerk", "reporter", "editor", "chief editor")
_VERBS = frozenset({"see", "add", "change", "delete"})
# The words of the Chinese manual for what a cell says.
_IN_ENGLISH = {
    "看": "see",
    "办": "do",
    "自己的": "own",
    "添加": "add",
    "修改": "change",
    "删除": "delete",
    "全部": "all",
    "草稿": "draft",
    "待审": "in_review",
    "已签发": "approved",
    "已下线": "withdrawn",
    "已撤稿": "killed",
    "已定时": "scheduled",
    "已发布": "published",
    "禁发期内": "embargoed",
    "已过期": "expired",
    "已弃用": "spiked",
}


@dataclass(frozen=True)
class Row:
    """The rights of each role at some addresses; in every state, unless some are named."""

    addresses: tuple[str, ...]
    states: tuple[str, ...]
    cells: tuple[frozenset[str], ...]

    @property
    def is_list(self) -> bool:
        """Tell a list of records, with a page for each, from a single page."""
        return any(cell & (_VERBS - {"see"}) for cell in self.cells)


def rows(manual: Path) -> Iterator[Row]:
    """Yield the rows of the tables whose second column holds addresses."""
    for cells in table_rows(manual):
        if len(cells) > len(ROLES) and cells[1].startswith("`"):
            addresses = tuple(re.findall("`([^`]+)`", cells[1]))
            states = _words(cells[2]) if len(cells) == len(ROLES) + 3 else ()
            said = [frozenset(_words(cell)) for cell in cells[-len(ROLES) :]]
            yield Row(
                addresses,
                tuple(sorted(states)),
                tuple(_VERBS if "all" in cell else cell for cell in said),
            )


def table_rows(manual: Path) -> Iterator[list[str]]:
    for line in manual.read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("| ").split(" | ")]


def _words(cell: str) -> list[str]:
    words = re.split("[,，、] ?", cell)
    return [_IN_ENGLISH.get(word, word) for word in words if word != "–"]
