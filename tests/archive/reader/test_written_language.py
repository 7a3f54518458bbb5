"""What a text is written in shows by most of its letters, not by one."""

from __future__ import annotations

import pytest

from articles.archive.problems import Problems
from articles.archive.reader.written_language import language_of, script_of

ENGLISH = "The committee met on Tuesday and decided to keep interest rates. " * 10
CHINESE = "对冲基金连续买入美国科技股。"


def read(body: str, declared: str = "", of_the_site: str = "") -> str:
    return language_of("Title", body, declared, of_the_site, Problems())


@pytest.mark.parametrize("of_the_site", ["", "en"])
def test_a_chinese_name_or_sentence_leaves_an_english_text_english(
    of_the_site: str,
) -> None:
    for more in ("Signed 李.", "He said: 市场出现了前所未有的热潮，投资者谨慎。"):
        assert read(f"{ENGLISH}{more}", of_the_site=of_the_site) == "en"
    assert script_of(f"{ENGLISH} 李").language == ""


@pytest.mark.parametrize("of_the_site", ["", "en"])
def test_code_and_addresses_leave_a_chinese_text_chinese(of_the_site: str) -> None:
    for body in (
        f"{CHINESE}\n\n```\n{ENGLISH}\n```\n",
        f"{CHINESE} [原文](https://example.org/{'a-long-way/' * 30})",
        f"{CHINESE}<img class='{'wide ' * 40}'>",
        f"{CHINESE} GDP, ETF and S&P 500",
    ):
        assert read(body, of_the_site=of_the_site) == "zh-Hans"


def test_on_a_chinese_site_any_chinese_counts() -> None:
    assert read(f"{ENGLISH} 李关", of_the_site="zh-Hant-TW") == "zh-Hans"
    assert read(f"{ENGLISH} 李", of_the_site="zh-Hant-TW") == "zh-Hant-TW"
    assert read(f"{ENGLISH} 关", declared="zh") == "zh-Hans"


def test_a_text_that_shows_no_region_is_of_the_site_s() -> None:
    assert read("關係與業績", of_the_site="zh-Hant-HK") == "zh-Hant-HK"
    assert read("關係與業績", of_the_site="zh-Hans") == "zh-Hant-TW"
    assert read("聯準會升息與業績", of_the_site="zh-Hant-HK") == "zh-Hant-TW"


def test_letters_tell_where_nothing_is_declared() -> None:
    cases = {"これはテストです": "ja", "한국어": "ko", "हिन्दी": "hi", "plain": "en"}
    for text, expected in cases.items():
        assert language_of("", text, "", "", Problems()) == expected
