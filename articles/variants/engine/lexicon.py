"""Read the names and words whose Traditional form is known: ``names.tsv``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("names.tsv")


class LexiconEntry(NamedTuple):
    """A Simplified word, its form by OpenCC's standard, and what it names."""

    simplified: str
    traditional: str
    kind: str


@cache
def lexicon() -> dict[str, LexiconEntry]:
    """Read the entries, by their Simplified word."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    entries = (LexiconEntry(*row[:3]) for row in rows)
    return {entry.simplified: entry for entry in entries}
