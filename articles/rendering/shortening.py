"""Cut a text short without cutting a figure: half a figure is another one."""

from __future__ import annotations

import re

from articles.rendering.scripts import HAN_RANGES

DANGLING = " ,;:，、；：—–-"
# A longer run of digits is none that anybody reads.
LONGEST_FIGURE = 60

_DIGITS = "0-9０-９⁰¹²³⁴-⁹⁺⁻〇零一二三四五六七八九十百千万萬亿億兆两兩"
_UNITS = (
    "thousand|million|billion|trillion|percent|per cent|percentage points?|basis points?"
    "|bn|mn|tn|bps?|pct"
)
_FIGURE = re.compile(
    rf"[-+−±$€£¥￥]?(?:[{_DIGITS}]|[.,:/^~–-](?=[0-9０-９]))+"
    rf"(?:[%％‰℃]|\s?(?:{_UNITS})\b|\s?[{HAN_RANGES}])?"
)
_WORD_AT_END = re.compile(rf"[^\W\d_{HAN_RANGES}]{{1,40}}\Z")


def shorten(text: str, length: int) -> str:
    """Give at most so many characters, with an ellipsis where the text goes on."""
    if len(text) <= length:
        return text
    end = end_of_whole_figures(text, length - 1)
    if text[end].isalpha():
        end -= len(_last_word(text[:end]))
    kept = text[:end].rstrip(DANGLING)
    return f"{kept or text[: length - 1]}…"


def end_of_whole_figures(text: str, end: int) -> int:
    """Move the end of a cut before the figure that it would go through.

    A figure's unit is a part of it: “3” is not what “3.2 billion” begins with.
    """
    start = max(0, end - LONGEST_FIGURE)
    for figure in _FIGURE.finditer(text[start : end + LONGEST_FIGURE]):
        if start + figure.start() < end < start + figure.end():
            is_endless = start > 0 and figure.start() == 0
            return end if is_endless else start + figure.start()
    return end


def _last_word(text: str) -> str:
    found = _WORD_AT_END.search(text, max(0, len(text) - 41))
    return found[0] if found else ""
