"""Find terms that contradict each other, before they are saved. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from articles.choices import Language, TermKind
from articles.variants.engine import CHINESE, TermEntry

# One shared character settles itself, from left to right: every name that begins as
# another ends would be refused otherwise (美联储, 储备银行).
SHORTEST_OVERLAP = 2


class Clash(StrEnum):
    SAME_FORM = "same-form"
    CIRCULAR = "circular"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Contradiction:
    """Two terms that disagree about ``text``, as written in ``language``."""

    clash: Clash
    first: TermEntry
    second: TermEntry
    language: Language
    text: str


def find_contradictions(terms: Iterable[TermEntry]) -> list[Contradiction]:
    """Find every pair of one rank that disagrees, in the order of the terms.

    A longer term that contains a shorter one is none: the longer one wins. Regional
    words give way: they may overlap any term (the one that begins first wins), and share
    a form of Taiwan's or Hong Kong's. Costs a few milliseconds per thousand terms.
    """
    unique = list(dict.fromkeys(terms))
    found: dict[tuple[TermEntry, TermEntry], Contradiction] = {}
    for pair in [*_circles(unique), *_same_forms(unique), *_overlaps(unique)]:
        found.setdefault((pair.first, pair.second), pair)
    return list(found.values())


def contradictions_with(
    term: TermEntry, others: Iterable[TermEntry]
) -> list[Contradiction]:
    """Find the contradictions that saving ``term`` would bring in."""
    return [
        contradiction
        for contradiction in find_contradictions([*others, term])
        if term in (contradiction.first, contradiction.second)
    ]


def _same_forms(terms: list[TermEntry]) -> Iterator[Contradiction]:
    for language in CHINESE:
        first_with: dict[str, TermEntry] = {}
        for term in terms:
            form = term.form(language)
            other = first_with.setdefault(form, term)
            if other is term or _may_share(other, term, language):
                continue
            if form and _disagree(other, term, form):
                yield Contradiction(Clash.SAME_FORM, other, term, language, form)


def _may_share(first: TermEntry, second: TermEntry, language: Language) -> bool:
    """Return whether one word of a region may stand for both terms.

    Taiwan has 記憶體 for 内存 and for 存储器. Back from there the first counts, and a
    regional word comes after all others.
    """
    is_theirs = language != Language.SIMPLIFIED
    return is_theirs and (first.is_regional or second.is_regional)


def _disagree(first: TermEntry, second: TermEntry, form: str) -> bool:
    return any(
        first.printed(form, target) != second.printed(form, target)
        for target in CHINESE
    )


def _circles(terms: list[TermEntry]) -> Iterator[Contradiction]:
    """Find pairs of which one makes 乙 of 甲, the other 甲 of 乙."""
    decided = [term for term in terms if term.kind != TermKind.LEAVE_ALONE]
    for one, other in ((a, b) for a in CHINESE for b in CHINESE if a != b):
        ways = {(t.form(one), t.form(other)): t for t in reversed(decided)}
        for (written, printed), term in ways.items():
            back = ways.get((printed, written))
            if back and back != term and written != printed and written and printed:
                first, second = sorted((term, back), key=terms.index)
                yield Contradiction(Clash.CIRCULAR, first, second, one, written)


def _overlaps(terms: list[TermEntry]) -> Iterator[Contradiction]:
    for language in CHINESE:
        begins: defaultdict[str, list[TermEntry]] = defaultdict(list)
        for term in terms:
            if form := term.form(language):
                begins[form[:SHORTEST_OVERLAP]].append(term)
        forms = {term.form(language) for term in terms}
        for term in terms:
            for other, shared in _followers(term, begins, language):
                text = term.form(language) + other.form(language)[len(shared) :]
                # A term for both together settles it: the longest wins.
                if text not in forms and _differ(term, other, language):
                    yield Contradiction(Clash.OVERLAP, term, other, language, text)


def _followers(
    term: TermEntry, begins: dict[str, list[TermEntry]], language: Language
) -> Iterator[tuple[TermEntry, str]]:
    """Yield terms that begin with the end of this one, and what they share."""
    form = term.form(language)
    for start in range(1, len(form) - SHORTEST_OVERLAP + 1):
        shared = form[start:]
        for other in begins.get(shared[:SHORTEST_OVERLAP], ()):
            written = other.form(language)
            goes_on = len(written) > len(shared) and written.startswith(shared)
            gives_way = term.is_regional or other.is_regional
            if other is not term and goes_on and not gives_way:
                yield other, shared


def _differ(first: TermEntry, second: TermEntry, language: Language) -> bool:
    """Return whether the shared characters are printed by one term as not by the other."""
    for target in CHINESE:
        one = first.printed(first.form(language), target)
        two = second.printed(second.form(language), target)
        # 股票選擇權 and 選擇權合約 join without a seam, however long 期權 became.
        lengths = range(SHORTEST_OVERLAP, min(len(one), len(two)) + 1)
        if one and two and not any(one[-n:] == two[:n] for n in lengths):
            return True
    return False
