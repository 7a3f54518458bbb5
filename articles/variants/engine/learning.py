"""Learn from Traditional text which character a Simplified one stands for.

Traditional text is its own answer sheet: OpenCC makes the Simplified question from each
line, and the line is the answer. Each character has an averaged perceptron with a
margin (Freund and Schapire 1999; Collins 2002): a few passes over the examples, and
whenever the right choice does not lead by ``_LEAD``, its features count more and those of
the strongest other one less.
"""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from articles.choices import Language
from articles.variants.engine.character_choices import (
    BY_HABIT,
    BY_MEANING,
    in_standard_spelling,
)
from articles.variants.engine.contexts import around, within
from articles.variants.engine.learned import (
    SCALE,
    CharacterWeights,
    Weights,
)
from articles.variants.engine.opencc import script_converter
from articles.variants.engine.word_forms import converted_words
from articles.variants.engine.words import cut

_PASSES = 3
_LEAD = 5.0
# A feature seen once is chance: leaving it out costs no accuracy and halves the file.
_SEEN_AT_LEAST = 2
# Characters of which there are fewer examples keep what they had.
_FEWEST_EXAMPLES = 20
# One line in so many is kept aside, to say how good the weights are.
_ASIDE = 20


@dataclass(slots=True)
class _Examples:
    """The examples of one character: numbers of features, and the right choice."""

    told: list[array[int]] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    aside: list[tuple[tuple[str, ...], int, bool]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Learned:
    """New weights, and how good they are on the lines that were kept aside.

    ``wrong_before`` counts the errors of the weights that were known.
    """

    characters: list[CharacterWeights]
    examples: int
    kept_aside: int
    wrong: int
    wrong_before: int
    wrong_of_opencc: int


def learn(lines: Iterable[str], region: Language, known: Weights | None) -> Learned:
    """Learn from lines of Traditional text as a region prints it.

    Where ``known`` has weights of a character they are where learning begins.
    """
    collected = _collect(lines, region)
    earlier = {
        (own.character, own.region): own for own in (known.characters if known else ())
    }
    wrong: Counter[str] = Counter()
    learned = dict(earlier)
    tables = [("", BY_MEANING), (region.value, BY_HABIT)]
    for scope, table in tables:
        for character, choices in table.items():
            examples = collected[character]
            begun = earlier.get((character, scope))
            if begun and begun.choices != choices:
                begun = None
            known_before = begun
            if len(examples.told) >= _FEWEST_EXAMPLES:
                weights = _train(examples, len(choices), begun)
                begun = CharacterWeights(character, choices, scope, weights)
                learned[character, scope] = begun
            for told, right, is_right in examples.aside:
                wrong["after"] += not _is_decided(begun, told, right)
                wrong["before"] += not _is_decided(known_before, told, right)
                wrong["opencc"] += not is_right
    return Learned(
        [learned[key] for key in sorted(learned)],
        sum(len(examples.told) for examples in collected.values()),
        sum(len(examples.aside) for examples in collected.values()),
        wrong["after"],
        wrong["before"],
        wrong["opencc"],
    )


def _is_decided(
    weights: CharacterWeights | None, told: tuple[str, ...], right: int
) -> bool:
    """Return whether the weights give the right choice; without any it is the first."""
    if weights is None:
        return right == 0
    scores = weights.scores(told)
    return scores.index(max(scores)) == right


def questions(lines: Iterable[str], region: Language) -> Iterator[tuple[str, str]]:
    """Pair the Simplified text of each line with the line, in OpenCC's spelling.

    Lines whose length changes, which have no answer for each character, are left out.
    """
    simplify = script_converter(region, Language.SIMPLIFIED)
    for line in lines:
        simplified = simplify(line)
        if len(simplified) == len(line) and simplified != line:
            yield simplified, in_standard_spelling(line)


def _collect(lines: Iterable[str], region: Language) -> dict[str, _Examples]:
    choices = BY_MEANING | BY_HABIT
    collected = {character: _Examples() for character in choices}
    forms = converted_words(Language.SIMPLIFIED, region)
    for number, (simplified, traditional) in enumerate(questions(lines, region)):
        is_aside = number % _ASIDE == 0
        at = 0
        for word in cut(simplified):
            form = in_standard_spelling(forms[word])
            if len(form) != len(word):
                at += len(word)
                continue
            for offset, character in enumerate(word):
                if character in choices:
                    right = choices[character].find(traditional[at + offset])
                    if right >= 0:
                        opencc = choices[character].find(form[offset])
                        told = within(word, offset, opencc)
                        told += around(simplified, at + offset)
                        examples = collected[character]
                        if is_aside:
                            examples.aside.append((told, right, opencc == right))
                        else:
                            numbers = examples.numbers
                            examples.told.append(
                                array(
                                    "i",
                                    [numbers.setdefault(f, len(numbers)) for f in told],
                                )
                            )
                            examples.right.append(right)
            at += len(word)
    return collected


def _train(
    examples: _Examples, choices: int, begun: CharacterWeights | None
) -> tuple[dict[str, int], ...]:
    """Train the weights of each choice but the first, which counts 0."""
    seen = Counter(number for told in examples.told for number in told)
    names = list(examples.numbers)
    known = [
        {n: own[name] / SCALE for name, n in examples.numbers.items() if name in own}
        for own in (begun.weights if begun else [{}] * (choices - 1))
    ]
    weights: list[dict[int, float]] = [dict(own) for own in known]
    sums: list[dict[int, float]] = [{} for _ in weights]
    rows = [
        [n for n in told if seen[n] >= _SEEN_AT_LEAST or any(n in own for own in known)]
        for told in examples.told
    ]
    order = list(range(len(rows)))
    step = 0
    for turn in range(_PASSES):
        random.Random(turn).shuffle(order)  # noqa: S311 – the same order every time
        for number in order:
            step += 1
            told, right = rows[number], examples.right[number]
            scores = [0.0, *(sum([w.get(n, 0.0) for n in told]) for w in weights)]
            rival = max(
                (c for c in range(choices) if c != right), key=scores.__getitem__
            )
            if scores[right] - scores[rival] > _LEAD:
                continue
            for choice, sign in ((right, 1.0), (rival, -1.0)):
                if choice:
                    own, summed = weights[choice - 1], sums[choice - 1]
                    for n in told:
                        own[n] = own.get(n, 0.0) + sign
                        summed[n] = summed.get(n, 0.0) + sign * step
    averaged: list[dict[str, int]] = []
    for choice, own in enumerate(weights):
        # Features of the earlier weights that no example has stay as they are.
        kept = dict(begun.weights[choice]) if begun else {}
        for n, weight in own.items():
            kept[names[n]] = round(SCALE * (weight - sums[choice].get(n, 0.0) / step))
        averaged.append({name: weight for name, weight in kept.items() if weight})
    return tuple(averaged)
