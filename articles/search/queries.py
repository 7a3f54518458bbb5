"""What a reader types: words, phrases in quotes, ``-word``, ``tag:``, ``source:``, ``author:``.

Nothing is an error. What holds no letter, digit or Han character is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.search.tokens import HAN, tokens_of

# Whatever is longer is cut: a story is found by less, and no query may cost without end.
MAX_LENGTH = 200
_MOST_WORDS = 12
# Of a pasted sentence so many Han characters or whole words are looked for.
_BEGINNING = re.compile(rf"(?:[\W_]*(?:[{HAN}]|[^\W_{HAN}]+)){{1,40}}")

_FIELDS = {
    **dict.fromkeys(("tag", "标签", "標籤"), "tag"),
    **dict.fromkeys(("source", "来源", "來源"), "source"),
    **dict.fromkeys(("author", "作者"), "author"),
    **dict.fromkeys(("category", "分类", "分類"), "category"),
}
_QUOTED = "|".join(
    f"{opening}[^{closing}]*{closing}?"
    for opening, closing in ('""', "“”", "「」", "『』", "«»", "＂＂")
)
_WORDS = rf"{_QUOTED}|[^\s“「『«]+"
_PART = re.compile(
    rf"(?P<minus>[-−－](?=\S))?"
    rf"(?:(?P<field>{'|'.join(_FIELDS)})[:：](?P<name>{_WORDS})?|(?P<words>{_WORDS}))",
    re.IGNORECASE,
)
_QUOTES = '"“”「」『』«»＂'
# What people type between words in other engines; all words are wanted anyway.
_NOISE = {"AND", "&&", "+"}


@dataclass(frozen=True)
class Part:
    """One thing asked for: words that stand side by side, or the name of a label."""

    words: str
    field: str = ""
    is_excluded: bool = False


def parts_of(query: str) -> list[Part]:
    """What a query asks for, in order."""
    parts = []
    # No database takes a NUL, not even where a name is looked up.
    for found in _PART.finditer(query[:MAX_LENGTH].replace("\x00", " ")):
        words = (found["words"] or found["name"] or "").strip(_QUOTES).strip()
        if words in _NOISE or not tokens_of(words):
            continue
        field = _FIELDS[found["field"].casefold()] if found["field"] else ""
        beginning = _BEGINNING.match(words)
        if beginning and tokens_of(words[beginning.end() :]):
            words = beginning[0]
        parts.append(Part(words, field, bool(found["minus"])))
    return parts[:_MOST_WORDS]
