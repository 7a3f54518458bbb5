"""Terms are found before OpenCC, the strongest layer and the longest form first."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import TermKind
from articles.variants.engine import (
    Conversion,
    TermBase,
    TermEntry,
    convert_html,
    convert_text,
)
from tests.variants.engine.conversions import (
    HANS,
    HONG_KONG,
    TAIWAN,
    to_hong_kong,
    to_taiwan,
)

FED = TermEntry("美联储", "聯準會", "聯儲局")
SAUDI = TermEntry("沙特", "沙烏地", "沙特")


class MatchingTests(SimpleTestCase):
    def test_a_term_comes_out_in_the_form_of_the_variant(self) -> None:
        self.assertEqual(convert_text("美联储说", to_taiwan(FED)), "聯準會說")
        self.assertEqual(convert_text("美联储说", to_hong_kong(FED)), "聯儲局説")

    def test_any_form_in_the_source_is_found(self) -> None:
        self.assertEqual(convert_text("聯儲局说", to_taiwan(FED)), "聯準會說")

    def test_one_character_that_stands_for_a_word_is_never_looked_for(self) -> None:
        trillion = TermEntry("万亿", "兆", "萬億")
        self.assertEqual(convert_text("1.5万亿", to_taiwan(trillion)), "1.5兆")
        back = Conversion(TAIWAN, HANS, (TermBase([trillion]),))
        self.assertEqual(convert_text("徵兆", back), "征兆")
        between = Conversion(HONG_KONG, TAIWAN, (TermBase([trillion]),))
        self.assertEqual(convert_text("1.5萬億", between), "1.5兆")

    def test_two_ordinary_characters_of_another_variant_are_no_term(self) -> None:
        reagan = TermEntry("里根", "雷根", "列根")
        self.assertEqual(convert_text("系列根据", to_taiwan(reagan)), "系列根據")

    def test_a_short_name_of_the_other_region_is_found_where_words_leave_it_whole(
        self,
    ) -> None:
        terms = (
            TermEntry("特朗普", "川普", "特朗普", TermKind.PERSON),
            TermEntry("英伟达", "輝達", "英偉達", TermKind.COMPANY),
            TermEntry("鲍威尔", "鮑爾", "鮑威爾", TermKind.PERSON),
            TermEntry("里根", "雷根", "列根", TermKind.PERSON),
        )
        from_hong_kong = Conversion(HONG_KONG, HANS, (TermBase(terms),))
        for text, expected in (
            ("川普說，輝達股價上升", "特朗普说，英伟达股价上升"),
            ("「川普」", "「特朗普」"),
            ("會見川普總統", "会见特朗普总统"),
            ("四川普通話", "四川普通话"),
            ("光輝達到頂點", "光辉达到顶点"),
            ("鮑爾談利率", "鲍威尔谈利率"),
            ("鮑爾曼說", "鲍尔曼说"),
        ):
            with self.subTest(text):
                self.assertEqual(convert_text(text, from_hong_kong), expected)
        from_taiwan = Conversion(TAIWAN, HANS, (TermBase(terms),))
        self.assertEqual(convert_text("列根總統", from_taiwan), "里根总统")
        self.assertEqual(convert_text("系列根據", from_taiwan), "系列根据")

    def test_a_short_phrase_of_the_other_region_is_none(self) -> None:
        short = TermEntry("做空", "放空", "沽空")
        conversion = Conversion(HONG_KONG, HANS, (TermBase([short]),))
        self.assertEqual(convert_text("放空自己", conversion), "放空自己")

    def test_mainland_wording_in_traditional_script_is_found(self) -> None:
        software = TermEntry("软件", "軟體", "軟件")
        conversion = Conversion(HONG_KONG, TAIWAN, (TermBase([software]),))
        self.assertEqual(convert_text("軟件", conversion), "軟體")

    def test_the_longest_form_wins(self) -> None:
        conversion = to_taiwan(
            TermEntry("干", "甲", "甲"), TermEntry("干散货", "乾散貨", "乾散貨")
        )
        self.assertEqual(convert_text("干散货", conversion), "乾散貨")

    def test_opencc_does_not_join_across_a_term(self) -> None:
        # Without the term the dictionary takes 高杠 together and leaves 杆.
        conversion = to_taiwan(TermEntry("杠杆", "槓桿", "槓桿"))
        self.assertEqual(convert_text("高杠杆策略", conversion), "高槓桿策略")

    def test_a_result_is_final(self) -> None:
        conversion = to_taiwan(TermEntry("范一飞", "范一飛", "范一飛"))
        self.assertEqual(convert_text("范一飞的范围", conversion), "范一飛的範圍")

    def test_a_term_without_a_form_for_the_script_is_left_to_opencc(self) -> None:
        self.assertEqual(convert_text("里根", to_taiwan(TermEntry("里根"))), "里根")

    def test_the_other_traditional_form_stands_in(self) -> None:
        self.assertEqual(
            convert_text("里根", to_hong_kong(TermEntry("里根", "雷根"))), "雷根"
        )

    def test_what_is_left_alone_stays_as_written(self) -> None:
        keep = TermEntry("株式会社", kind=TermKind.LEAVE_ALONE)
        self.assertEqual(convert_text("株式会社对", to_taiwan(keep)), "株式会社對")

    def test_a_form_of_the_texts_own_language_goes_first(self) -> None:
        peanut = TermEntry("花生米", "土豆米", "花生米")
        potato = TermEntry("土豆米", "馬鈴薯", "薯仔")
        self.assertEqual(convert_text("土豆米", to_taiwan(peanut, potato)), "馬鈴薯")

    def test_a_latin_form_is_printed_and_never_looked_for(self) -> None:
        google = TermEntry("谷歌", "Google", "谷歌")
        self.assertEqual(convert_text("谷歌云", to_taiwan(google)), "Google雲")
        for text in ("Google Cloud", "用Google Play", "Google的，GOOGLE"):
            for source, target in (
                (HANS, HONG_KONG),
                (TAIWAN, HANS),
                (TAIWAN, HONG_KONG),
            ):
                with self.subTest(text, source=source, target=target):
                    how = Conversion(source, target, (TermBase([google]),))
                    self.assertEqual(convert_text(text, how), text)

    def test_no_letters_of_the_latin_script_are_looked_for(self) -> None:
        for form in ("AI", "S&P 500", "Nestlé", "ＡＩ", "5G"):
            base = TermBase([TermEntry(form, "甲", "乙")])
            for source, target in ((HANS, TAIWAN), (TAIWAN, HONG_KONG)):
                with self.subTest(form, source=source):
                    how = Conversion(source, target, (base,))
                    self.assertEqual(convert_text(f"用{form}", how), f"用{form}")

    def test_letters_beside_chinese_characters_are_whole_words_and_no_tickers(
        self,
    ) -> None:
        conversion = to_taiwan(TermEntry("生成式AI", "甲", "甲"))
        self.assertEqual(convert_text("用生成式AI的", conversion), "用甲的")
        for text in ("生成式AIRLINE", "生成式AI.HK", "生成式AI/USD"):
            with self.subTest(text):
                self.assertEqual(convert_text(text, conversion), text)

    def test_latin_letters_that_are_left_alone_stop_a_weaker_term(self) -> None:
        keep = TermBase([TermEntry("ETF", kind=TermKind.LEAVE_ALONE)])
        weaker = TermBase([TermEntry("只ETF", "隻ETF", "隻ETF")])
        for layers, printed in (((keep, weaker), "只ETF"), ((weaker,), "隻ETF")):
            how = Conversion(HANS, TAIWAN, layers)
            self.assertEqual(convert_text("只ETF", how), printed)

    def test_nothing_of_a_term_is_read_as_html(self) -> None:
        conversion = to_taiwan(
            TermEntry("乙&P", "<b>", "<b>"), TermEntry("甲", '"&', '"&')
        )
        self.assertEqual(
            convert_html("<p>乙&amp;P甲</p>", conversion), "<p>&lt;b&gt;&quot;&amp;</p>"
        )

    def test_ten_thousand_terms_and_forms_no_database_holds(self) -> None:
        terms = [TermEntry(f"词{n}条", f"詞{n}條", f"詞{n}條") for n in range(10_000)]
        conversion = to_taiwan(*terms, TermEntry("\ud800", "x", "x"), TermEntry(""))
        self.assertEqual(convert_text("词9999条", conversion), "詞9999條")


class LayerTests(SimpleTestCase):
    def layered(self, *layers: list[TermEntry]) -> Conversion:
        return Conversion(HANS, TAIWAN, tuple(map(TermBase, layers)))

    def test_the_first_layer_wins(self) -> None:
        conversion = self.layered([TermEntry("沙特", "甲", "甲")], [SAUDI])
        self.assertEqual(convert_text("沙特", conversion), "甲")

    def test_a_stronger_layer_wins_over_a_longer_form_below(self) -> None:
        conversion = self.layered([TermEntry("特说", "乙", "乙")], [SAUDI])
        self.assertEqual(convert_text("沙特说", conversion), "沙乙")

    def test_weaker_layers_fill_what_is_left(self) -> None:
        conversion = self.layered([FED], [], [SAUDI])
        self.assertEqual(convert_text("美联储沙特", conversion), "聯準會沙烏地")
