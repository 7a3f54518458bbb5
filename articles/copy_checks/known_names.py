"""The names of people and companies that the desk's terms know in several forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.variants.engine import fold_han

# Two characters stand by chance in other words: 川普 in 四川普遍.
_SHORTEST = 2


def fold_script(text: str) -> str:
    """Fold each character to one script: a place here is the same place in the text."""
    return "".join(
        folded if len(folded := fold_han(char)) == 1 else char for char in text
    )


class KnownNames:
    """Groups of the forms that one name has, and forms that no name is found in."""

    def __init__(
        self, groups: Iterable[Sequence[str]] = (), guards: Iterable[str] = ()
    ) -> None:
        self._group_of: dict[str, int] = {}
        for number, forms in enumerate(groups):
            folded = dict.fromkeys(map(fold_script, forms))
            for form in folded:
                # 谷歌（Google） names the original, no second form.
                if len(form) >= _SHORTEST and not form.isascii():
                    self._group_of.setdefault(form, number)
        self._guards = {fold_script(form) for form in guards} - self._group_of.keys()

    @cached_property
    def _patterns(self) -> list[str]:
        return [*self._group_of, *self._guards]

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)

    def places(self, text: str) -> list[tuple[int, int, str, int]]:
        """Find start, end, folded form and group of each name in a text."""
        if not self._group_of:
            return []
        found = self._automaton.find_matches_as_indexes(fold_script(text))
        named = ((self._patterns[number], start, end) for number, start, end in found)
        return [
            (start, end, form, self._group_of[form])
            for form, start, end in named
            if form in self._group_of
        ]
