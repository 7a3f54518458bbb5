"""Signs and names of currencies: said twice, in two forms, or open to two readings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import Copy, Finding

_AMOUNT = r"\d[\d,]*(?:\.\d+)?\s?(?:百万|千万|万亿|百萬|千萬|萬億|[万亿萬億兆])?"
_TWICE = re.compile(
    rf"(?:US|HK|NT)?[$＄](?P<dollars>{_AMOUNT}(?:美元|美金|港元|港币|港幣|[新]?[台臺][币幣]))"
    rf"|[¥￥](?P<yuan>{_AMOUNT}(?:元|人民币|人民幣|日元|日圓))"
)
_YEN_SIGNS = "¥￥"
_RMB = re.compile(rf"(?<![A-Za-z/])RMB\s?({_AMOUNT})(?!\s?元)(?![\d/])")
_YUAN = re.compile(r"\d[\d,.]*[万亿萬億]*元")
_DOLLARS = re.compile("美元|港元|港[币幣]|澳元|加元|新[台臺][币幣]|新加坡元|坡元")
_SAME_DOLLARS = {"港币": "港元", "港幣": "港元", "新臺幣": "新台币", "新台幣": "新台币"}
_BARE_DOLLAR = re.compile(rf"(?<![A-Za-z$＄\\])[$＄]{_AMOUNT}(?![$＄])")


@register
class Currencies(Check):
    key = "currency"
    label = gettext_lazy("Currencies")

    def find(self, copy: Copy) -> Iterator[Finding]:
        whole = copy.whole_chinese
        signs = [whole.count(sign) for sign in _YEN_SIGNS]
        dollars = {_SAME_DOLLARS.get(name, name) for name in _DOLLARS.findall(whole)}
        for passage in copy.chinese:
            for match in _TWICE.finditer(passage.prose):
                message = _("The currency is named twice")
                yield passage.find(match, message, match["dollars"] or match["yuan"])
            if all(signs):
                rare = _YEN_SIGNS[signs[0] >= signs[1]]
                usual = _YEN_SIGNS[signs[0] < signs[1]]
                for match in re.finditer(rare, passage.prose):
                    message = _("Elsewhere the sign is “%(sign)s”") % {"sign": usual}
                    yield passage.find(match, message, usual)
            if _YUAN.search(whole):
                for match in _RMB.finditer(passage.prose):
                    message = _("Elsewhere amounts are in 元")
                    yield passage.find(match, message, f"{match[1]}元")
            if len(dollars) > 1:
                for match in _BARE_DOLLAR.finditer(passage.prose):
                    message = _("Which dollar? The article names several")
                    yield passage.find(match, message)
