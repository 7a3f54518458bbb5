"""What is asked of an index, in the words of neither database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from articles.search.documents import IN_HEAD, IN_TAG, IN_TITLE, LABEL, OFTEN
from articles.search.tokens import is_character

# Tokens that must stand side by side.
Phrase = tuple[str, ...]
# Phrases of which one must stand there.
Group = tuple[Phrase, ...]

EVERYTHING: Group = ((LABEL,),)

# Ends the last token of a phrase that any token beginning so will do for.
BEGUN = "*"
# What begins with one letter is nearly everything.
_SHORTEST_BEGUN = 2


@dataclass(frozen=True)
class Match:
    """Articles that have one phrase of every required group, and none of an excluded.

    Something is required always; ``EVERYTHING`` is had by all.
    """

    required: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()

    def unfinished(self) -> Match:
        """The same for who is still typing: the last word may go on. Pairs of Han
        characters need no such care."""
        *groups, last = self.required
        return replace(self, required=(*groups, tuple(map(begun, last))))

    def in_title(self) -> Match:
        """All of it in the title."""
        marked = tuple(_marked(group, IN_TITLE) for group in self.required)
        return replace(self, required=marked)

    def best_first(self) -> tuple[Match, ...]:
        """The same in shrinking strictness: all of it in the title; in title, lead or
        tags; there or many times in the text; anywhere."""
        in_heads = tuple(_marked(group, IN_TITLE, IN_HEAD) for group in self.required)
        often = tuple(
            (*heads, *_often(group))
            for heads, group in zip(in_heads, self.required, strict=True)
        )
        return (
            self.in_title(),
            replace(self, required=in_heads),
            replace(self, required=(*self.required, *often)),
            self,
        )


@dataclass(frozen=True)
class Hits:
    """What finds the places of a match in one database, as pieces of a query.

    ``tables`` is for FROM, ``condition`` for WHERE and holds the ``parameters``;
    ``place`` names the column.
    """

    tables: str
    place: str
    condition: str
    parameters: tuple[str, ...]


def _marked(group: Group, *marks: str) -> Group:
    return tuple(
        phrase if _is_marked(phrase) else tuple(mark + token for token in phrase)
        for mark in marks
        for phrase in group
    )


def begun(phrase: Phrase) -> Phrase:
    """The phrase, of whose last word only the beginning may have been typed."""
    is_word = phrase[-1].isascii() and len(phrase[-1]) >= _SHORTEST_BEGUN
    return (*phrase[:-1], phrase[-1] + BEGUN) if is_word else phrase


def _often(group: Group) -> Group:
    """Single tokens are counted, so the first one stands for a phrase."""
    return tuple((OFTEN + phrase[0],) for phrase in group if not _is_marked(phrase))


def _is_marked(phrase: Phrase) -> bool:
    """Whether it says by itself where it must stand."""
    return phrase[0].startswith((LABEL, IN_TAG))


def is_label(phrase: Phrase) -> bool:
    return phrase[0].startswith(LABEL)


def is_single(group: Group) -> bool:
    """Whether a group asks for single Han characters, which no pair of them finds."""
    return all(map(is_one_character, group))


def is_one_character(phrase: Phrase) -> bool:
    return len(phrase) == 1 and is_character(phrase[0])
