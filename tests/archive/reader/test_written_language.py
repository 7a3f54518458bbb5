"""What a text is written in shows by most of its letters, not by one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from articles.archive.problems import Problems
from articles.archive.reader.letters import without_japanese
from articles.archive.reader.written_language import language_of, script_of

HAN = re.compile("[\u3400-\u9fff]")
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


SPEECH = "Thank you. Inflation remains somewhat elevated and we are patient. " * 40
JAPANESE = "植田総裁は会見で「物価の動きを丁寧に見ていく必要がある」と述べました。" * 3
INTRODUCTION = "美联储主席周五在年度会议上发表讲话，以下为英文全文，供读者参考。"


@pytest.mark.parametrize("declared", ["", "zh"])
@pytest.mark.parametrize("of_the_site", ["", "en", "zh-Hans"])
def test_a_chinese_text_stays_chinese_whatever_it_quotes(
    declared: str, of_the_site: str
) -> None:
    chinese = "日本央行决定维持利率不变，市场反应平淡，日元汇率小幅走弱。" * 6
    for title, body in (
        ("日本央行维持利率", f"{chinese}\n\n> {JAPANESE}\n\n{chinese}"),
        ("鲍威尔讲话全文", f"{INTRODUCTION}\n\n{SPEECH}"),
    ):
        found = language_of(title, body, declared, of_the_site, Problems())
        assert found == "zh-Hans", (title, found)


def test_a_traditional_text_with_a_japanese_quotation_stays_traditional() -> None:
    body = f"{'日本央行決定維持利率不變，市場反應平淡，滙率走弱。' * 6}\n\n{JAPANESE}"
    assert language_of("日本", body, "zh", "", Problems()) == "zh-Hant-HK"
    assert language_of("日本", body, "", "zh-Hant-HK", Problems()) == "zh-Hant-HK"


def test_a_japanese_text_with_a_chinese_name_stays_japanese() -> None:
    body = f"{JAPANESE * 3}\n\n中国人民银行。"
    assert language_of("金融政策決定会合", body, "", "", Problems()) == "ja"


def test_an_english_text_under_a_chinese_title_needs_a_chinese_sentence() -> None:
    assert language_of("鲍威尔讲话", SPEECH, "", "", Problems()) == "en"
    assert (
        language_of("Powell", f"{INTRODUCTION}\n{SPEECH}", "", "", Problems()) == "en"
    )


@given(st.text("关係のテ。\nab「」", max_size=60))
def test_what_is_left_out_is_japanese_alone(text: str) -> None:
    kept = without_japanese(text)
    rest = iter(text)
    assert all(character in rest for character in kept)  # In its order.
    assert len(HAN.findall(kept)) >= len(HAN.findall(text)) / 2
    assert without_japanese(kept) == kept
