"""The term base: names and phrases whose form in each variant an editor decided.

Matched before OpenCC sees the text. Within one base the leftmost match wins, and the
longest of those that begin together; ``fixed_spans`` ranks bases among each other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.choices import Language, TermKind
from articles.variants.engine.opencc import convert_script
from articles.variants.engine.titles import TITLES
from articles.variants.engine.word_forms import converted_words
from articles.variants.engine.words import cut, known_words

CHINESE = (Language.SIMPLIFIED, Language.TAIWAN, Language.HONG_KONG)
# Whose form stands in where a term has none for a variant. Never across scripts.
_STANDS_IN: dict[str, str] = {
    Language.TAIWAN: Language.HONG_KONG,
    Language.HONG_KONG: Language.TAIWAN,
}
_COMPOUNDS = frozenset([TermKind.INSTRUMENT])
_NAMES = frozenset([TermKind.PERSON, TermKind.COMPANY, TermKind.INSTRUMENT])
# How many characters on either side tell whether a name stands there, and those that may
# go on a foreign one: 鮑爾 is not in 鮑爾曼.
_AROUND_A_NAME = 8
_GOES_ON = frozenset("曼斯特亚尔森顿克德夫维拉罗纳尼诺格")
_WITH_TITLE = re.compile(f"(.*(?:{'|'.join(TITLES)}))(.{{2,}})")
_LATIN = "A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a"
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_OTHER_LETTER = re.compile(rf"[^\W\d_{_LATIN}]")
_LATIN_START = re.compile(r"[0-9]*[A-Za-z]")
_LATIN_END = re.compile(r"[A-Za-z][0-9]*\Z")
_JOINED_BEFORE = re.compile(r"(?:[A-Za-z0-9$&#@_]|[A-Za-z0-9][./:-])\Z")
_JOINED_AFTER = re.compile(r"[A-Za-z0-9@_]|[./:-][A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One entry: a form per variant. An empty form means none was decided.

    A term to be left alone needs one form; it is printed as it was written. A regional
    word (软件, 軟體, 軟件) is one that a site may decide not to translate.
    """

    simplified: str
    taiwan: str = ""
    hong_kong: str = ""
    kind: TermKind = TermKind.PHRASE
    is_regional: bool = False

    @property
    def has_no_form(self) -> bool:
        """True of an empty term, and of one with a form of spaces only."""
        forms = [form for _language, form in self.forms()]
        return not forms or any(not form.strip() for form in forms)

    @property
    def is_incomplete(self) -> bool:
        """True where a form is missing; a term to be left alone may lack some."""
        is_kept = self.kind == TermKind.LEAVE_ALONE
        return not is_kept and len(list(self.forms())) < len(CHINESE)

    def form(self, language: str) -> str:
        match language:
            case Language.SIMPLIFIED:
                return self.simplified
            case Language.TAIWAN:
                return self.taiwan
            case Language.HONG_KONG:
                return self.hong_kong
        return ""

    def forms(self) -> Iterator[tuple[Language, str]]:
        """Yield every form there is, with its language."""
        for language in CHINESE:
            if form := self.form(language):
                yield language, form

    def printed(self, written: str, target: str) -> str:
        """Print a form found in a text for ``target``; empty if undecided."""
        if self.kind == TermKind.LEAVE_ALONE:
            return written
        return self.form(target) or self.form(_STANDS_IN.get(target, ""))

    def head(self, target: str) -> tuple[str, str] | None:
        """Give the last word of a compound and its form, if that is another alone.

        So 收益率 of 国债收益率. Nothing tells the head of a term that changes its length.
        """
        compound, printed = self.simplified, self.printed(self.simplified, target)
        if self.kind not in _COMPOUNDS or len(compound) != len(printed):
            return None
        head = cut(compound)[-1] if compound else ""
        form = printed[len(compound) - len(head) :]
        is_other = form != converted_words(Language.SIMPLIFIED, target)[head]
        is_part = 1 < len(head) < len(compound)
        return (head, form) if is_part and is_other else None


class TermBase:
    """Terms of one rank, ready to be found in texts. Made once, used for every text.

    A source text may hold any form of a term; a short one from another variant only if
    it shows by a character that it comes from there, or is a name of the other Traditional
    region among words that leave it whole: 川普 in a text of Hong Kong. In a Traditional
    text the Simplified form counts in Traditional spelling too: 服務器. A form of the text's own language
    goes before another term's form elsewhere: 土豆 in a Simplified text is a potato. Of
    two terms with one form the first counts. Terms that ``are_names`` count only among
    words that leave them whole.
    """

    def __init__(self, terms: Iterable[TermEntry], *, are_names: bool = False) -> None:
        self.terms = tuple(terms)
        self.are_names = are_names
        self._finders: dict[str, _Finder] = {}
        self._printed: dict[tuple[str, str, bool], list[str]] = {}
        self._heads: dict[str, dict[str, tuple[str, str]]] = {}

    @cached_property
    def without_titles(self) -> list[tuple[TermEntry, TermEntry]]:
        """Pair each term for a person with a title with the person alone."""
        people = (term for term in self.terms if term.kind == TermKind.PERSON)
        pairs = ((term, _without_title(term)) for term in people)
        return [(term, name) for term, name in pairs if name]

    def heads(self, target: str) -> dict[str, tuple[str, str]]:
        """Give the heads of compounds, by the compound's Simplified form."""
        if target not in self._heads:
            heads = ((term.simplified, term.head(target)) for term in self.terms)
            self._heads[target] = {compound: head for compound, head in heads if head}
        return self._heads[target]

    def finder(self, source: str) -> _Finder:
        if source not in self._finders:
            by_form = _by_form(self.terms, source)
            names = {
                form
                for form, term in by_form.items()
                if self.are_names or _is_name_of_sister(term, form, source)
            }
            self._finders[source] = _Finder(by_form, names)
        return self._finders[source]

    def printed(self, source: str, target: str, *, in_html: bool) -> list[str]:
        """Print each pattern of ``finder(source)`` for ``target``, in its order."""
        key = (source, target, in_html)
        if key not in self._printed:
            words = []
            for spelled, term in self.finder(source).by_form.items():
                form = html.unescape(spelled) if in_html else spelled
                words.append(term.printed(form, target))
            self._printed[key] = [html.escape(w) for w in words] if in_html else words
        return self._printed[key]


def _without_title(term: TermEntry) -> TermEntry | None:
    """Take the title from a name: 万斯 of 副总统万斯; nothing where a form has another."""
    match = _WITH_TITLE.fullmatch(term.simplified)
    if not match or term.is_incomplete:
        return None
    bare: dict[str, str] = {}
    for language, form in term.forms():
        title = convert_script(match[1], Language.SIMPLIFIED, language)
        if not form.startswith(title) or form == title:
            return None
        bare[language] = form.removeprefix(title)
    return TermEntry(
        bare[Language.SIMPLIFIED],
        bare[Language.TAIWAN],
        bare[Language.HONG_KONG],
        term.kind,
    )


def _by_form(terms: Iterable[TermEntry], source: str) -> dict[str, TermEntry]:
    """Map every pattern in texts of a language to its term.

    A form in Latin letters is printed and never looked for: 谷歌 may be Google in Taiwan,
    and Google Play stays what it is. Only a term to be left alone protects one. Nor is a
    lone character that stands for a word: 万亿 is 兆, which is in 徵兆 too.
    """
    own: dict[str, TermEntry] = {}
    other: dict[str, TermEntry] = {}
    for term in terms:
        is_kept = term.kind == TermKind.LEAVE_ALONE
        for language, form in term.forms():
            is_lone = len(form) == 1 < len(term.simplified)
            if is_lone or not _is_pattern(form, is_kept=is_kept):
                continue
            if language == source or is_kept:
                forms = own
            elif _is_unmistakable(form, language, source) or _is_name_of_sister(
                term, form, source
            ):
                forms = other
            else:
                continue
            _add(forms, form, term)
        is_found = _is_pattern(term.simplified, is_kept=is_kept)
        if source != Language.SIMPLIFIED and is_found:
            # Mainland wording in Traditional script: 軟件, 服務器.
            spelled = convert_script(term.simplified, Language.SIMPLIFIED, source)
            _add(other, spelled, term)
    return other | own


def _add(forms: dict[str, TermEntry], form: str, term: TermEntry) -> None:
    """Keep the form, and what it looks like in HTML. The first term counts."""
    if form:
        forms.setdefault(form, term)
        forms.setdefault(html.escape(form, quote=False), term)


def _is_pattern(form: str, *, is_kept: bool) -> bool:
    return _is_text(form) and (is_kept or not is_latin(form))


def is_latin(form: str) -> bool:
    """Return whether the form's letters are Latin, all of them: S&P 500, and no 标普500."""
    is_found = _LATIN_LETTER.search(form) is not None
    return is_found and _OTHER_LETTER.search(form) is None


def _is_unmistakable(form: str, language: str, source: str) -> bool:
    """Rule out two ordinary characters that meet by accident: 列根 (Reagan) in 系列根据."""
    return len(form) > 2 or convert_script(form, language, source) != form


def _is_name_of_sister(term: TermEntry, form: str, source: str) -> bool:
    """Return whether it is a short name that only the other Traditional region has: 川普."""
    sister = _STANDS_IN.get(source, "")
    is_there = form == term.form(sister) != term.form(source)
    is_short_name = len(form) == 2 and term.kind in _NAMES
    return is_there and is_short_name and not _is_unmistakable(form, sister, source)


def _is_text(form: str) -> bool:
    """Rule out lone surrogates: no database stores them, and no search finds one."""
    return not any("\ud800" <= char <= "\udfff" for char in form)


class _Finder:
    """Finds forms in texts; ``names`` count only where the words around leave them whole."""

    def __init__(
        self, by_form: dict[str, TermEntry], names: Collection[str] = ()
    ) -> None:
        self.by_form = by_form
        self._search = AhoCorasick(by_form, MatchKind.LeftmostLongest)
        self._latin = frozenset(
            index
            for index, form in enumerate(by_form)
            if _LATIN_START.match(form) or _LATIN_END.search(form)
        )
        self._names = frozenset(
            index for index, form in enumerate(by_form) if form in names
        )

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """List pattern number, start and end of each match, in order."""
        found = self._search.find_matches_as_indexes(text)
        if not self._latin and not self._names:
            return found
        doubtful = self._latin | self._names
        return [
            match
            for match in found
            if match[0] not in doubtful or self._counts(text, *match)
        ]

    def _counts(self, text: str, index: int, start: int, end: int) -> bool:
        if index in self._latin:
            return _stands_alone(text, start, end)
        return _is_whole_name(text, start, end)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Rule out AI in AIRLINE and in tickers ($AI, AI.HK, AI/USD)."""
    form = text[start:end]
    if _LATIN_START.match(form) and _JOINED_BEFORE.search(
        text, max(start - 2, 0), start
    ):
        return False
    return not (_LATIN_END.search(form) and _JOINED_AFTER.match(text, end))


def _is_whole_name(text: str, start: int, end: int) -> bool:
    """Rule out a name across two words, 四川普通話, and one that goes on, 鮑爾曼."""
    begin = max(start - _AROUND_A_NAME, 0)
    around = text[begin : end + _AROUND_A_NAME]
    words = known_words(convert_script(around, Language.TAIWAN, Language.SIMPLIFIED))
    at = dict(
        zip(accumulate(map(len, words), initial=begin), [*words, ""], strict=True)
    )
    return start in at and at.get(end, "曼") not in _GOES_ON
