"""Decide which character a Simplified one stands for, as Traditional text taught it.

A linear model for each character: every feature of ``contexts`` that was seen has a
weight for each choice, and the highest sum wins. ``learning`` makes the weights.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from articles.choices import Language
from articles.variants.engine.contexts import features, outline
from articles.variants.engine.opencc import converter

SHIPPED = Path(__file__).with_name("weights.tsv.gz")
# Weights are whole numbers: this many stand for a step of learning.
SCALE = 10
# Where the best choice leads by less, OpenCC's stands. On Hong Kong text kept aside the
# bound costs a wrong character in 100,000, on Mainland news, which the weights have not
# seen, those below it are wrong more often than OpenCC.
MARGIN = SCALE


@dataclass(frozen=True, slots=True)
class CharacterWeights:
    """What was learned of a character in a region; an empty ``region`` is both.

    ``weights`` has, for each choice but the first, what a feature adds to it.
    """

    character: str
    choices: str
    region: str
    weights: tuple[dict[str, int], ...]

    def scores(self, told: Iterable[str]) -> list[int]:
        """Sum up the weights of features for each choice; that of the first is 0."""
        return [0, *(sum([own.get(f, 0) for f in told]) for own in self.weights)]


@dataclass(frozen=True, slots=True)
class Decision:
    """The choice for the character of a word at ``offset``; how far it leads."""

    word: int
    offset: int
    chosen: str
    margin: int


@dataclass(frozen=True, slots=True)
class _ForTarget:
    """The characters to decide for one target, with the choices as printed there."""

    pattern: re.Pattern[str]
    learned: dict[str, tuple[str, CharacterWeights]]


class Weights:
    """All that was learned, as a file holds it; read when it is first used."""

    def __init__(self, packed: bytes) -> None:
        self.digest = hashlib.sha256(packed).hexdigest()
        self._packed = packed
        self._targets: dict[str, _ForTarget | None] = {}

    @cached_property
    def characters(self) -> list[CharacterWeights]:
        return list(_read(gzip.decompress(self._packed).decode()))

    def decide(
        self,
        text: str,
        start: int,
        words: Sequence[str],
        forms: Sequence[str],
        target: str,
    ) -> Iterator[Decision]:
        """Decide each character of ``words`` that has a choice.

        ``forms`` are those that OpenCC gives the words; where one has another length
        there is nothing to decide. They stand in ``text`` from ``start`` on; what is around them is read too.
        ``Decision.word`` counts them.
        """
        found = self._for_target(target)
        if found is None:
            return
        place = start
        outlined = ""
        search, learned = found.pattern.search, found.learned
        for number, word in enumerate(words):
            if search(word) and len(form := forms[number]) == len(word):
                outlined = outlined or outline(text)
                for offset, char in enumerate(word):
                    if char in learned:
                        choices, own = learned[char]
                        opencc = choices.find(form[offset])
                        told = features(outlined, place + offset, word, offset, opencc)
                        chosen, margin = _best(choices, own.scores(told))
                        yield Decision(number, offset, chosen, margin)
            place += len(word)

    def _for_target(self, target: str) -> _ForTarget | None:
        if target not in self._targets:
            own = [c for c in self.characters if c.region in ("", target)]
            learned = {c.character: (_printed(c.choices, target), c) for c in own}
            pattern = re.compile(f"[{''.join(learned)}]")
            self._targets[target] = _ForTarget(pattern, learned) if own else None
        return self._targets[target]


def _best(choices: str, scores: list[int]) -> tuple[str, int]:
    if len(scores) == 2:
        return choices[scores[1] > 0], abs(scores[1])
    second, first = sorted(scores)[-2:]
    return choices[scores.index(first)], first - second


def _printed(choices: str, target: str) -> str:
    """Spell choices, which are in OpenCC's standard, as the target does."""
    config = "t2hk" if target == Language.HONG_KONG else "t2tw"
    return "".join(str(converter(config).convert(choice)) for choice in choices)


def pack(characters: Iterable[CharacterWeights]) -> bytes:
    """Write weights as a file holds them; the same weights give the same bytes."""
    lines = []
    for own in characters:
        lines.append(f"{own.character}\t{own.choices}\t{own.region}")
        known = sorted({feature for weights in own.weights for feature in weights})
        lines += (
            f"{feature}\t{' '.join(str(w.get(feature, 0)) for w in own.weights)}"
            for feature in known
        )
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def _read(text: str) -> Iterator[CharacterWeights]:
    rows = [line.split("\t") for line in text.split("\n")]
    for is_head, group in groupby(rows, key=lambda row: len(row) == 3):
        if is_head:
            *_unknown, (character, choices, region) = group
            continue
        weights: list[dict[str, int]] = [{} for _ in choices[1:]]
        for feature, numbers in group:
            for own, number in zip(weights, numbers.split(" "), strict=True):
                if number != "0":
                    own[feature] = int(number)
        yield CharacterWeights(character, choices, region, tuple(weights))


@cache
def shipped_weights() -> Weights:
    """Read the weights that come with the project."""
    return Weights(SHIPPED.read_bytes())
