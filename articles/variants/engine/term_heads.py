"""Print the head of a compound term alike where it stands alone in the same clause.

国债收益率 is 公債殖利率 in Taiwan, so that 收益率 behind it in the clause is 殖利率.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from articles.variants.engine.words import cut

_CLAUSE = re.compile("[^，。！？；：…\n\ufdd0]+")


def heads_in(
    text: str,
    compounds: Sequence[tuple[int, str]],
    heads: Mapping[str, tuple[str, str]],
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and form of each head that stands alone beside its compound.

    ``compounds`` are places of terms that ``text`` no longer shows, and ``heads`` give
    their last words and how these are printed.
    """
    for clause in _CLAUSE.finditer(text):
        begin, end = clause.span()
        beside = {heads[form] for at, form in compounds if begin <= at < end}
        for head, printed in beside:
            if head in clause[0]:
                bounds = set(accumulate(map(len, cut(clause[0])), initial=begin))
                for found in re.finditer(head, clause[0]):
                    start = begin + found.start()
                    if {start, start + len(head)} <= bounds:
                        yield start, start + len(head), printed
