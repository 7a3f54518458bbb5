"""Terms come and go as CSV, and a list comes with the project."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from django.test import SimpleTestCase

from articles.choices import Language, TermKind
from articles.variants.engine import Conversion, TermBase, TermEntry, convert_text
from articles.variants.term_base.term_rows import (
    BadRow,
    TermRow,
    read_term_rows,
    starter_rows,
    write_term_rows,
)


class CsvTests(SimpleTestCase):
    def test_what_is_written_can_be_read(self) -> None:
        rows = [
            TermRow(
                TermEntry('“甲”,"', "乙\n丙", "丁"), "category:markets", "why", "戊, Wu"
            ),
            TermRow(TermEntry("株式会社", kind=TermKind.LEAVE_ALONE), synonyms=""),
        ]
        self.assertEqual(read_term_rows(write_term_rows(rows)), rows)

    def test_a_file_or_a_line_may_say_nothing_of_other_names(self) -> None:
        head = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK"
        for text in (
            f"{head}\nphrase,甲,乙,丙\n",
            f"{head},synonyms\nphrase,甲,乙,丙\n",
        ):
            self.assertEqual([row.synonyms for row in read_term_rows(text)], [None])
        (row,) = read_term_rows(f"{head},synonyms\nphrase,甲,乙,丙, \n")
        self.assertEqual(row.synonyms, "")

    def test_bad_rows_are_told_with_their_line(self) -> None:
        head = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\n"
        cases = {
            "": 1,
            "kind,zh-Hans\n": 1,
            f"{head}nobody,a,b,c\n": 2,
            f"{head}person,a,b,c\nperson,,,\n": 3,
        }
        for text, line in cases.items():
            with self.subTest(text), self.assertRaises(BadRow) as caught:
                read_term_rows(text)
            self.assertEqual(caught.exception.line, line)

    def test_a_regional_word_is_marked_yes(self) -> None:
        head = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK"
        for cell, is_regional in (("yes", True), (" Yes ", True), ("", False)):
            (row,) = read_term_rows(f"{head},regional\nphrase,甲,乙,丙,{cell}\n")
            self.assertEqual(
                (row.term.is_regional, row.says_regional), (is_regional, True)
            )
        (row,) = read_term_rows(f"{head}\nphrase,甲,乙,丙\n")
        self.assertEqual((row.term.is_regional, row.says_regional), (False, False))
        with self.assertRaises(BadRow):
            read_term_rows(f"{head},regional\nphrase,甲,乙,丙,no\n")


class VocabularyTests(SimpleTestCase):
    """Taiwan's words in the starter list, which a site turns on or off as a whole."""

    rows: ClassVar[list[TermRow]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.rows = [row for row in starter_rows() if row.term.is_regional]

    def test_it_holds_four_hundred_words_at_least_each_with_its_evidence(self) -> None:
        words = [r for r in self.rows if r.term.kind == TermKind.PHRASE]
        words = [r for r in words if r.note.startswith("in Taiwan: ")]
        self.assertGreaterEqual(len(words), 400)
        self.assertEqual([row for row in self.rows if not row.note], [])

    def test_it_holds_the_words_that_readers_miss_first(self) -> None:
        taiwan = {row.term.taiwan for row in self.rows}
        for words in (
            ("資訊", "智慧", "影片", "演算法", "執行長", "行動裝置", "解析度"),
            ("記憶體", "儲存", "伺服器", "應用程式", "網際網路", "資料庫"),
            ("雷射", "品質", "公債殖利率", "軟體", "網路", "人工智慧"),
        ):
            self.assertLessEqual(set(words), taiwan)

    def test_names_of_people_places_and_institutions_are_not_part_of_it(self) -> None:
        always = {r.term.simplified for r in starter_rows() if r not in self.rows}
        self.assertLessEqual({"特朗普", "沙特", "美联储", "台积电", "谷歌"}, always)
        kinds = {row.term.kind for row in self.rows}
        self.assertNotIn(TermKind.PERSON, kinds)

    def test_without_it_no_word_is_another(self) -> None:
        rest = TermBase(row.term for row in starter_rows() if not row.term.is_regional)
        for text, printed in (
            ("信息、智能、视频、软件", "信息、智能、視頻、軟件"),
            ("服务器与互联网的数据库", "服務器與互聯網的數據庫"),
            ("国债收益率、做空、通胀", "國債收益率、做空、通脹"),
        ):
            for target in (Language.TAIWAN, Language.HONG_KONG):
                how = Conversion(Language.SIMPLIFIED, target, (rest,))
                self.assertEqual(convert_text(text, how), printed)


class StarterListTests(SimpleTestCase):
    def test_it_is_long_complete_and_of_every_kind(self) -> None:
        rows = starter_rows()
        self.assertGreaterEqual(len(rows), 150)
        self.assertEqual({row.term.kind for row in rows}, set(TermKind))
        wrong = [r for r in rows if r.term.has_no_form or r.term.is_incomplete]
        self.assertEqual(wrong, [])

    def test_well_known_names_have_their_others(self) -> None:
        named = {row.term.simplified: row.synonyms for row in starter_rows()}
        self.assertGreaterEqual(len([name for name in named.values() if name]), 25)
        self.assertIn("SPX", named["标普500"] or "")

    def test_no_form_stands_twice(self) -> None:
        counted = Counter(row.term.simplified for row in starter_rows())
        self.assertEqual([form for form, count in counted.items() if count > 1], [])
