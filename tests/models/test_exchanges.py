"""The many ways to write a symbol."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.models import Exchange, symbols_in

HONG_KONG, SHANGHAI, SHENZHEN = Exchange.HONG_KONG, Exchange.SHANGHAI, Exchange.SHENZHEN


class SymbolTests(SimpleTestCase):
    def test_all_spellings_of_a_symbol_are_one(self) -> None:
        for wanted, spellings in {
            (HONG_KONG, "0700"): (
                *("700.HK", "0700.HK", "00700.HK", "HK:700", "HKEX:0700", "700:HKG"),
                *("hk00700", "０７００．ＨＫ", "700 HK", " 0700.hk "),
            ),
            (HONG_KONG, "80700"): ("80700.HK", "HK:80700"),
            (SHANGHAI, "600519"): ("600519.SH", "SH600519", "600519.SS", "sse:600519"),
            (SHENZHEN, "000001"): ("000001.SZ", "SZ000001"),
            (Exchange.TAIWAN, "2330"): ("2330.TW", "TWSE:2330"),
            (Exchange.TAIPEI, "6488"): ("6488.TWO",),
            (Exchange.LONDON, "VOD"): ("VOD.L", "LSE:VOD"),
            (Exchange.TOKYO, "7203"): ("7203.T", "TYO:7203"),
            (Exchange.SINGAPORE, "D05"): ("D05.SI", "SGX:D05"),
            (Exchange.NASDAQ, "AAPL"): ("AAPL.O", "NASDAQ:AAPL", "XNAS:AAPL"),
            (Exchange.NEW_YORK, "BRK.B"): ("NYSE:BRK-B", "BRK/B.N"),
            (Exchange.CURRENCY, "USD/CNY"): ("FX:USDCNY", "FX:usd-cny"),
        }.items():
            for spelling in spellings:
                self.assertEqual(symbols_in(spelling), [wanted], spelling)

    def test_what_names_no_market_may_be_of_several(self) -> None:
        self.assertIn((HONG_KONG, "0700"), symbols_in("700"))
        self.assertIn((Exchange.NASDAQ, "AAPL"), symbols_in("AAPL"))
        self.assertIn((Exchange.NEW_YORK, "AAPL"), symbols_in("$AAPL"))
        six = {exchange for exchange, _symbol in symbols_in("600519")}
        self.assertLessEqual({SHANGHAI, SHENZHEN, Exchange.BEIJING}, six)
        self.assertIn((Exchange.CURRENCY, "USD/CNY"), symbols_in("USDCNY"))

    def test_what_is_no_symbol_is_none(self) -> None:
        for text in ("", ".", ":", "0.HK", "0000.HK", "腾讯", "\x00", "A" * 1000, "é"):
            self.assertEqual(symbols_in(text), [], text)

    def test_each_spelling_means_its_instrument(self) -> None:
        for exchange, symbol in (
            (HONG_KONG, "0700"),
            (SHANGHAI, "600519"),
            (Exchange.NASDAQ, "AAPL"),
            (Exchange.CURRENCY, "USD/CNY"),
            (Exchange.INDEX, "HSI"),
            (Exchange.CRYPTO, "BTC"),
        ):
            for spelling in exchange.spellings(symbol):
                self.assertIn((exchange, symbol), symbols_in(spelling), spelling)
            self.assertEqual(exchange.normal(symbol), symbol)
