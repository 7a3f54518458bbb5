"""Decide which character a Simplified one stands for, as Traditional text taught it.

A linear model for each character: every feature of ``contexts`` that was seen has a
weight for each choice, and the highest sum wins. ``learning`` makes the weights.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from articles.choices import Language
from articles.variants.engine.contexts import around, within
from articles.variants.engine.opencc import converter
from articles.variants.engine.proper_names import known_characters
from articles.variants.engine.word_forms import converted_words
from articles.variants.engine.words import WordCache

SHIPPED = Path(__file__).with_name("weights.tsv.gz")
# Weights are whole numbers: this many stand for a step of learning.
SCALE = 10
# Where the best choice leads by less, OpenCC's stands. On Hong Kong text kept aside the
# bound costs a wrong character in 100,000, on Mainland news, which the weights have not
# seen, those below it are wrong more often than OpenCC.
MARGIN = SCALE
# What each feature of ``around`` adds that was never seen.
_UNKNOWN = (0,) * 7


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


class Decision(NamedTuple):
    """The choice for the character of a word at ``offset``; how far it leads."""

    word: int
    offset: int
    chosen: str
    margin: int
    choices: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """A character of a word to decide; ``scores`` are what the word says of its choices."""

    offset: int
    opencc: str
    choices: str
    scores: list[int]
    weights: tuple[dict[str, int], ...]


class Weights:
    """All that was learned, as a file holds it; read when it is first used."""

    def __init__(self, packed: bytes) -> None:
        self.digest = hashlib.sha256(packed).hexdigest()
        self.packed = packed
        self._spots: dict[str, dict[str, tuple[_Spot, ...]]] = {}

    @cached_property
    def characters(self) -> list[CharacterWeights]:
        return list(_read(gzip.decompress(self.packed).decode()))

    def decide(
        self,
        text: str,
        places: Sequence[int],
        words: Sequence[str],
        target: str,
        nearly: int = 0,
    ) -> Iterator[Decision]:
        """Yield each decision against OpenCC's, and each that leads by less than ``nearly``.

        The words begin at ``places`` of the text, and ``Decision.word`` counts them.
        Where OpenCC gives a word another length there is nothing to decide.
        """
        spots = self._spots_for(target)
        for number, own in enumerate(map(spots.__getitem__, words)):
            for spot in own:
                told = around(text, places[number] + spot.offset)
                scores = [
                    score + sum(map(known.get, told, _UNKNOWN))
                    for score, known in zip(spot.scores, spot.weights, strict=True)
                ]
                if len(scores) == 1:
                    chosen = spot.choices[scores[0] > 0]
                    margin = abs(scores[0])
                else:
                    chosen, margin = _best(spot.choices, scores)
                if chosen != spot.opencc or margin < nearly:
                    yield Decision(number, spot.offset, chosen, margin, spot.choices)

    def choices_for(self, character: str, target: str) -> str:
        """Give what a character may become, as printed there; empty if not learned."""
        for own in self.characters:
            if own.character == character and own.region in ("", target):
                return _printed(own.choices, target)
        return ""

    def _spots_for(self, target: str) -> dict[str, tuple[_Spot, ...]]:
        if target not in self._spots:
            learned = {
                own.character: (_printed(own.choices, target), own)
                for own in self.characters
                if own.region in ("", target)
            }
            forms = converted_words(Language.SIMPLIFIED, target)

            def spots_in(word: str) -> tuple[_Spot, ...]:
                ambiguous = [n for n, char in enumerate(word) if char in learned]
                if not ambiguous or len(form := forms[word]) != len(word):
                    return ()
                known = known_characters(word)
                return tuple(
                    _spot(word, n, form, *learned[word[n]])
                    for n in ambiguous
                    if n not in known
                )

            self._spots[target] = WordCache(spots_in)
        return self._spots[target]


def _spot(
    word: str, offset: int, form: str, choices: str, own: CharacterWeights
) -> _Spot:
    told = within(word, offset, choices.find(form[offset]))
    return _Spot(offset, form[offset], choices, own.scores(told)[1:], own.weights)


def _best(choices: str, scores: list[int]) -> tuple[str, int]:
    second, first = sorted([0, *scores])[-2:]
    return choices[[0, *scores].index(first)], first - second


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
