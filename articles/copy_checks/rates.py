"""Changes of a rate: per cent, percentage points and basis points told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import Copy, Finding, Passage

_NUMBER = r"\d+(?:\.\d+)?"
_RATE = "利率|收益率|殖利率|失业率|失業率|[准準][备備]金率|存准率|通胀率|通脹率|通膨率"
_CHANGE = "上调|上調|下调|下調|调高|調高|调低|調低|提高|降低|上升|下降|升|降"
_PATTERNS = [
    # 将利率上调25%至4.5%
    re.compile(
        rf"(?:{_RATE})[^，。；！？\n%]{{0,12}}?(?:{_CHANGE})了?"
        rf"(?P<change>(?P<n>{_NUMBER})[%％])[，,]?[至到](?P<to>{_NUMBER})[%％]"
    ),
    # 降息50%, 降准0.5%
    re.compile(rf"(?:降息|加息|降准|降準)(?P<change>(?P<n>{_NUMBER})[%％])(?P<to>)"),
]
_ENGLISH = re.compile(
    r"\b(?:rais|cut|lower|hik|increas|reduc)\w* (?:its |the |their )?(?:[a-z]+ ){0,3}"
    rf"rates? by (?:an? )?(?P<change>(?P<n>{_NUMBER})(?:%| per ?cent\b)(?! ?points?))"
)
_BOTH = re.compile(
    rf"(?P<bp>\d+)[个個]基[点點](?:[（(，]?(?:即|等于|等於|或|相当于|相當於)|[（(])"
    rf"(?P<points>{_NUMBER})[个個]百分[点點]"
)
_LARGEST_IN_POINTS = 3
_BASIS_POINTS = range(5, 201, 5)


@register
class RateChanges(Check):
    key = "rates"
    label = gettext_lazy("Per cent, percentage points and basis points")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.chinese:
            for pattern in _PATTERNS:
                for match in pattern.finditer(passage.prose):
                    if fix := _in_points(match, is_traditional=copy.is_traditional):
                        yield _not_per_cent(passage, match, fix)
            for match in _BOTH.finditer(passage.prose):
                if abs(int(match["bp"]) / 100 - float(match["points"])) > 1e-9:
                    text = _("100 basis points are one percentage point")
                    yield passage.find(match, text)
        for passage in copy.western:
            for match in _ENGLISH.finditer(passage.prose):
                if float(match["n"]) <= _LARGEST_IN_POINTS:
                    unit = "point" if float(match["n"]) <= 1 else "points"
                    yield _not_per_cent(
                        passage, match, f"{match['n']} percentage {unit}"
                    )


def _in_points(match: re.Match[str], *, is_traditional: bool) -> str:
    """Return the change in the unit that its size tells; empty where it could be meant."""
    number = float(match["n"])
    counter, point = ("個", "點") if is_traditional else ("个", "点")
    if number <= _LARGEST_IN_POINTS:
        return f"{match['n']}{counter}百分{point}"
    if number in _BASIS_POINTS:
        return f"{match['n']}{counter}基{point}"
    return ""


def _not_per_cent(passage: Passage, match: re.Match[str], fix: str) -> Finding:
    message = _("A rate changes by points, not by per cent")
    return passage.find(match, message, fix, match.re.groupindex["change"])
