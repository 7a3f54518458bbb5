"""Read ``from_traditional.tsv``: what Traditional characters become, by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from articles.choices import Language

_FILE = Path(__file__).with_suffix(".tsv")
_TARGETS = (Language.SIMPLIFIED, Language.TAIWAN, Language.HONG_KONG)
_ONE_OF = re.compile(r"\[([^\[\]]+)\]|([^\[\]])")


class Row(NamedTuple):
    """In these words, or in general, ``char`` is printed for a target as another."""

    char: str
    printed: dict[str, str]
    words: tuple[str, ...]


@cache
def rows() -> tuple[Row, ...]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


def _row(line: str) -> Row:
    char, *printed, words, _reason = line.split("\t")
    found = zip(_TARGETS, printed, strict=True)
    return Row(
        char,
        {target: form for target, form in found if form},
        tuple(word for pattern in words.split() for word in _spelled_out(pattern)),
    )


def _spelled_out(pattern: str) -> Iterator[str]:
    """Yield the words of a pattern: ``[手鐵]鍊`` is 手鍊 and 鐵鍊."""
    characters = (found[1] or found[2] for found in _ONE_OF.finditer(pattern))
    return ("".join(word) for word in product(*characters))


def own_entries(
    target: str, characters: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return words and characters with what they become in ``target``.

    ``characters`` are those of OpenCC; ours go before them, in our words too.
    """
    of_target = [row for row in rows() if target in row.printed]
    every = {
        **characters,
        **{row.char: row.printed[target] for row in of_target if not row.words},
    }
    in_words: dict[str, dict[str, str]] = {}
    for row in of_target:
        for word in row.words:
            in_words.setdefault(word, {})[row.char] = row.printed[target]
    words = {
        word: "".join({**every, **own}.get(char, char) for char in word)
        for word, own in in_words.items()
    }
    return words, every
