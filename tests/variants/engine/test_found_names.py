"""Names told by what stands around them hold in the whole text."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import Conversion, convert_text
from articles.variants.engine.found_names import names_in
from tests.variants.engine.conversions import HANS, TAIWAN

IN_TAIWAN = Conversion(HANS, TAIWAN)


def names(text: str) -> set[str]:
    return {name.text for name in names_in(text)}


class SurnameTests(SimpleTestCase):
    def test_a_surname_stands_behind_a_title(self) -> None:
        for text in (
            "创始人于璟说",
            "董事长于璟：",
            "记者 于璟 报道",
            "分析师于璟指出",
            "主演于璟和李四",
        ):
            with self.subTest(text):
                self.assertEqual(names(text), {"于璟"})

    def test_a_surname_stands_in_lists_and_brackets(self) -> None:
        self.assertEqual(names("张三、于瑾璇、李四"), {"于瑾璇"})
        self.assertEqual(names("王五/于瑾璇/李四"), {"于瑾璇"})
        self.assertEqual(names("（于瑾璇/文）"), {"于瑾璇"})

    def test_a_surname_stands_at_a_clause_s_start_before_what_people_do(self) -> None:
        self.assertEqual(names("，于瑾璇表示"), {"于瑾璇"})
        self.assertEqual(names("据范瑾璇介绍"), {"范瑾璇"})
        self.assertEqual(names("来自深圳的。于女士说"), {"于女士"})

    def test_a_person_whom_the_lexicon_knows_needs_no_more(self) -> None:
        # 东来 is a word: from the east.
        self.assertEqual(names("，于东来表示"), {"于东来"})

    def test_a_preposition_is_no_surname(self) -> None:
        for text in (
            "公司，于今年宣布",
            "会议于上海召开",
            "于法、于情、于理",
            "董事长于北京表示",
            "总裁于财报中说",
            "由于公司担任",
            "，于我来说",
            "（于晚上）",
            "他说，于教育、医疗、住房",
        ):
            with self.subTest(text):
                self.assertEqual(names(text), set())

    def test_ordinary_words_are_no_names(self) -> None:
        for text in ("，范围、", "「余论」", "、涂鸦和", "，游说议员", "和余姚等地"):
            with self.subTest(text):
                self.assertEqual(names(text), set())

    def test_a_name_crosses_a_word_that_the_segmenter_sees(self) -> None:
        # 师范 is a word.
        self.assertEqual(convert_text("分析师范旸指出", IN_TAIWAN), "分析師范暘指出")


class ForeignNameTests(SimpleTestCase):
    def test_a_dot_tells_both_parts(self) -> None:
        self.assertEqual(
            convert_text("州长杰里·里尔万说，里尔万", IN_TAIWAN),
            "州長傑里·里爾萬說，里爾萬",
        )

    def test_an_original_in_brackets_tells_the_name_before_it(self) -> None:
        text = "顾问麦肯特里（McKentry）说，麦肯特里补充"
        printed = "顧問麥肯特里（McKentry）說，麥肯特里補充"
        self.assertEqual(convert_text(text, IN_TAIWAN), printed)

    def test_the_word_before_a_name_is_no_part_of_it(self) -> None:
        self.assertEqual(
            convert_text("在房间里马克·吐温说", IN_TAIWAN), "在房間裡馬克·吐溫說"
        )


class HoldingTests(SimpleTestCase):
    def test_a_name_holds_wherever_it_stands(self) -> None:
        text = "创始人于瑾璇说。按照于瑾璇的考核，于瑾璇曾任"
        printed = "創始人于瑾璇說。按照于瑾璇的考核，于瑾璇曾任"
        self.assertEqual(convert_text(text, IN_TAIWAN), printed)

    def test_not_across_words(self) -> None:
        text = "记者于明报道，属于明星的光环"
        self.assertEqual(convert_text(text, IN_TAIWAN), "記者于明報道，屬於明星的光環")

    def test_of_two_characters_only_where_the_place_tells(self) -> None:
        text = "记者于海报道，将设于海边"
        self.assertEqual(convert_text(text, IN_TAIWAN), "記者于海報道，將設於海邊")
