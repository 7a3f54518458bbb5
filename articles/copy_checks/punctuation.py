"""Marks of the other width, straight quotes, and figures with Chinese marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import BLANK, HAN, Copy, Finding, Passage

_FULL_WIDTH = dict(zip(",:;?!", "，：；？！", strict=True))
_HALF = re.compile(
    rf"(?<=[{HAN}）》」』”])[,:;?!](?: (?=[{HAN}]))?(?=[{HAN}“「『《（]|[ \t]*$)",
    re.MULTILINE,
)
_FULL = re.compile(rf"(?<=[{HAN}）》」』”])[，：；？！]")
_FULL_IN_LATIN = re.compile("(?<=[A-Za-z])[，；：？！。] ?(?=[A-Za-z])")
_HALF_OF = str.maketrans("，；：？！。", ",;:?!.")
_BRACKETED = re.compile(rf"(?<!\])\(([^()（）\n{BLANK}]*[{HAN}][^()（）\n{BLANK}]*)\)")
_FULL_BRACKETED = re.compile(rf"（[^()（）\n]*[{HAN}][^()（）\n]*）")
_STRAIGHT = re.compile(
    rf'(?<=[{HAN}，。：；、])"((?! )[^"\n{BLANK}]*[{HAN}][^"\n{BLANK}]*(?<! ))"|'
    rf'"((?! )[^"\n{BLANK}]*[{HAN}][^"\n{BLANK}]*(?<! ))"(?=[{HAN}，。；、])'
)
_IN_FIGURES = re.compile(
    r"(?<![\d，])\d{1,3}(?:，\d{3})+(?=(?:\.\d+)?[ ]?[万亿萬億元美港股点點人%％])"
    r"|(?<!\d)\d+。\d+(?=[%％])"
)
_WIDE_FIGURES = re.compile("[０-９]+(?:[．，][０-９]+)*％?")
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?", re.ASCII)


@register
class MixedPunctuation(Check):
    key = "punctuation"
    label = gettext_lazy("Mixed full- and half-width punctuation")

    def find(self, copy: Copy) -> Iterator[Finding]:
        whole = copy.whole_chinese
        is_full = _usual(len(_FULL.findall(whole)), len(_HALF.findall(whole)))
        has_full_brackets = _usual(
            len(_FULL_BRACKETED.findall(whole)), len(_BRACKETED.findall(whole))
        )
        for passage in copy.chinese:
            if is_full:
                for match in _HALF.finditer(passage.prose):
                    fix = _FULL_WIDTH[match[0][0]]
                    yield passage.find(match, _message(match[0][0], fix), fix)
            if has_full_brackets:
                for match in _BRACKETED.finditer(passage.prose):
                    yield passage.find(match, _message("()", "（）"), f"（{match[1]}）")
        for passage in copy.western:
            for match in _FULL_IN_LATIN.finditer(passage.prose):
                fix = match[0].strip().translate(_HALF_OF)
                yield passage.find(match, _message(match[0].strip(), fix), f"{fix} ")


def _usual(full: int, half: int) -> bool:
    """Tell whether the article sets full width, and half width only by exception."""
    return full >= 2 and full >= 2 * half


def _message(mark: str, usual: str) -> str:
    return _("“%(mark)s” among “%(usual)s”") % {"mark": mark, "usual": usual}


@register
class StraightQuotes(Check):
    key = "quotes"
    label = gettext_lazy("Straight quotation marks in Chinese")

    def find(self, copy: Copy) -> Iterator[Finding]:
        whole = copy.whole_chinese
        opening, closing = "「」" if whole.count("「") > whole.count("“") else "“”"
        if opening not in whole:
            return  # The article sets them all alike.
        for passage in copy.chinese:
            for match in _STRAIGHT.finditer(passage.prose):
                fix = f"{opening}{match[1] or match[2]}{closing}"
                message = _("Straight quotation marks among “%(usual)s”")
                yield passage.find(match, message % {"usual": opening + closing}, fix)


@register
class FiguresInChineseMarks(Check):
    key = "figures"
    label = gettext_lazy("Chinese or full-width marks within figures")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.passages:
            for match in _IN_FIGURES.finditer(passage.prose):
                fix = match[0].replace("，", ",").replace("。", ".")
                yield passage.find(match, _("A figure with a mark of a sentence"), fix)
            yield from self._wide(passage)

    def _wide(self, passage: Passage) -> Iterator[Finding]:
        wide = list(_WIDE_FIGURES.finditer(passage.prose))
        if len(_FIGURE.findall(passage.prose)) <= 2 * len(wide):
            return
        for match in wide:
            fix = "".join(chr(ord(char) - 0xFEE0) for char in match[0])
            yield passage.find(match, _("A figure in full width"), fix)
