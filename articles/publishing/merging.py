"""Merge what two people made of one article, field by field. Pure.

A state maps the names of fields to plain values: texts and numbers, times in ISO format, and
lists; the numbers of labels stand for labels, a name for a tag that is still to be made, and
``overrides.zh-tw.title`` for an editor's own title in a variant. ``base`` is what both
started from, ``ours`` what is to be saved, ``theirs`` what was saved meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.publishing.text_merging import MergedText, Place, merge_texts

State = Mapping[str, Any]
OVERRIDE = "overrides."
TEXTS = frozenset({"body", "lead", "summary", "description", "disclaimer"})
TITLE = "title"
MAX_TITLE = 1000
# The first category is the main one.
_FIRST_MATTERS = "categories"


def is_text(field: str) -> bool:
    """Tell whether the field is a text of paragraphs."""
    return field.rpartition(".")[2] in TEXTS


def place_key(place: Place) -> str:
    """Return a name that is the same as long as the same texts meet in the same field."""
    texts = [place.field, place.number, place.base, place.ours, place.theirs]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Decision:
    """A person's choice for a place: ``ours``, ``theirs``, ``both`` or a ``text``."""

    side: str
    text: str = ""

    def is_valid(self, place: Place) -> bool:
        match self.side:
            case "ours" | "theirs":
                return True
            case "both":
                return is_text(place.field)
            case "text":
                return "\x00" not in self.text and (
                    is_text(place.field)
                    or (
                        place.field.endswith(TITLE)
                        and 0 < len(self.text.strip()) <= MAX_TITLE
                        and "\n" not in self.text
                    )
                )
        return False

    def value(self, place: Place) -> Any:
        match self.side:
            case "theirs":
                return place.theirs
            case "both":
                return "\n\n".join(filter(None, (place.ours, place.theirs)))
            case "text":
                return self.text
        return place.ours


@dataclass(frozen=True)
class Merge:
    """The outcome: a value for each field, or a place that a person decides.

    ``chosen`` has the decisions by ``place_key``.
    """

    values: Mapping[str, Any]
    chosen: Mapping[str, Decision]

    @property
    def places(self) -> list[Place]:
        return [place for value in self.values.values() for place in _places(value)]

    @property
    def open_places(self) -> list[Place]:
        return [place for place in self.places if self._decision(place) is None]

    @property
    def state(self) -> dict[str, Any]:
        """Return the merged state, with ours where nothing was chosen."""
        return {name: self._value(value) for name, value in self.values.items()}

    @property
    def rejected(self) -> list[dict[str, Any]]:
        """Say of each place what lost, for the record."""
        return [
            {
                "field": place.field,
                "place": number,
                "base": place.base,
                "ours": place.ours,
                "theirs": place.theirs,
                "chosen": self._choice(place),
            }
            for number, place in enumerate(self.places, 1)
        ]

    def _choice(self, place: Place) -> Any:
        choice = self._decision(place)
        return choice.value(place) if choice else place.ours

    def _decision(self, place: Place) -> Decision | None:
        choice = self.chosen.get(place_key(place))
        return choice if choice and choice.is_valid(place) else None

    def _value(self, value: Any) -> Any:
        match value:
            case MergedText():
                return value.text(self._choice)
            case Place():
                return self._choice(value)
        return value


def merge_states(
    base: State,
    ours: State,
    theirs: State,
    chosen: Mapping[str, Decision] | None = None,
) -> Merge:
    """Merge each field that either side knows."""
    names = [*theirs, *(name for name in ours if name not in theirs)]
    values = {
        name: _merge_field(name, *(_value(side, name) for side in (base, ours, theirs)))
        for name in names
    }
    return Merge(dict(_numbered(values)), chosen or {})


def _value(state: State, name: str) -> Any:
    return state.get(name, "" if name.startswith(OVERRIDE) else None)


def _merge_field(name: str, base: Any, ours: Any, theirs: Any) -> Any:
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    sides = base, ours, theirs
    if is_text(name) and all(isinstance(side, str) for side in sides):
        return merge_texts(*sides)
    if all(isinstance(side, list) for side in sides):
        return merge_orders(*sides, first_matters=name == _FIRST_MATTERS)
    return Place(base, ours, theirs, ours)


def merge_orders(
    base: Sequence[Any],
    ours: Sequence[Any],
    theirs: Sequence[Any],
    *,
    first_matters: bool = False,
) -> list[Any] | Place:
    """Merge lists by what was added and removed, in the order of the side that moved it.

    A ``Place`` for a person to decide if both moved it otherwise; if ``first_matters``, also
    if each put another item first.
    """
    sides = ours, theirs
    kept = [
        _with_additions(lead, follow, base)
        for lead, follow in ((ours, theirs), (theirs, ours))
    ]
    mine, other = ([i for i in items if not _removed(i, base, sides)] for items in kept)
    has_moved = [_moved(base, side) for side in sides]
    is_place = all(has_moved) and _moved(ours, theirs)
    merged = other if has_moved == [False, True] else mine
    if first_matters:
        before, *firsts = (side[:1] for side in (base, ours, theirs))
        is_place |= before not in firsts and firsts[0] != firsts[1]
        first = next((one for one in firsts if one != before), before)
        merged = sorted(merged, key=lambda item: item not in first)
    if is_place and mine != other:
        return Place([*base], mine, other, mine)
    return merged


def _removed(item: Any, base: Sequence[Any], sides: Sequence[Sequence[Any]]) -> bool:
    return item in base and any(item not in side for side in sides)


def _with_additions(
    lead: Sequence[Any], follow: Sequence[Any], base: Sequence[Any]
) -> list[Any]:
    """Return the lead's items, and each that the other added behind its neighbour there."""
    items = [*lead]
    for n, item in enumerate(follow):
        if item in items or item in base:
            continue
        at = next((items.index(i) + 1 for i in follow[:n][::-1] if i in items), 0)
        while at < len(items) and items[at] not in base and items[at] not in follow:
            at += 1  # What both added at one place stands in the lead's order.
        items.insert(at, item)
    return items


def _moved(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Tell whether what both have stands in another order."""
    return [i for i in before if i in after] != [i for i in after if i in before]


def _places(value: Any) -> list[Place]:
    match value:
        case MergedText():
            return value.places
        case Place():
            return [value]
    return []


def _numbered(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values with the places named by their field, and alike ones numbered."""
    for name, value in values.items():
        match value:
            case Place():
                yield name, replace(value, field=name)
            case MergedText():
                seen: list[tuple[str, str, str]] = []
                pieces = []
                for piece in value.pieces:
                    if isinstance(place := piece.content, Place):
                        texts = place.base, place.ours, place.theirs
                        number = seen.count(texts)
                        seen.append(texts)
                        place = replace(place, field=name, number=number)
                        piece = piece._replace(content=place)
                    pieces.append(piece)
                yield name, replace(value, pieces=pieces)
            case _:
                yield name, value
