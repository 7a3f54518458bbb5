"""Fields are converted from the original, and what changed can be told."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import (
    Choice,
    Conversion,
    HouseStyle,
    Reason,
    StyleRow,
    TermBase,
    TermEntry,
    TextChange,
    convert_text,
    text_changes,
)
from articles.variants.engine.house_style import DEFAULT_STYLE
from tests.variants.engine.conversions import (
    HANS,
    HONG_KONG,
    TAIWAN,
    to_hong_kong,
    to_taiwan,
)

SCRIPTS = (HANS, TAIWAN, HONG_KONG)


class ConvertTextTests(SimpleTestCase):
    def test_every_way_between_the_scripts(self) -> None:
        written = {HANS: "这里说", TAIWAN: "這裡說", HONG_KONG: "這裏説"}
        for source, text in written.items():
            for target, expected in written.items():
                with self.subTest(source=source, target=target):
                    conversion = Conversion(source, target)
                    self.assertEqual(convert_text(text, conversion), expected)

    def test_simplified_that_slipped_into_traditional_is_converted(self) -> None:
        conversion = Conversion(TAIWAN, HONG_KONG)
        self.assertEqual(
            convert_text("即融涨，皇后與公里", conversion), "即融漲，皇后與公里"
        )

    def test_addresses_stay(self) -> None:
        kept = (
            "https://a.example/对冲-1",
            "https://例子.测试/对冲?问=题#节",
            "http://a.example/苹果_(公司)",
            "www.a.example/对冲",
            "a.example/对冲",
            "media@a.example",
            "对冲@例子.公司",
            "HTTPS://A.EXAMPLE/对",
        )
        for address in kept:
            for text in (f"见 {address}，对", f"（{address}）对", address):
                with self.subTest(text):
                    expected = text.replace("对", "\0").replace("见", "見")
                    expected = expected.replace("\0", "對")
                    expected = expected.replace(address.replace("对", "對"), address)
                    self.assertEqual(convert_text(text, to_taiwan()), expected)

    def test_chinese_that_touches_an_address_is_converted(self) -> None:
        cases = {
            "邮件发给media@a.example获取": "郵件發給media@a.example獲取",
            "访问https://a.example了解": "訪問https://a.example了解",
            "[财经](https://a.example/)报社": "[財經](https://a.example/)報社",
        }
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertEqual(convert_text(text, to_taiwan()), expected)

    def test_japanese_passages_stay_and_an_ornament_does_not_count(self) -> None:
        self.assertEqual(
            convert_text("他说「日経の学会です」。", to_taiwan()),
            "他說「日経の学会です」。",
        )
        self.assertEqual(
            convert_text("优衣库の会员制度", to_taiwan()), "優衣庫の會員制度"
        )

        self.assertEqual(convert_text("优の", to_taiwan()), "優の")

    def test_characters_opencc_cannot_take_stay(self) -> None:
        for odd in (
            "\ud800",
            "\0",
            "\ufdd0",
            "\ufdd2",
            "\ufdd3",
            "𠮷",
            "嘅冇",
            "\ufffe",
        ):
            with self.subTest(ascii(odd)):
                converted = convert_text(f"对{odd}汉", to_taiwan())
                # As ASCII: what pytest reports must be valid UTF-8.
                self.assertEqual(ascii(converted), ascii(f"對{odd}漢"))

    def test_200_kb_on_one_line(self) -> None:
        text = "高杠杆策略“好”https://a.example/对 -{没 " * 6_000
        converted = convert_text(text, to_taiwan(style=DEFAULT_STYLE))
        self.assertEqual(len(converted), len(text))

    def test_a_choice_stands_beside_a_form_that_changes_its_length(self) -> None:
        style = HouseStyle([StyleRow(TAIWAN, "的士", "計程車")])
        choices = (Choice("他的发好。", 2, "髮"), Choice("又干散物。", 1, "乾"))
        conversion = Conversion(HANS, TAIWAN, (), style, choices)
        text = "他的发好。叫的士。又干散物。"
        self.assertEqual(
            convert_text(text, conversion), "他的髮好。叫計程車。又乾散物。"
        )

    def test_a_choice_stands_in_the_clause_of_a_form_that_changes_its_length(
        self,
    ) -> None:
        style = HouseStyle([StyleRow(TAIWAN, "的士", "計程車")])
        text = "发了叫的士的干散物和的士。"
        for offset, printed, expected in (
            (0, "髮", "髮了叫計程車的幹散物和計程車。"),
            (6, "乾", "發了叫計程車的乾散物和計程車。"),
            (3, "底", "發了叫計程車的幹散物和計程車。"),  # It is no more.
        ):
            choice = Choice(text, offset, printed)
            conversion = Conversion(HANS, TAIWAN, (), style, (choice,))
            with self.subTest(offset):
                self.assertEqual(convert_text(text, conversion), expected)

    def test_an_editors_choice_counts_where_its_sentence_stands(self) -> None:
        choice = Choice("干散物。", 0, "乾")
        conversion = Conversion(HANS, TAIWAN, choices=(choice,))
        self.assertEqual(
            convert_text("后来，干散物。干散物！", conversion), "後來，乾散物。幹散物！"
        )

    @given(st.text(max_size=80), st.sampled_from(SCRIPTS), st.sampled_from(SCRIPTS))
    def test_any_text_comes_out(self, text: str, source: str, target: str) -> None:
        base = TermBase([TermEntry("甲", "乙丙", "")])
        converted = convert_text(
            text, Conversion(source, target, (base,), DEFAULT_STYLE)
        )
        if text.isascii() and "-{" not in text:
            self.assertEqual(converted, text)

    @given(
        st.lists(st.text(alphabet="对冲基金高杠杆后发里干只周系面粉余ab1", max_size=9))
    )
    def test_a_clause_reads_alike_alone_and_among_others(
        self, clauses: list[str]
    ) -> None:
        for target in (TAIWAN, HONG_KONG):
            conversion = Conversion(HANS, target)
            self.assertEqual(
                convert_text("，".join(clauses), conversion),
                "，".join(convert_text(clause, conversion) for clause in clauses),
            )


class OriginalTests(SimpleTestCase):
    def convert(self, text: str, language: str, *terms: TermEntry) -> str:
        how = Conversion(language, language, (TermBase(terms),), DEFAULT_STYLE)
        return convert_text(text, how)

    def test_only_marks_change_a_text_in_its_own_variant(self) -> None:
        term = TermEntry("软件", "軟體", "軟件")
        for language, text, expected in (
            (HANS, "“漲”后-{發}-、軟件", "“漲”后發、軟件"),
            (TAIWAN, "“涨”臺皇后-{}-、软件", "“涨”臺皇后、软件"),
            (HONG_KONG, "對冲、睇吓、羣-{zh-hk:甲;zh-tw:乙}-", "對冲、睇吓、羣甲"),
        ):
            with self.subTest(language):
                self.assertEqual(self.convert(text, language, term), expected)

    @given(st.text(max_size=80), st.sampled_from(SCRIPTS))
    def test_a_text_without_marks_stays_to_the_letter(
        self, text: str, language: str
    ) -> None:
        text = text.replace("-{", "")
        self.assertEqual(self.convert(text, language), text)


class ChangesTests(SimpleTestCase):
    def test_each_change_has_its_place_and_reason(self) -> None:
        conversion = to_hong_kong(
            TermEntry("沙特", "沙烏地", "沙特國"), style=DEFAULT_STYLE
        )
        self.assertEqual(
            text_changes("在沙特“收税”-{发}-", conversion),
            [
                TextChange(1, 3, "沙特", "沙特國", Reason.TERM),
                TextChange(3, 4, "“", "「", Reason.STYLE),
                TextChange(5, 6, "税", "稅", Reason.STYLE),
                TextChange(6, 7, "”", "」", Reason.STYLE),
                TextChange(7, 9, "-{", "", Reason.MARK),
                TextChange(10, 12, "}-", "", Reason.MARK),
            ],
        )

    @given(st.text(alphabet="对冲后发里干“”-{}a\ud800。", max_size=40))
    def test_changes_lead_from_the_source_to_the_result(self, text: str) -> None:
        conversion = to_taiwan(TermEntry("对冲", "避險了", "對沖"), style=DEFAULT_STYLE)
        rebuilt, done = "", 0
        for change in text_changes(text, conversion):
            rebuilt += text[done : change.start] + change.printed
            done = change.end
        self.assertEqual(rebuilt + text[done:], convert_text(text, conversion))
