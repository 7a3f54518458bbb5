"""Match expressions: the conditions that the index is asked for, in neither database's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.search.analysis import is_character
from articles.search.documents import (
    CHARACTER,
    IN_HEAD,
    IN_TAG,
    IN_TITLE,
    LABEL,
    OFTEN,
)

# Tokens that must stand side by side.
Phrase = tuple[str, ...]
# Phrases of which one must be there.
Group = tuple[Phrase, ...]

EVERYTHING: Group = ((LABEL,),)

# Ends the last token of a phrase that any token with this beginning satisfies.
PREFIX = "*"
# What begins with one letter is nearly everything.
_SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class MatchExpression:
    """Articles that have one phrase of every required group, and none of an excluded.

    At least one group is required; ``EVERYTHING`` is in all articles.
    """

    required: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()

    def unfinished(self) -> MatchExpression:
        """Return the same for somebody still typing: the last word may go on. Pairs of Han
        characters need no such care."""
        *groups, last = self.required
        return replace(self, required=(*groups, tuple(map(as_prefix, last))))

    def in_title(self) -> MatchExpression:
        marked = tuple(_marked(group, IN_TITLE) for group in self.required)
        return replace(self, required=marked)

    def best_first(self) -> tuple[MatchExpression, ...]:
        """Return ever wider expressions: all of it in the title; in title, lead or tags;
        there or many times in the text. The whole expression would be the next."""
        in_heads = tuple(_marked(group, IN_TITLE, IN_HEAD) for group in self.required)
        often = tuple(
            (*heads, *_often(group))
            for heads, group in zip(in_heads, self.required, strict=True)
        )
        return (
            self.in_title(),
            replace(self, required=in_heads),
            replace(self, required=(*self.required, *often)),
        )


@dataclass(frozen=True)
class MatchSql:
    """The pieces of an SQL query for the docids that match in one database.

    ``tables`` is for FROM, ``condition`` for WHERE and holds the ``parameters``;
    ``docid`` names the column.
    """

    tables: str
    docid: str
    condition: str
    parameters: tuple[str, ...]


def phrase_of(tokens: Sequence[str]) -> Phrase:
    """Return the phrase of a text's tokens; a single Han character is found by its mark."""
    match tokens:
        case [token] if is_character(token):
            return (CHARACTER + token,)
    return tuple(tokens)


def as_prefix(phrase: Phrase) -> Phrase:
    """Return the phrase with a last word of which only the beginning may be typed yet."""
    is_word = phrase[-1].isascii() and len(phrase[-1]) >= _SHORTEST_PREFIX
    return (*phrase[:-1], phrase[-1] + PREFIX) if is_word else phrase


def _marked(group: Group, *marks: str) -> Group:
    return tuple(
        phrase if _is_placed(phrase) else tuple(mark + token for token in phrase)
        for mark in marks
        for phrase in group
    )


def _often(group: Group) -> Group:
    """Single tokens are counted, so the first one stands for a phrase."""
    return tuple((OFTEN + phrase[0],) for phrase in group if not _is_placed(phrase))


def _is_placed(phrase: Phrase) -> bool:
    """Say whether a phrase itself names the place where it must stand."""
    return phrase[0].startswith((LABEL, IN_TAG))
