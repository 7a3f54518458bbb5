"""Print what OpenCC leaves open as each variant does: quotation marks, chosen forms.

A step of its own, after OpenCC and outside it. Rows of plain data, so that an editor can
switch each of them; nothing here touches what a term or a mark decided.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from articles.variants.engine.placeholders import BLOCK_END


@dataclass(frozen=True, slots=True)
class StyleRow:
    """In one variant, ``printed`` stands for OpenCC's ``converted``.

    The row of quotation marks holds pairs, the outer one first: ``“”‘’`` → ``「」『』``.
    """

    language: str
    converted: str
    printed: str
    is_on: bool = True

    @property
    def is_quotes(self) -> bool:
        """Four marks for four; a phrase of four characters is a form like any other."""
        is_four = len(self.converted) == len(self.printed) == 4
        return is_four and set(self.converted) <= set(QUOTES)


CURLY, CORNER = "“”‘’", "「」『』"
QUOTES = CURLY + CORNER


def _default_rows() -> tuple[StyleRow, ...]:
    """Read the rows that a new site begins with.

    Where ``of`` counts the places of Hong Kong's news that have either form, ``agreeing``
    counts those that print ours; ``docs/scripts.md`` says how and what follows.
    """
    file = files("articles.variants.engine") / "house_style_rows.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        StyleRow(r["language"], r["converted"], r["printed"], r["is_on"] == "yes")
        for r in rows
    )


DEFAULT_ROWS = _default_rows()


# A form that begins so might be found inside &amp; or &#x27;, where there is no text.
_MAYBE_IN_ENTITY = re.compile(r"[#;\w]", re.ASCII)
_ENTITY = r"(&#?\w+;)"


@dataclass(frozen=True)
class _Form:
    """A form to look for and one to print; ``pattern`` is for those in entities too."""

    converted: str
    printed: str
    pattern: re.Pattern[str] | None = None

    @property
    def in_html(self) -> _Form:
        """The same as HTML spells it, quotes too: it may stand in an attribute."""
        converted = html.escape(self.converted, quote=False)
        pattern = None
        if _MAYBE_IN_ENTITY.match(converted):
            pattern = re.compile(f"{_ENTITY}|{re.escape(converted)}", re.ASCII)
        return _Form(converted, html.escape(self.printed), pattern)

    @cached_property
    def telling(self) -> str:
        """The character that is to change, as a rule a rare one: 佈 in 公佈."""
        pairs = zip(self.converted, self.printed, strict=False)
        return next((old for old, new in pairs if old != new), self.converted[:1])

    def put_into(self, text: str) -> str:
        if self.telling not in text:  # A tenth of the time of a search for the word.
            return text
        if self.pattern is None:
            return text.replace(self.converted, self.printed)
        return self.pattern.sub(lambda found: found[1] or self.printed, text)


class HouseStyle:
    """The rows that are on, ready for use. With no rows it changes nothing."""

    def __init__(self, rows: Iterable[StyleRow] = ()) -> None:
        self.rows = tuple(row for row in rows if row.is_on)
        self._forms: dict[tuple[str, bool], list[_Form]] = {}
        self._quotes: dict[str, tuple[str, str]] = {}
        for row in self.rows:
            if row.is_quotes:
                self._quotes[row.language] = (row.converted, row.printed)
            else:
                form = _Form(row.converted, row.printed)
                self._forms.setdefault((row.language, False), []).append(form)
                self._forms.setdefault((row.language, True), []).append(form.in_html)

    def with_forms(self, converted: str, target: str, *, in_html: bool = False) -> str:
        """Put the chosen forms into a text that OpenCC has converted.

        In HTML the text has its entities, and what is printed gets them.
        """
        for form in self._forms.get((target, in_html), ()):
            converted = form.put_into(converted)
        return converted

    def has_quotes(self, text: str, target: str) -> bool:
        """Return whether ``quotes_in`` might find any; much cheaper."""
        pairs = self._quotes.get(target)
        return pairs is not None and any(quote in text for quote in pairs[0])

    def quotes_in(self, text: str, target: str) -> Iterator[tuple[int, str]]:
        """Yield, in order, where in a source text which quotation mark is printed."""
        if pairs := self._quotes.get(target):
            yield from _new_quotes(text, *pairs)


PLAIN = HouseStyle()
DEFAULT_STYLE = HouseStyle(DEFAULT_ROWS)

_OPENER_OF = dict(zip(QUOTES[1::2], QUOTES[::2], strict=True))
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[A-Za-z]")
_DEEPEST = 20


def _new_quotes(text: str, old: str, new: str) -> Iterator[tuple[int, str]]:
    """Replace quotes by their depth in a paragraph; outermost ones get the outer pair.

    Pairs around words without a Chinese character stay, and so do apostrophes. A mark
    that opens a paragraph and is not closed there (a speech over several paragraphs)
    follows the characters beside it.
    """
    changed: list[tuple[int, str]] = []
    open_quotes: list[tuple[int, str]] = []
    last = -1  # Where the paragraph ends.
    for at in _places_of_quotes(text):
        char = text[at]
        if at > last or len(open_quotes) > _DEEPEST:
            changed += _unclosed(text, open_quotes, old, new)
            open_quotes.clear()
            last = text.find(BLOCK_END, at) % (len(text) + 1)
        if char not in _OPENER_OF:
            open_quotes.append((at, char))
        elif char == "’" and _is_apostrophe(text, at):
            continue
        elif _OPENER_OF[char] in [opened for _at, opened in open_quotes]:
            while open_quotes[-1][1] != _OPENER_OF[char]:
                changed += _unclosed(text, [open_quotes.pop()], old, new)
            start, opened = open_quotes.pop()
            if opened in old and (opened in CORNER or _HAN.search(text, start, at)):
                pair = new[2:] if len(open_quotes) % 2 else new[:2]
                changed += (start, pair[0]), (at, pair[1])
        elif char in old and char != "’" and _HAN.search(text, max(at - 2, 0), at):
            changed.append((at, new[old.index(char)]))
    changed += _unclosed(text, open_quotes, old, new)
    yield from sorted(changed)


def _places_of_quotes(text: str) -> list[int]:
    """Find every quotation mark. Eight plain searches beat one pattern."""
    places = []
    for quote in QUOTES:
        at = text.find(quote)
        while at >= 0:
            places.append(at)
            at = text.find(quote, at + 1)
    return sorted(places)


def _unclosed(
    text: str, quotes: list[tuple[int, str]], old: str, new: str
) -> list[tuple[int, str]]:
    return [
        (at, new[old.index(char)])
        for at, char in quotes
        if char in old and char != "‘" and _HAN.match(text, at + 1)
    ]


def _is_apostrophe(text: str, at: int) -> bool:
    return (
        _LETTER.match(text, at + 1) is not None
        and at > 0
        and _LETTER.match(text, at - 1) is not None
    )
