"""Tickers: an exchange that lists no such number, a form, and one company with two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, Severity, register
from articles.copy_checks.checked_copy import HAN, Copy, Finding, Passage

_TICKER = re.compile(r"(?<![A-Za-z0-9.])(\d{1,8})\.(SH|SS|SZ|BJ|HK)(?![A-Za-z0-9])")
# The numbers that each exchange gives to shares; indices and funds have others.
_SHARES = {
    "SH": re.compile("60[0135]|68[89]|900"),
    "SZ": re.compile("00[1-4]|30[0-2]|200"),
    "BJ": re.compile("43[0-9]|83[0-9]|87[0-9]|92[0-9]"),
}
_MAINLAND_LENGTH = 6
_HONG_KONG_LENGTHS = (4, 5)
_NAMED_EXCHANGE = re.compile(
    r"[（(](?P<exchange>NASDAQ|Nasdaq|NYSE|AMEX|纳斯达克|納斯達克|纽交所|紐交所)"
    r"\s?[:：]\s?(?P<symbol>[^\s:：)）]{1,12})[)）]"
)
_SYMBOL = re.compile(r"[A-Z]{1,5}(?:[.-][A-Z]{1,2})?|[A-Z]{1,4}\d?")
_COMPANY = re.compile(
    rf"(?P<name>[{HAN}]{{3,12}})[（(](?P<ticker>\d{{4,6}}\.(?:SH|SS|SZ|BJ|HK))[）)]"
)
# Ends of names that companies share.
_COMMON_ENDS = re.compile("股份|集团|集團|公司|科技|控股|银行|銀行|证券|證券|国际|國際")
_LENGTH_OF_A_NAME = 4


@register
class Tickers(Check):
    key = "tickers"
    label = gettext_lazy("Tickers and exchanges")
    severity = Severity.MUST

    def find(self, copy: Copy) -> Iterator[Finding]:
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for passage in copy.passages:
            for match in _TICKER.finditer(passage.prose):
                if match[2] == "HK":
                    forms[match[1].lstrip("0")][match[1]] += 1
        for passage in copy.passages:
            for match in _TICKER.finditer(passage.prose):
                if finding := _wrong_number(passage, match, forms):
                    yield finding
            yield from _wrong_symbols(passage)
        yield from _two_tickers(copy)


def _wrong_number(
    passage: Passage, match: re.Match[str], forms: dict[str, Counter[str]]
) -> Finding | None:
    number, exchange = match[1], match[2].replace("SS", "SH")
    if exchange == "HK":
        usual = max(forms[number.lstrip("0")].items(), key=lambda item: item[1])[0]
        if len(number) in _HONG_KONG_LENGTHS:
            message = _("Elsewhere in the article: “%(usual)s”") % {"usual": usual}
            is_usual = number == usual or len(usual) not in _HONG_KONG_LENGTHS
            return None if is_usual else passage.find(match, message, f"{usual}.HK")
        message = _("Numbers in Hong Kong have four or five digits")
        is_short = len(number) < _HONG_KONG_LENGTHS[0]
        fix = f"{number:0>5}.HK" if is_short else None
        return passage.find(match, message, fix)
    if len(number) != _MAINLAND_LENGTH:
        return passage.find(match, _("Numbers on the mainland have six digits"))
    homes = [name for name, shares in _SHARES.items() if shares.match(number)]
    if homes and exchange not in homes:
        message = _("%(number)s is a share of another exchange") % {"number": number}
        return passage.find(match, message, f"{number}.{homes[0]}")
    return None


def _wrong_symbols(passage: Passage) -> Iterator[Finding]:
    for match in _NAMED_EXCHANGE.finditer(passage.prose):
        symbol = match["symbol"]
        if not _SYMBOL.fullmatch(symbol):
            upper = symbol.upper()
            fix = upper if _SYMBOL.fullmatch(upper) else None
            message = _("A symbol there has one to five capitals")
            yield passage.find(match, message, fix, match.re.groupindex["symbol"])


def _two_tickers(copy: Copy) -> Iterator[Finding]:
    """Find a company that has one number here and another there, on one market."""
    seen: dict[tuple[str, bool], str] = {}
    for passage in copy.chinese:
        for match in _COMPANY.finditer(passage.prose):
            name = match["name"][-_LENGTH_OF_A_NAME:]
            if len(name) < _LENGTH_OF_A_NAME or _COMMON_ENDS.search(name[1:]):
                continue
            ticker = match["ticker"]
            key = name, ticker.endswith("HK")
            first = seen.setdefault(key, ticker)
            if first.partition(".")[0].lstrip("0") != ticker.partition(".")[0].lstrip(
                "0"
            ):
                message = _("Elsewhere “%(name)s” is %(ticker)s") % {
                    "name": name,
                    "ticker": first,
                }
                yield passage.find(match, message, None, match.re.groupindex["ticker"])
