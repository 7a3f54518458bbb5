"""One name in two spellings: 鲍威尔 and 包威尔, Nvidia and NVIDIA."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import HAN, Copy, Finding, Passage

_WORD = re.compile(r"(?<![\w.:/@#$-])[A-Za-z]{4,}(?![\w@-]|\.[A-Za-z])", re.ASCII)
# In brackets, behind a colon or an exchange, capitals are a ticker: (META), NYSE: META.
_MAY_BE_TICKER = re.compile(r"[(（：:]\s?$")
_LONGEST_TICKER = 5
# 鲍威尔(Jerome Powell): an original in brackets gives a transliteration away.
_WITH_ORIGINAL = re.compile(rf"([{HAN}·]{{3,}}) ?[（(][A-Z][a-z]+")
_LENGTHS_OF_NAMES = range(3, 7)
_MOST_NAMES = 60


@register
class LatinNames(Check):
    key = "latin_names"
    label = gettext_lazy("A Latin name in two spellings")

    def find(self, copy: Copy) -> Iterator[Finding]:
        places: defaultdict[str, list[tuple[Passage, re.Match[str]]]]
        places = defaultdict(list)
        for passage in copy.passages:
            if passage.is_chinese == copy.language.startswith("zh"):
                for match in _words(passage):
                    places[match[0].casefold()].append((passage, match))
        for found in places.values():
            yield from self._odd_ones(found, is_chinese=copy.language.startswith("zh"))

    def _odd_ones(
        self, found: list[tuple[Passage, re.Match[str]]], *, is_chinese: bool
    ) -> Iterator[Finding]:
        counts = Counter(match[0] for _passage, match in found)
        if not _is_one_name([*counts], is_chinese=is_chinese):
            return
        usual = max(counts, key=counts.__getitem__)
        for passage, match in found:
            if match[0] != usual:
                is_plain = counts[usual] >= 2 * counts[match[0]]
                fix = usual if is_plain else None
                yield passage.find(match, _also_written(usual), fix)


def _words(passage: Passage) -> Iterator[re.Match[str]]:
    for match in _WORD.finditer(passage.prose):
        is_short = match[0].isupper() and len(match[0]) <= _LONGEST_TICKER
        before = passage.prose[max(0, match.start() - 2) : match.start()]
        if not (is_short and _MAY_BE_TICKER.search(before)):
            yield match


def _is_one_name(forms: list[str], *, is_chinese: bool) -> bool:
    """Tell whether the forms are spellings of a name.

    In Chinese a Latin word with a capital is one. English begins sentences and sets
    headings in capitals: there only capitals within a word tell a name (GitHub, Github).
    """
    if len(forms) < 2:
        return False
    if is_chinese:
        return all(form[0].isupper() for form in forms)
    has_inner = [form for form in forms if form[1:] != form[1:].lower()]
    mixed = [form for form in has_inner if not form.isupper()]
    return bool(mixed) and all(
        not form.isupper() and form != form.lower() for form in forms
    )


@register
class ChineseNames(Check):
    key = "names"
    label = gettext_lazy("One name in two spellings")

    def find(self, copy: Copy) -> Iterator[Finding]:
        passages = list(copy.chinese)
        yield from _other_forms(copy, passages)
        yield from _homophones(copy, passages)


def _other_forms(copy: Copy, passages: list[Passage]) -> Iterator[Finding]:
    """Find the forms of one term that an article uses side by side."""
    found = [
        (passage, start, end, form, group)
        for passage in passages
        for start, end, form, group in copy.names.places(passage.prose)
    ]
    forms: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for _passage, _start, _end, form, group in found:
        forms[group][form] += 1
    for passage, start, end, form, group in found:
        usual = max(forms[group], key=forms[group].__getitem__)
        # 特朗普 within 唐纳德·特朗普 is no second name.
        if form != usual and usual not in form and form not in usual:
            yield Finding(passage.field, start, end, _also_written(usual))


def _homophones(copy: Copy, passages: list[Passage]) -> Iterator[Finding]:
    """Find a name of which one character is another that sounds alike."""
    whole = copy.whole_chinese
    names = Counter(_names_in(copy, whole))
    for name, _count in names.most_common(_MOST_NAMES):
        pattern = _one_character_off(name)
        for passage in passages:
            for match in pattern.finditer(passage.prose):
                if _sounds_alike(name, match[0]):
                    is_usual = whole.count(match[0]) > whole.count(name)
                    if not is_usual:
                        yield passage.find(match, _also_written(name), name)


def _names_in(copy: Copy, whole: str) -> Iterator[str]:
    for start, end, _form, _group in copy.names.places(whole):
        if end - start in _LENGTHS_OF_NAMES:
            yield whole[start:end]
    for match in _WITH_ORIGINAL.finditer(whole):
        surname = match[1].rpartition("·")[2]
        if len(surname) in _LENGTHS_OF_NAMES and "·" in match[1]:
            yield surname


def _one_character_off(name: str) -> re.Pattern[str]:
    forms = (
        f"{re.escape(name[:at])}[{HAN}]{re.escape(name[at + 1 :])}"
        for at in range(len(name))
    )
    return re.compile("|".join(forms))


def _sounds_alike(name: str, other: str) -> bool:
    pairs = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    return len(pairs) == 1 and not _syllables(pairs[0][0]).isdisjoint(
        _syllables(pairs[0][1])
    )


def _syllables(char: str) -> frozenset[str]:
    # Its dictionaries take 55 MB and a sixth of a second: few texts ask.
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def _also_written(usual: str) -> str:
    return _("Elsewhere in the article: “%(usual)s”") % {"usual": usual}
