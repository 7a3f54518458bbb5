from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import (
    headline_halves,
    spaced_quantities,
    unbroken_parts,
)
from tests.examples import examples

COUNTED = (
    *(
        "0.5个百分点",
        "50個基點",
        "25bp",
        "32只个股",
        "32檔個股",
        "三家公司",
        "两名高管",
    ),
    *("三千亿元", "1.2万亿美元", "2亿3000万元", "逾1.2%", "24,000点", "11月30日"),
    *("第3季度", "近八成", "500間店", "10多倍", "1-2月", "50 个基点", "５０％"),
)


class UnbrokenPartTests(SimpleTestCase):
    def test_a_line_ends_between_words(self) -> None:
        for text, expected in (
            ("美联储意外降息", "美联储|意外|降息"),
            ("聯儲局意外減息", "聯儲局|意外|減息"),
            ("人民币汇率收复失地", "人民币|汇率|收复失地"),
        ):
            self.assertEqual("|".join(unbroken_parts(text)), expected)

    def test_a_number_stays_with_its_unit_and_what_it_counts(self) -> None:
        for together in COUNTED:
            for title in (f"美联储意外{together}后市场", f"股市：{together}的变化"):
                self.assertIn(together, "|".join(unbroken_parts(title)))

    def test_a_line_may_end_behind_a_number(self) -> None:
        for text, expected in (
            ("跌逾5%创年内新低", "跌|逾5%|创|年内|新低"),
            ("5000亿元国债", "5000亿元|国债"),
            ("25bp降息", "25bp|降息"),
        ):
            self.assertEqual("|".join(unbroken_parts(text)), expected)

    def test_a_word_with_a_numeral_in_it_is_no_number(self) -> None:
        self.assertEqual(unbroken_parts("唯一股东"), ("唯一", "股东"))

    def test_numbers_with_a_space_before_the_unit_are_told(self) -> None:
        text = "上涨 50 个基点，3.5% 与 20家"
        found = [text[start:end] for start, end in spaced_quantities(text)]
        self.assertEqual(found, ["50 个基点"])

    def test_marks_and_particles_stay_with_the_word_before(self) -> None:
        parts = unbroken_parts("市场的反应：观望，等待")
        self.assertFalse([part for part in parts if part[0] in "的：，"])

    def test_a_text_without_chinese_is_left_alone(self) -> None:
        self.assertEqual(unbroken_parts("Fed cuts rates"), ("Fed cuts rates",))
        self.assertEqual(unbroken_parts(""), ("",))

    @examples(50)
    @given(st.text(max_size=80))
    def test_the_parts_give_the_text_again(self, text: str) -> None:
        self.assertEqual("".join(unbroken_parts(text)), text)
        self.assertEqual("".join(headline_halves(text)), text)

    @examples(50)
    @given(
        st.text("央行降息涨跌统一后的，：％ A", max_size=10),
        st.sampled_from(("0.5", "32", "1,490", "３", "三", "几十", "2500")),
        st.sampled_from(("", "万", "亿", "多")),
        st.sampled_from(
            (
                "%",
                "个百分点",
                "個基點",
                "bp",
                "倍",
                "亿元",
                "美元",
                "家",
                "只",
                "檔",
                "吨",
            )
        ),
        st.text("公司个股市场，：市 A", max_size=10),
    )
    def test_no_number_is_parted_from_its_unit(
        self, before: str, number: str, magnitude: str, unit: str, after: str
    ) -> None:
        quantity = f"{number}{magnitude}{unit}"
        parts = unbroken_parts(f"{before}{quantity}{after}")
        self.assertTrue(any(quantity in part for part in parts), parts)


class HeadlineHalfTests(SimpleTestCase):
    def test_a_headline_is_parted_where_its_editor_parted_it(self) -> None:
        for text in (
            "美联储意外降息　|市场押注再降两次",
            "星巴克擬擴展中東 |未來5年增500間店",
            "恒指失守24,000点｜|科技股领跌大市",
            "央行逆回购三千亿——|市场流动性充裕",
            "周三美股收盘小结：|三大指数齐创新高",
        ):
            halves = headline_halves(text.replace("|", ""))
            self.assertEqual("|".join(halves), text)

    def test_the_plainest_sign_decides(self) -> None:
        halves = headline_halves("午评：三大指数收跌　逾32只个股创新低：名单")
        self.assertEqual(halves, ("午评：三大指数收跌　", "逾32只个股创新低：名单"))

    def test_a_mere_word_is_no_half(self) -> None:
        for text in (
            "快讯：美联储意外降息",
            "AI 加持：浏览器一键更新密码",
            "我的 Medium 文章集",
        ):
            self.assertEqual(headline_halves(text), (text,))
