"""Terms come in from a file as a whole or not at all, and go out as they came."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from hypothesis import given, strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from articles.choices import TermKind
from articles.models import Article, Category, SiteSettings, Term
from articles.variants.term_base import (
    TermImport,
    export_terms,
    import_terms,
    save_term,
)
from articles.variants.term_base.edit_terms import terms_against, twin_of
from articles.variants.term_base.term_rows import starter_rows, write_term_rows
from tests.factories import make_article, make_category, make_term

HEAD = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK,scope,note\n"


def bring(
    *lines: str, head: str = HEAD, only_new: bool = False, dry_run: bool = False
) -> TermImport:
    content = (head + "\n".join(lines)).encode()
    return import_terms(content, only_new=only_new, dry_run=dry_run)


def counts(found: TermImport) -> tuple[int, int, int]:
    return found.created, found.updated, found.unchanged


def bad_lines(found: TermImport) -> list[int]:
    return [bad.line for bad in found.bad]


class ImportTests(TestCase):
    def test_terms_are_created_updated_and_left_alone(self) -> None:
        make_term("软件", "軟體", "軟件")
        make_term("硬件", "硬體", "硬件", note="旧")
        found = bring(
            "phrase,软件,軟體,軟件,site,",
            "phrase,硬件,硬體,硬件,site,新",
            "person,特朗普,川普,特朗普,,",
        )
        self.assertEqual((counts(found), found.bad), ((1, 1, 1), []))
        self.assertEqual(Term.objects.get(simplified="硬件").note, "新")
        self.assertEqual(Term.objects.get(simplified="特朗普").kind, TermKind.PERSON)

    def test_a_term_keeps_its_author_and_a_new_one_has_the_importers(self) -> None:
        term = make_term("软件", "軟體", "軟件")
        created = term.created_at
        bring("phrase,软件,軟體程式,軟件,site,")
        term.refresh_from_db()
        self.assertEqual((term.taiwan, term.created_at), ("軟體程式", created))

    def test_the_version_grows_once_and_not_without_a_change(self) -> None:
        before = SiteSettings.current().conversion_version
        lines = ["phrase,软件,軟體,軟件,site,", "phrase,硬件,硬體,硬件,site,"]
        bring(*lines)
        self.assertEqual(SiteSettings.current().conversion_version, before + 1)
        bring(*lines)
        self.assertEqual(SiteSettings.current().conversion_version, before + 1)

    def test_a_dry_run_counts_and_writes_nothing(self) -> None:
        found = bring("phrase,软件,軟體,軟件,site,", dry_run=True)
        self.assertEqual(counts(found), (1, 0, 0))
        self.assertFalse(Term.objects.exists())

    def test_scopes_are_found_by_slug(self) -> None:
        category, article = make_category("农业"), make_article()
        found = bring(
            "phrase,土豆,馬鈴薯,薯仔,,",
            f"phrase,土豆,洋芋,薯仔,category:{category.slug},",
            f"leave-alone,土豆,,,article:{article.slug},",
        )
        self.assertEqual(counts(found), (3, 0, 0))
        self.assertEqual(Term.objects.get(category=category).taiwan, "洋芋")
        self.assertEqual(Term.objects.get(article=article).kind, TermKind.LEAVE_ALONE)

    def test_other_names_come_in_and_count_as_a_change(self) -> None:
        make_term("高盛", synonyms="Goldman")
        head = HEAD.replace("note", "note,synonyms")
        before = SiteSettings.current().conversion_version
        line = 'phrase,高盛,高盛,高盛,site,,"Goldman, Goldman Sachs"'
        self.assertEqual(counts(bring(line, head=head)), (0, 1, 0))
        self.assertEqual(Term.objects.get().synonyms, "Goldman, Goldman Sachs")
        self.assertEqual(SiteSettings.current().conversion_version, before + 1)
        self.assertEqual(counts(bring(line, head=head)), (0, 0, 1))
        bring("phrase,高盛,高盛,高盛,site,,", head=head)
        self.assertEqual(Term.objects.get().synonyms, "")

    def test_a_file_without_their_column_leaves_other_names(self) -> None:
        make_term("高盛", synonyms="Goldman")
        found = bring("phrase,高盛,高盛,高盛,site,")
        self.assertEqual(counts(found), (0, 0, 1))
        bring("phrase,高盛,高盛,高盛,site,新")
        term = Term.objects.get()
        self.assertEqual((term.note, term.synonyms), ("新", "Goldman"))

    def test_a_regional_word_comes_in_and_a_file_without_the_column_leaves_it(
        self,
    ) -> None:
        head = HEAD.replace("note", "note,regional")
        line = "phrase,信息,資訊,信息,site,,"
        self.assertEqual(counts(bring(f"{line}yes", head=head)), (1, 0, 0))
        self.assertEqual(counts(bring("phrase,信息,資訊,信息,site,")), (0, 0, 1))
        self.assertTrue(Term.objects.get().is_regional)
        self.assertEqual(counts(bring(line, head=head)), (0, 1, 0))
        self.assertFalse(Term.objects.get().is_regional)
        found = bring(f"{line}maybe", head=head)
        self.assertEqual(bad_lines(found), [2])
        self.assertIn("maybe", found.bad[0].message)

    def test_only_new_terms_leave_every_stored_one_and_what_contradicts_it(
        self,
    ) -> None:
        mine = make_term("软件", "軟件", "軟件", note="ours")
        make_term("储备金", "準備金", "儲備金")
        found = bring(
            "phrase,软件,軟體,軟件,site,",
            "phrase,硬件,硬體,硬件,site,",
            "phrase,美联储备,聯準庫,聯儲庫,site,",
            only_new=True,
        )
        self.assertEqual((counts(found), found.left_out), ((1, 0, 1), 1))
        self.assertEqual((bad_lines(found), [odd.line for odd in found.odd]), ([], [4]))
        self.assertIn("储备金", found.odd[0].message)
        mine.refresh_from_db()
        self.assertEqual((mine.taiwan, mine.note), ("軟件", "ours"))
        self.assertFalse(Term.objects.filter(simplified="美联储备").exists())
        self.assertTrue(Term.objects.filter(simplified="硬件").exists())

    def test_lines_that_contradict_each_other_are_bad_even_if_only_new_ones_come_in(
        self,
    ) -> None:
        found = bring("phrase,甲,乙,丁,site,", "phrase,乙,甲,戊,site,", only_new=True)
        self.assertEqual(bad_lines(found), [3])
        self.assertFalse(Term.objects.exists())

    def test_a_latin_form_that_is_looked_for_is_told(self) -> None:
        found = bring("phrase,AI,人工智慧,人工智能,site,")
        self.assertEqual([odd.line for odd in found.odd], [2])
        self.assertIn("AI", found.odd[0].message)
        self.assertEqual(bring("company,谷歌,Google,谷歌,site,").odd, [])

    def test_every_bad_line_is_told_and_nothing_comes_in(self) -> None:
        found = bring(
            "phrase,好,好,好,site,",
            "nobody,软件,軟體,軟件,site,",
            "phrase,,,,site,",
            "phrase,硬件,硬體,,site,",
            "phrase,土豆,洋芋,薯仔,category:nowhere,",
            "phrase,好,好,好,site,",
            f"phrase,{'长' * 201},長,長,site,",
            '"phrase',
        )
        self.assertEqual(bad_lines(found), [3, 4, 5, 6, 7, 8, 9])
        messages = [bad.message for bad in found.bad]
        self.assertIn("nobody", messages[0])
        self.assertIn("nowhere", messages[3])
        self.assertIn("2", messages[4])
        self.assertFalse(Term.objects.exists())

    def test_a_quotation_mark_that_is_not_closed_swallows_no_line(self) -> None:
        found = bring(
            'phrase,"软件,軟體,軟件,site,',
            "phrase,硬件,硬體,硬件,site,",
            'phrase,"甲"乙,丙,丁,site,',
        )
        self.assertEqual(bad_lines(found), [2, 4])
        for bad in found.bad:
            self.assertIn('""', bad.message)
        self.assertFalse(Term.objects.exists())

    def test_a_quotation_mark_may_be_part_of_a_cell(self) -> None:
        bring('phrase,"软""件",軟"體,軟件,site,"a, b"')
        term = Term.objects.get()
        self.assertEqual((term.simplified, term.taiwan), ('软"件', '軟"體'))

    def test_more_cells_than_columns_are_refused_unless_they_are_empty(self) -> None:
        found = bring(
            "phrase,土豆,馬鈴薯,薯仔,site,蔬菜, 不是人",
            "phrase,软件,軟體,軟件,site,,, ",
        )
        self.assertEqual(bad_lines(found), [2])
        self.assertRegex(found.bad[0].message, "7.*6")
        self.assertFalse(Term.objects.exists())

    def test_a_form_in_the_other_script_is_told_and_comes_in(self) -> None:
        found = bring(
            "phrase,軟件,软體,軟件,site,",
            "leave-alone,騰訊,,,site,",
            "phrase,硬件,硬體,硬件,site,",
        )
        self.assertEqual([odd.line for odd in found.odd], [2, 2])
        for odd, form in zip(found.odd, ("軟件", "软體"), strict=True):
            self.assertIn(form, odd.message)
        self.assertEqual((counts(found), found.bad), ((3, 0, 0), []))

    def test_contradictions_within_the_file_and_with_what_is_there_are_bad_lines(
        self,
    ) -> None:
        make_term("美联储备", "聯準庫", "聯儲庫")
        found = bring(
            "phrase,好,好,好,site,",
            "phrase,储备金,準備金,儲備金,site,",
            "phrase,甲,乙,丁,site,",
            "phrase,乙,甲,戊,site,",
        )
        self.assertEqual(bad_lines(found), [3, 5])
        self.assertIn("美联储备", found.bad[0].message)
        self.assertIn("甲 · 乙 · 丁", found.bad[1].message)
        self.assertEqual(Term.objects.count(), 1)

    def test_what_contradicted_before_does_not_stop_another_line(self) -> None:
        for forms in (("甲", "乙", "丁"), ("乙", "甲", "戊")):
            make_term(*forms)
        found = bring("phrase,软件,軟體,軟件,site,")
        self.assertEqual((counts(found), found.bad), ((1, 0, 0), []))

    def test_what_is_no_table_of_terms_is_refused(self) -> None:
        for content, line in (
            (b"", 1),
            (b"\x89PNG\r\n", 1),
            (b"kind,zh-Hans\n", 1),
            (HEAD.encode() + "phrase,软件,軟體,軟件,,".encode("gb18030"), 2),
            (HEAD.encode() + b"phrase," + b"x" * 200_000, 2),
            (b'"kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\n', 1),
        ):
            with self.subTest(content[:20]):
                self.assertEqual({*bad_lines(import_terms(content))}, {line})

    def test_excels_mark_line_ends_and_blank_lines_are_no_matter(self) -> None:
        text = f"\ufeff{HEAD}\nphrase,软件,軟體,軟件,,\n\n"
        found = import_terms(text.replace("\n", "\r\n").encode())
        self.assertEqual((counts(found), found.bad), ((1, 0, 0), []))

    def test_the_starter_list_comes_in_whole(self) -> None:
        found = import_terms(write_term_rows(starter_rows()).encode())
        self.assertEqual(
            (found.created, found.bad, found.odd), (len(starter_rows()), [], [])
        )


class ExportTests(TestCase):
    def test_scopes_notes_and_other_names_go_out(self) -> None:
        article = make_article(slug="story", categories=["农业"])
        category = Category.objects.get()
        names = {"note": "蔬菜, 不是人", "synonyms": "洋芋, potato"}
        make_term("土豆", "馬鈴薯", "薯仔", **names)
        make_term("土豆", "洋芋", "薯仔", category=category)
        make_term("土豆", kind=TermKind.LEAVE_ALONE, article=article)
        lines = export_terms().splitlines()
        self.assertIn(
            'phrase,土豆,馬鈴薯,薯仔,site,"蔬菜, 不是人","洋芋, potato",', lines
        )
        self.assertIn(f"phrase,土豆,洋芋,薯仔,category:{category.slug},,,", lines)
        self.assertIn("leave-alone,土豆,土豆,土豆,article:story,,,", lines)

    def test_it_costs_the_same_however_many_terms(self) -> None:
        for n in range(5):
            make_term(f"词{n}", article=make_article(), kind=TermKind.LEAVE_ALONE)
        with self.assertNumQueries(2):  # Terms with their categories; articles.
            export_terms()


class TwinTests(TestCase):
    def test_a_form_has_one_term_in_each_scope(self) -> None:
        term = make_term("软件", "軟體", "軟件")
        category = make_category()
        same = Term(simplified="软件", taiwan="軟體", hong_kong="軟件")
        self.assertEqual(twin_of(same), term)
        self.assertIsNone(twin_of(term))
        same.category = category
        self.assertIsNone(twin_of(same))


FORMS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"])
    | st.sampled_from("软件服务器,\"'，"),
    min_size=1,
    max_size=8,
)


class RoundTripTests(HypothesisTestCase):
    @given(
        st.lists(
            st.tuples(FORMS, FORMS, FORMS, st.sampled_from(TermKind), FORMS, FORMS),
            max_size=6,
        ),
        st.integers(0, 2),
    )
    def test_importing_what_was_exported_changes_nothing(
        self, rows: list[tuple[str, str, str, TermKind, str, str]], scope: int
    ) -> None:
        scopes: list[dict[str, Any]] = [
            {},
            {"category": make_category()},
            {"article": make_article()},
        ]
        for simplified, taiwan, hong_kong, kind, note, synonyms in rows:
            term = Term(
                simplified=simplified.strip(),
                taiwan=taiwan.strip(),
                hong_kong=hong_kong.strip(),
                kind=kind,
                note=note.strip(),
                synonyms=synonyms.strip(),
                **scopes[scope],
            )
            if term.simplified and not term.entry.is_incomplete:
                self.save(term)
        text = export_terms()
        number = Term.objects.count()
        found = import_terms(text.encode())
        self.assertEqual((counts(found), found.bad), ((0, 0, number), []))
        Term.objects.all().delete()
        self.assertEqual(counts(import_terms(text.encode())), (number, 0, 0))
        self.assertEqual(export_terms(), text)

    def save(self, term: Term) -> None:
        """As an editor does: tidied, and neither a twin nor a contradiction."""
        term.clean()
        if not (terms_against(term) or twin_of(term)):
            save_term(term)

    def tearDown(self) -> None:
        Article.objects.all().delete()
