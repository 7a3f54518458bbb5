"""Terms that disagree are found before they are saved."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import TermKind
from articles.variants.engine import TermEntry
from articles.variants.term_base.contradictions import (
    Clash,
    contradictions_with,
    find_contradictions,
)
from articles.variants.term_base.term_rows import starter_rows

SHORT = TermEntry("做空", "放空", "沽空")


class ConflictTests(SimpleTestCase):
    def clashes(self, *terms: TermEntry) -> list[Clash]:
        return [conflict.clash for conflict in find_contradictions(terms)]

    def test_one_form_with_two_results(self) -> None:
        found = find_contradictions([SHORT, TermEntry("做空", "賣空", "沽空")])
        self.assertEqual([conflict.clash for conflict in found], [Clash.SAME_FORM])
        self.assertEqual(found[0].text, "做空")

    def test_a_circular_pair(self) -> None:
        self.assertEqual(
            self.clashes(
                TermEntry("甲子", "乙丑", "丙"), TermEntry("乙丑", "甲子", "丁")
            ),
            [Clash.CIRCULAR],
        )

    def test_overlapping_terms_that_disagree(self) -> None:
        high, plan = (
            TermEntry("高杠杆", "甲乙丙", "甲乙丙"),
            TermEntry("杠杆策略", "丁戊己庚", "丁戊己庚"),
        )
        found = find_contradictions([high, plan])
        self.assertEqual(
            [(c.clash, c.text) for c in found], [(Clash.OVERLAP, "高杠杆策略")]
        )
        together = TermEntry("高杠杆策略", "甲乙丙己庚", "甲乙丙己庚")
        self.assertEqual(self.clashes(high, plan, together), [])

    def test_regional_words_share_a_form_and_overlap(self) -> None:
        memory = TermEntry("内存", "記憶體", "內存", is_regional=True)
        storage = TermEntry("存储器", "記憶體", "存儲器", is_regional=True)
        name = TermEntry("国光信息", "國光信息", "國光信息")
        disclosure = TermEntry("信息披露", "資訊揭露", "信息披露", is_regional=True)
        self.assertEqual(self.clashes(memory, storage, name, disclosure), [])

    def test_a_regional_word_still_disagrees_on_what_it_is_looked_for(self) -> None:
        first = TermEntry("内存", "記憶體", "內存", is_regional=True)
        self.assertEqual(
            self.clashes(first, TermEntry("内存", "內存", "內存")), [Clash.SAME_FORM]
        )
        back = TermEntry("記憶體", "内存", "記憶體")
        self.assertEqual(self.clashes(first, back), [Clash.CIRCULAR])

    def test_overlapping_terms_that_agree(self) -> None:
        self.assertEqual(
            self.clashes(
                TermEntry("股票期权", "股票選擇權", "股票期權"),
                TermEntry("期权合约", "選擇權合約", "期權合約"),
            ),
            [],
        )

    def test_a_longer_term_may_hold_a_shorter_one(self) -> None:
        self.assertEqual(
            self.clashes(
                TermEntry("朝鲜", "北韓", "朝鮮"),
                TermEntry("朝鲜族", "朝鮮族", "朝鮮族"),
            ),
            [],
        )

    def test_the_same_term_twice_is_no_conflict(self) -> None:
        self.assertEqual(self.clashes(SHORT, SHORT), [])

    def test_only_the_conflicts_of_one_term(self) -> None:
        others = [TermEntry("甲", "乙", "乙"), TermEntry("甲", "丙", "丙"), SHORT]
        self.assertEqual(contradictions_with(TermEntry("丁", "丁", "丁"), others), [])
        self.assertEqual(
            len(contradictions_with(TermEntry("做空", "x", "沽空"), others)), 1
        )

    def test_the_starter_list_has_none(self) -> None:
        self.assertEqual(find_contradictions(row.term for row in starter_rows()), [])


class EmptyTermTests(SimpleTestCase):
    def test_empty_and_incomplete_terms(self) -> None:
        keep = TermEntry("株式会社", kind=TermKind.LEAVE_ALONE)
        cases = {
            TermEntry(""): (True, True),
            TermEntry(" ", "甲", "甲"): (True, False),
            TermEntry("甲", "乙"): (False, True),
            SHORT: (False, False),
            keep: (False, False),
        }
        for term, expected in cases.items():
            with self.subTest(term):
                self.assertEqual((term.has_no_form, term.is_incomplete), expected)
