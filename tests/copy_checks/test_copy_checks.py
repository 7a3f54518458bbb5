from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from articles.copy_checks import (
    Copy,
    Finding,
    KnownNames,
    check_choices,
    check_copy,
)
from tests.examples import examples

PUBLISHED = date(2026, 11, 29)
NAMES = KnownNames([["特朗普", "川普"], ["英伟达", "輝達"], ["鲍威尔"]], ["四川普遍"])


def found(
    key: str, body: str, *, title: str = "", language: str = "zh-Hans"
) -> list[Finding]:
    copy = Copy({"title": title, "body": body}, language, PUBLISHED, {}, NAMES)
    return [
        f for check, findings in check_copy(copy) if check.key == key for f in findings
    ]


def places(key: str, body: str, **fields: str) -> list[tuple[str, str | None]]:
    texts = {"title": fields.get("title", ""), "body": body}
    return [
        (texts[f.field][f.start : f.end], f.fix) for f in found(key, body, **fields)
    ]


REMARKS: list[tuple[str, str, list[tuple[str, str | None]]]] = [
    ("punctuation", "他说，油价涨了,金价也涨，银价没有。", [(",", "，")]),
    ("punctuation", "他说，油价涨了, 金价也涨，银价没有。", [(", ", "，")]),
    (
        "punctuation",
        "央行（人行）与部委（发改委）和交易所(上交所)。",
        [("(上交所)", "（上交所）")],
    ),
    ("punctuation", "Oil rose，gold fell and nothing else happened.", [("，", ", ")]),
    ("quotes", '他说“涨”，又说"跌"，再说“平”。', [('"跌"', "“跌”")]),
    ("quotes", '他說「漲」，又說"跌"，再說「平」。', [('"跌"', "「跌」")]),
    ("figures", "成交1，000万元，涨3。5%。", [("1，000", "1,000"), ("3。5", "3.5")]),
    ("figures", "1月2日3点，涨４％。", [("４％", "4%")]),
    ("pairs", "他说：“行情会延续。", [("“", None)]),
    ("pairs", "行情（指股市)会延续。", [(")", "）")]),
    ("pairs", "行情(指股市）会延续。", [("(", "（")]),
    ("pairs", "首届”人民好医生”奖。", [("”", None), ("”", None)]),
    (
        "doubled_marks",
        "行情会延续。。他说，，是的，。",
        [("。。", "。"), ("，，", "，"), ("，。", "。")],
    ),
    ("doubled_words", "证交所的的子公司", [("的的", "的")]),
    ("doubled_words", "一种融合蛋白融合蛋白药物", [("融合蛋白融合蛋白", "融合蛋白")]),
    ("doubled_words", "It was made by by the bank.", [("by by", "by")]),
    ("names", "特朗普说，川普又说，特朗普。", [("川普", None)]),
    ("names", "鲍威尔说，包威尔又说，鲍威尔。", [("包威尔", "鲍威尔")]),
    ("latin_names", "英伟达（Nvidia）涨，NVIDIA跌，Nvidia平。", [("NVIDIA", "Nvidia")]),
    ("weekday", "12月1日（周三）公布", [("三", "二")]),
    ("weekday", "2026年12月6日星期六公布", [("六", "日")]),
    ("weekday", "周一(12月1日)公布", [("一", "二")]),
    ("weekday", "On Wednesday, Dec. 1, 2026 it rose.", [("Wednes", "Tues")]),
    ("weekday", "On Monday, 1 December it rose.", [("Mon", "Tues")]),
    ("tense", "会议将于11月1日召开。", [("将于11月1日", None)]),
    (
        "tense",
        "It will be published on November 1.",
        [("will be published on November 1", None)],
    ),
    ("rates", "将利率上调25%至4.5%。", [("25%", "25个基点")]),
    ("rates", "把基准利率下调0.25%至4.5%。", [("0.25%", "0.25个百分点")]),
    ("rates", "央行降准0.5%。", [("0.5%", "0.5个百分点")]),
    ("rates", "下调50个基点（0.25个百分点）。", [("50个基点（0.25个百分点", None)]),
    (
        "rates",
        "It raised rates by 0.25% to 4.5%.",
        [("0.25%", "0.25 percentage point")],
    ),
    ("currency", "筹集$48亿美元。", [("$48亿美元", "48亿美元")]),
    ("currency", "报￥12，¥13，¥14。", [("￥", "¥")]),
    ("currency", "成交12亿元，其中RMB 3亿。", [("RMB 3亿", "3亿元")]),
    ("currency", "3亿美元、4亿港元和$5亿。", [("$5亿", None)]),
    ("tickers", "贵州茅台（600519.SZ）", [("600519.SZ", "600519.SH")]),
    ("tickers", "宁德时代（300750.SH）", [("300750.SH", "300750.SZ")]),
    ("tickers", "茅台（60519.SH）", [("60519.SH", None)]),
    ("tickers", "腾讯（700.HK）", [("700.HK", "00700.HK")]),
    ("tickers", "00700.HK、00700.HK和0700.HK", [("0700.HK", "00700.HK")]),
    ("tickers", "英伟达（NASDAQ: nvda）", [("nvda", "NVDA")]),
    ("tickers", "贵州茅台（600519.SH）与贵州茅台（600591.SH）", [("600591.SH", None)]),
    ("markdown", "这是** 粗体 **。", [("** 粗体 **", "**粗体**")]),
    ("markdown", "这是 **粗体。", [("**", None)]),
    ("markdown", "这 ~样子~ 不行。", [("~样子~", "~~样子~~")]),
    ("credit", "![](a.png)\n\n正文继续。", [("![](a.png)", None)]),
]


@pytest.mark.parametrize(("key", "body", "expected"), REMARKS)
def test_a_slip_is_found_at_its_place_with_its_fix(
    key: str, body: str, expected: list[tuple[str, str | None]]
) -> None:
    assert places(key, body) == expected


RIGHT = [
    ("punctuation", "他说,油价涨了,金价也涨。"),  # As the whole article has it.
    ("punctuation", "(来源:Goldman Sachs,ZeroHedge)，他说，她说，他们说。"),
    ("punctuation", "他说，她说，见`油价,金价`和[注](a,b)，完。"),
    ("figures", "2019，2020和2021年。"),
    ("pairs", "“第一段。\n\n“第二段。”"),
    ("pairs", "他说：“第一段。\n\n第二段。”"),
    ("pairs", "1）甲；2）乙；（3）丙"),
    ("pairs", "《关于开行旅游列车  \n促进消费的计划》"),
    ("doubled_marks", "他走了……真的？！是的！！"),
    ("doubled_words", "目的的实现，的的确确，哈哈哈哈哈哈"),
    ("doubled_words", "Grade A a day"),
    (
        "repeated",
        "(来源:Goldman Sachs,ZeroHedge)\n\n文\n\n(来源:Goldman Sachs,ZeroHedge)",
    ),
    ("names", "四川普遍下雨，特朗普说。"),
    ("names", "谷歌（Google）涨。"),
    ("latin_names", "Meta（META）涨，NYSE: META。"),
    ("latin_names", "The FEDERAL Reserve. Federal funds."),
    ("weekday", "12月1日（周二）与1月4日（周一）"),  # Next year's.
    ("weekday", "12月1日，周三早盘；2月30日（周三）"),
    ("tense", "会议将于12月1日召开，原定将于11月1日召开。"),
    ("tense", "2020年1月的报告称将于11月1日召开。明年1月将于1月5日召开。"),
    ("rates", "下跌1.5个百分点至205.9%，比率上涨0.3%至1.756。"),
    ("rates", "股价下跌3%至4.5元，收益率4.5%。"),
    ("currency", "3亿美元和$5亿；HK$3、US$4"),
    ("currency", "USD/CNY报7.1，RMB汇率"),
    ("tickers", "上证指数（000001.SH）、平安银行（000001.SZ）、0700.HK、600519.SH"),
    ("tickers", "中国平安（601318.SH，02318.HK）与中国人寿（601628.SH）"),
    ("tickers", "（NYSE: BRK.B）与版本 600519.1"),
    (
        "markdown",
        "**对**，2**10，王**、李**，`** 码 **`\n\n***\n\n约10~20倍，好吃~真的~",
    ),
    ("credit", "![](a.png)\n\n(来源:路透)"),
    ("credit", "![图：路透](a.png)\n\n`![](b.png)`"),
    ("headline", "正文"),
]


@pytest.mark.parametrize(("key", "body"), RIGHT)
def test_what_is_right_is_left_alone(key: str, body: str) -> None:
    assert places(key, body) == []


def test_in_english_only_capitals_within_a_word_tell_a_name() -> None:
    text = "GitHub and GitHub but Github. FUNDS are funds: Funds."
    assert places("latin_names", text, language="en") == [("Github", "GitHub")]


def test_a_space_beside_latin_follows_what_the_article_mostly_has() -> None:
    tight = "对AI的投资在AI领域。" * 4
    assert places("spacing", f"{tight}关于 AI的") == [("于 A", "于A")]
    spaced = "对 AI 的投资在 AI 领域。" * 4
    assert places("spacing", f"{spaced}关于AI 的") == [("于A", "于 A")]
    assert places("spacing", f"{tight}{spaced}") == []
    # Figures have a habit of their own, and a name that stands there often is one.
    assert places("spacing", f"{tight}2025 年") == []
    assert places("spacing", spaced * 4 + "据 IT之家，" * 3) == []


def test_a_sentence_that_stands_twice_is_found_once() -> None:
    sentence = "对冲基金本周每天都在买入美国股票，并且速度是十一月初以来最快的。"
    text = f"{sentence}别的。\n\n{sentence}"
    assert places("repeated", text) == [(sentence, None)]


def test_a_headline_is_measured_in_cells() -> None:
    assert places("headline", "", title="汉" * 30) == []
    assert places("headline", "", title="汉" * 31) == [("汉", None)]
    assert places("headline", "", title="a" * 61) == [("a", None)]


def test_characters_of_the_other_script_are_named_with_their_form() -> None:
    text = "他说\n關稅上升"
    copy = Copy({"body": text}, "zh-Hans", PUBLISHED, {"body": {3: "关", 4: "税"}})
    [(check, [finding])] = check_copy(copy)
    assert (check.key, text[finding.start : finding.end]) == ("script", "關稅")
    assert (finding.fix, "2" in finding.message) == ("关税", True)


HIDDEN = "他说，她说，我说。{}他说。"
HIDERS = [
    "`油价,金价。。`",
    "\n\n```\n油价,金价。。\n```\n\n",
    "[注](https://example.org/油价,金价。。)",
    "https://example.org/?q=油价,金价",
    '<span title="油价,金价。。">',
    '{{{{< figure caption="油价,金价。。" >}}}}',
    "-{油价,金价。。}-",
]


@pytest.mark.parametrize("hider", HIDERS)
def test_nothing_that_readers_do_not_read_as_text_is_remarked_on(hider: str) -> None:
    body = HIDDEN.format(hider.replace("{{{{", "{{").replace("}}}}", "}}"))
    for key in ("punctuation", "doubled_marks"):
        assert places(key, body) == []


def test_a_check_that_is_off_says_nothing() -> None:
    copy = Copy({"body": "是的。。"}, "zh-Hans", PUBLISHED)
    assert {check.key for check, _f in check_copy(copy)} == {"doubled_marks"}
    assert check_copy(copy, off=["doubled_marks"]) == []


def test_every_check_has_a_key_and_a_label_of_its_own() -> None:
    choices = check_choices()
    assert len(dict(choices)) == len({str(label) for _key, label in choices}) > 15


def test_a_kind_of_slip_without_end_is_bounded() -> None:
    assert len(found("doubled_marks", "的确。。" * 1000)) == 20


_PIECES = [slip for _key, slip, _places in REMARKS] + [text for _key, text in RIGHT]


@examples(60)
@given(
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=6),
    st.sampled_from(["zh-Hans", "zh-Hant-TW", "en", "ja"]),
)
def test_every_finding_lies_in_its_text(pieces: list[str], language: str) -> None:
    text = "\n".join(pieces)
    copy = Copy({"title": text, "body": text}, language, PUBLISHED, {}, NAMES)
    for _check, findings in check_copy(copy):
        for finding in findings:
            assert 0 <= finding.start < finding.end <= len(text)
            assert finding.fix != text[finding.start : finding.end]


_FIXABLE = [
    (key, body) for key, body, expected in REMARKS if expected[0][1] is not None
]


@pytest.mark.parametrize(("key", "body"), _FIXABLE)
def test_a_fix_leaves_nothing_to_remark(key: str, body: str) -> None:
    for finding in reversed(found(key, body)):
        if finding.fix is not None:
            body = body[: finding.start] + finding.fix + body[finding.end :]
    assert [place for place, fix in places(key, body) if fix is not None] == []
