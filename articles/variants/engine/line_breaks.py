"""Where a line of a Chinese headline may end: between words, never inside one.

Browsers break Chinese between any two characters, and no style makes them know words. The
same text in Traditional characters is cut as it would be in Simplified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from articles.variants.engine.words import cut_words

_NUMERALS = "〇零一二两兩三四五六七八九十百千万萬亿億兆"
_NUMBER = rf"(?:[0-9０-９]+(?:[.,:/．，：／–-][0-9０-９]+)*[{_NUMERALS}]*|[{_NUMERALS}几幾数數半]+)[多余餘]?"
_UNITS = (
    *("%", "％", "‰", "个百分点", "個百分點", "百分点", "百分點"),
    *("个基点", "個基點", "基点", "基點", "bps", "bp", "倍", "成"),
    *("人民币", "人民幣", "美元", "港元", "港币", "港幣", "台币", "台幣"),
    *("日元", "日圓", "欧元", "歐元", "英镑", "英鎊", "元", "圓"),
    *("公吨", "公噸", "吨", "噸", "桶", "盎司", "点", "點", "年", "月", "日"),
    *("天", "周", "週", "小时", "小時", "分钟", "分鐘", "秒", "人", "岁", "歲"),
)
# What is counted follows them: 32只个股.
_MEASURES = (
    "个個只隻家名位项項条條件款档檔支间間座辆輛艘架台臺部份张張枚口笔筆种種类類批组組届屆"
    "轮輪场場次起宗单單大伙"
)
_QUANTITY = re.compile(
    rf"{_NUMBER}(?P<space> ?)(?:{'|'.join(_UNITS)}|(?P<measure>[{_MEASURES}]))"
)
_LONGEST_COUNTED = 4
_ORDINAL_OR_NUMBER = re.compile(rf"第?[{_NUMERALS}]+")
# They lean on the word before them, and these on the number after them.
_LEANING = frozenset("的地得了着過过們们吗嗎呢吧里裡裏上下中丨")
_BEFORE_NUMBERS = frozenset("第逾超近约約每")
# Where an editor parted a headline in two, the plainest sign first.
_SEAMS = tuple(
    map(
        re.compile,
        (
            r"　+|(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])",
            r"\s*[|｜丨]\s*",
            "——",
            r"(?<=[^\x00-\x7f])[:：]",
        ),
    )
)
_SHORTEST_HALF = 6


@lru_cache(maxsize=4096)
def unbroken_parts(text: str) -> tuple[str, ...]:
    """Cut a text into the parts inside which no line ends; joined they give it again.

    Marks and spaces stay with the word beside them: a browser knows where those may break.
    """
    if text.isascii():
        return (text,)
    words = cut_words(text)
    ends = list(accumulate(map(len, words)))
    bound, counted = _bound_places(text, dict(zip(ends, words[1:], strict=False)))
    breaks = [
        end
        for end, (word, following) in zip(ends, pairwise(words), strict=False)
        if end not in bound and _may_break(word, following, ends_number=end in counted)
    ]
    return tuple(text[start:end] for start, end in pairwise([0, *breaks, len(text)]))


def _bound_places(text: str, word_at: dict[int, str]) -> tuple[set[int], set[int]]:
    """Return the places of a text where numbers allow no break, and where they end."""
    bound: set[int] = set()
    ends: set[int] = set()
    for quantity in _QUANTITY.finditer(text):
        start, end = quantity.span()
        bound.update(range(start + 1, end))
        if start in ends:  # The parts of one quantity or of a date: 11月30日.
            bound.add(start)
        counted = word_at.get(end, "") if quantity["measure"] else ""
        if counted[:1].isalpha() and len(counted) <= _LONGEST_COUNTED:
            bound.add(end)
        ends.add(end)
    return bound, ends


def _may_break(word: str, following: str, *, ends_number: bool) -> bool:
    if following in _LEANING:
        return False
    last, first = word[-1], following[0]
    if last in _BEFORE_NUMBERS and (first.isdecimal() or first in _NUMERALS):
        return False
    # A number stays with what it counts: 50个, 百亿. Nothing goes between two Latin letters.
    is_end = last.isalpha() and not _ORDINAL_OR_NUMBER.fullmatch(word)
    is_between_words = (is_end or ends_number) and first.isalnum()
    return is_between_words and not (last.isascii() and first.isascii())


def spaced_quantities(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text has numbers with a space before their units, such as 50 家."""
    for quantity in _QUANTITY.finditer(text):
        if quantity["space"]:
            yield quantity.span()


def headline_halves(text: str) -> tuple[str, ...]:
    """Cut a headline where its editor parted it, by a wide space, a stroke, a dash or a
    colon; joined the halves give it again. None of them is a mere word."""
    for seam in _SEAMS:
        places = [found.end() for found in seam.finditer(text)]
        halves = [text[a:b] for a, b in pairwise([0, *places, len(text)])]
        if places and min(map(_ems, halves)) >= _SHORTEST_HALF:
            return tuple(halves)
    return (text,)


def _ems(text: str) -> float:
    """Return about how wide a text is: Latin letters are half as wide as Chinese ones."""
    return sum(0.5 if char.isascii() else 1 for char in text.strip())
