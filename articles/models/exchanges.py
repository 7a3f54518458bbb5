"""The markets of instruments, and the many ways to write a symbol. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Exchange(models.TextChoices):
    """A market, by its identifier (MIC, ISO 10383) where it is an exchange."""

    HONG_KONG = "XHKG", _("Hong Kong (HKEX)")
    SHANGHAI = "XSHG", _("Shanghai (SSE)")
    SHENZHEN = "XSHE", _("Shenzhen (SZSE)")
    BEIJING = "BJSE", _("Beijing (BSE)")
    TAIWAN = "XTAI", _("Taiwan (TWSE)")
    TAIPEI = "ROCO", _("Taipei (TPEx)")
    NEW_YORK = "XNYS", _("New York (NYSE)")
    NASDAQ = "XNAS", _("Nasdaq")
    LONDON = "XLON", _("London (LSE)")
    TOKYO = "XTKS", _("Tokyo (TSE)")
    SINGAPORE = "XSES", _("Singapore (SGX)")
    INDEX = "INDEX", _("Index")
    CURRENCY = "FX", _("Currency pair")
    CRYPTO = "CRYPTO", _("Cryptocurrency")

    @property
    def is_of_companies(self) -> bool:
        return bool(_MARKETS[self].suffixes)

    def normal(self, symbol: str) -> str:
        """Return the symbol in its one spelling; empty where this market has none like it."""
        plain = _plain(symbol)
        if self == Exchange.HONG_KONG:
            plain = plain.lstrip("0").zfill(4)
        elif self in {Exchange.NEW_YORK, Exchange.NASDAQ}:
            plain = re.sub(r"[-/ ]", ".", plain)
        elif self == Exchange.CURRENCY:
            plain = re.sub(r"^([A-Z]{3})[-/.]?([A-Z]{3})$", r"\1/\2", plain)
        return plain if _MARKETS[self].symbols.fullmatch(plain) else ""

    def code(self, symbol: str) -> str:
        """Return a normal symbol as the trade writes it: 0700.HK, AAPL.US, USD/CNY."""
        suffixes = _MARKETS[self].suffixes
        return f"{symbol}.{suffixes[0]}" if suffixes else symbol

    def spellings(self, symbol: str) -> list[str]:
        """Return what people may write for a normal symbol, the code first."""
        market = _MARKETS[self]
        symbols = [symbol]
        if self == Exchange.HONG_KONG:
            symbols += [symbol.lstrip("0"), symbol.zfill(5)]
        if self == Exchange.CURRENCY:
            symbols += [symbol.replace("/", "")]
        written = [f"{one}.{end}" for one in symbols for end in market.suffixes]
        written += [f"{start}:{one}" for one in symbols for start in market.prefixes]
        return list(dict.fromkeys([self.code(symbol), *written, *symbols]))


@dataclass(frozen=True)
class _Market:
    """The symbols of a market, and what may stand behind and before one."""

    symbols: re.Pattern[str]
    suffixes: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


def _market(symbols: str, suffixes: str = "", prefixes: str = "") -> _Market:
    return _Market(
        re.compile(symbols), tuple(suffixes.split()), tuple(prefixes.split())
    )


_LETTERS = r"[A-Z]{1,5}(\.[A-Z])?"
_MARKETS = {
    Exchange.HONG_KONG: _market(r"(?!0000)\d{4,5}", "HK HKG", "HKEX SEHK HKG HK"),
    Exchange.SHANGHAI: _market(r"\d{6}", "SH SS SSE", "SSE SHSE SHA SH"),
    Exchange.SHENZHEN: _market(r"\d{6}", "SZ SZSE", "SZSE SHE SZ"),
    Exchange.BEIJING: _market(r"\d{6}", "BJ BSE", "BSE BJSE BJ"),
    Exchange.TAIWAN: _market(r"\d{4,6}[A-Z]?", "TW", "TWSE TPE TW"),
    Exchange.TAIPEI: _market(r"\d{4,6}[A-Z]?", "TWO", "TPEX TWO"),
    Exchange.NEW_YORK: _market(_LETTERS, "US N", "NYSE US"),
    Exchange.NASDAQ: _market(_LETTERS, "US O", "NASDAQ US"),
    Exchange.LONDON: _market(r"[A-Z0-9]{2,4}(\.[A-Z])?", "L LN", "LSE LON"),
    Exchange.TOKYO: _market(r"\d{3}[0-9A-Z]", "T JP TYO", "TSE TYO"),
    Exchange.SINGAPORE: _market(r"[A-Z0-9]{3,4}", "SI SG SGX", "SGX"),
    Exchange.INDEX: _market(r"[A-Z0-9]{2,10}", "", "INDEX"),
    Exchange.CURRENCY: _market(r"[A-Z]{3}/[A-Z]{3}", "", "FX"),
    Exchange.CRYPTO: _market(r"[A-Z0-9]{2,10}", "", "CRYPTO"),
}
# Mainland data writes SH600519 and hk00700 in one word.
_IN_ONE_WORD = re.compile(r"(SH|SZ|BJ|HK)(\d{4,6})")
# Longer than any symbol with its market.
_LONGEST = 24


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lstrip("$").upper()


def symbols_in(text: str) -> list[tuple[Exchange, str]]:
    """Return each market and normal symbol that a text may mean.

    Where it names a market, by what stands before or behind the symbol, only those of it.
    """
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return []
    named = list(dict.fromkeys(_named(plain)))
    if named:
        return named
    found = ((exchange, exchange.normal(plain)) for exchange in Exchange)
    return [(exchange, symbol) for exchange, symbol in found if symbol]


def _named(plain: str) -> Iterator[tuple[Exchange, str]]:
    """Yield what a text means that names its market."""
    parts = []
    if match := _IN_ONE_WORD.fullmatch(plain):
        parts.append((match[1], match[2]))
    for sign in (":", " "):
        before, found, after = plain.partition(sign)
        if found:
            parts += [(before, after), (after, before)]
    before, dot, after = plain.rpartition(".")
    if dot:
        parts.append((after, before))
    for word, symbol in parts:
        for exchange, market in _MARKETS.items():
            words = {*market.prefixes, *market.suffixes, exchange.value}
            if word.strip() in words and (normal := exchange.normal(symbol)):
                yield exchange, normal
