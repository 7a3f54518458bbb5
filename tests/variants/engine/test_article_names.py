"""A person whom a term names with a title has the same form without it."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import TermKind
from articles.variants.engine import (
    Conversion,
    TermBase,
    TermEntry,
    convert_html,
    convert_text,
    find_names,
)
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

MILLS = TermEntry("副总统万斯", "副總統范斯", "副總統萬斯", TermKind.PERSON)
PEOPLE = TermBase([MILLS])
TO_TAIWAN = Conversion(HANS, TAIWAN, (PEOPLE,))


class TitleTests(SimpleTestCase):
    def test_the_name_alone_reads_as_it_does_with_the_title(self) -> None:
        self.assertEqual(
            convert_text("副总统万斯到访。万斯表示，与万斯的会面", TO_TAIWAN),
            "副總統范斯到訪。范斯表示，與范斯的會面",
        )

    def test_only_where_the_text_has_the_title_somewhere(self) -> None:
        self.assertEqual(convert_text("万斯表示", TO_TAIWAN), "萬斯表示")

    def test_not_within_other_words(self) -> None:
        text = "副总统万斯会见一万斯里兰卡人"
        printed = "副總統范斯會見一萬斯里蘭卡人"
        self.assertEqual(convert_text(text, TO_TAIWAN), printed)

    def test_from_traditional_too(self) -> None:
        how = Conversion(TAIWAN, HONG_KONG, (PEOPLE,))
        text = "副總統范斯到訪，范斯表示"
        self.assertEqual(convert_text(text, how), "副總統萬斯到訪，萬斯表示")

    def test_any_term_of_the_name_itself_is_stronger(self) -> None:
        own = TermBase([TermEntry("万斯", "凡斯", "雲斯", TermKind.PERSON)])
        how = Conversion(HANS, TAIWAN, (own, PEOPLE))
        text = "副总统万斯到访，万斯表示"
        self.assertEqual(convert_text(text, how), "副總統凡斯到訪，凡斯表示")

    def test_a_title_that_reads_differently_tells_nothing(self) -> None:
        term = TermEntry("首相万斯", "總理范斯", "首相萬斯", TermKind.PERSON)
        self.assertEqual(TermBase([term]).without_titles, [])

    def test_paragraphs_of_a_body_are_one_text(self) -> None:
        body = "<p>万斯表示</p><p>副总统<b>万斯</b>说</p><p>副总统万斯</p>"
        self.assertEqual(
            convert_html(body, TO_TAIWAN),
            "<p>范斯表示</p><p>副總統<b>范斯</b>說</p><p>副總統范斯</p>",
        )


class GivenNamesTests(SimpleTestCase):
    def test_names_of_the_article_hold_in_a_text_that_does_not_tell_them(self) -> None:
        article = "创始人于瑾璇说。副总统万斯到访。"
        names = find_names(article, HANS, (PEOPLE,))
        how = Conversion(HANS, TAIWAN, (PEOPLE,), names=names)
        self.assertEqual(convert_text("于瑾璇与万斯", how), "于瑾璇與范斯")

    def test_and_no_others(self) -> None:
        names = find_names("没有名字", HANS, ())
        how = Conversion(HANS, TAIWAN, names=names)
        self.assertEqual(convert_text("创始人于瑾璇说", how), "創始人於瑾璇說")


class HeadTests(SimpleTestCase):
    terms = (
        TermEntry("国债收益率", "公債殖利率", "國債收益率", TermKind.INSTRUMENT),
        TermEntry("班轮公司", "定期航商", "班輪公司", TermKind.PHRASE),
    )
    how = Conversion(HANS, TAIWAN, (TermBase(terms),))

    def test_the_head_of_an_instrument_reads_alike_in_its_clause(self) -> None:
        self.assertEqual(
            convert_text("国债收益率与收益率中枢。收益率", self.how),
            "公債殖利率與殖利率中樞。收益率",
        )

    def test_not_within_other_words(self) -> None:
        term = TermEntry("货币互换", "貨幣交換", "貨幣掉期", TermKind.INSTRUMENT)
        how = Conversion(HANS, TAIWAN, (TermBase([term]),))
        text = "货币互换与相互换算、互换"
        self.assertEqual(convert_text(text, how), "貨幣交換與相互換算、交換")

    def test_the_head_of_another_term_is_left_alone(self) -> None:
        text = "班轮公司与货代公司"
        self.assertEqual(convert_text(text, self.how), "定期航商與貨代公司")

    def test_paragraphs_are_other_clauses(self) -> None:
        body = "<p>国债收益率</p><p>收益率</p>"
        self.assertEqual(convert_html(body, self.how), "<p>公債殖利率</p><p>收益率</p>")
