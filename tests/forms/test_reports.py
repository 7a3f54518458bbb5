from __future__ import annotations

from django.http import QueryDict
from django.test import SimpleTestCase

from articles.forms import ReaderReportForm, on_one_line


class ReaderReportFormTests(SimpleTestCase):
    def test_of_an_address_only_so_much_is_taken(self) -> None:
        given = QueryDict(mutable=True)
        given.update(dict.fromkeys(("passage", "sentence", "note"), "長" * 999))
        initial = ReaderReportForm(selection=given).initial
        lengths = {name: len(initial[name]) for name in ("passage", "sentence")}
        self.assertEqual(lengths, {"passage": 200, "sentence": 300})
        self.assertNotIn("note", initial)

    def test_an_address_never_fills_in_what_machines_do(self) -> None:
        form = ReaderReportForm(selection=QueryDict("website=x"))
        self.assertNotIn("website", form.initial)

    def test_a_long_sentence_is_cut_and_long_words_are_refused(self) -> None:
        form = ReaderReportForm({"passage": "長", "sentence": "長" * 999})
        self.assertTrue(form.is_valid())
        self.assertEqual(len(form.cleaned_data["sentence"]), 300)
        said = {"passage": "長" * 201, "note": "長" * 1001}
        self.assertEqual(ReaderReportForm(said).errors.keys(), {"passage", "note"})

    def test_a_fact_needs_words_and_a_wording_its_passage(self) -> None:
        for kind, needed in (("fact", "note"), ("wording", "passage")):
            self.assertEqual(list(ReaderReportForm({"kind": kind}).errors), [needed])
        english = ReaderReportForm({"passage": "x"}, may_be_wording=False)
        self.assertEqual(list(english.errors), ["note"])

    def test_a_kind_that_was_not_offered_is_refused(self) -> None:
        self.assertIn("kind", ReaderReportForm({"kind": "x", "note": "y"}).errors)

    def test_selected_words_are_about_a_wording_until_a_reader_says_otherwise(
        self,
    ) -> None:
        selected = ReaderReportForm(selection=QueryDict("passage=幹"))
        self.assertEqual(selected.initial["kind"], "wording")
        self.assertEqual(ReaderReportForm().initial["kind"], "fact")

    def test_marks_that_nobody_sees_are_dropped(self) -> None:
        form = ReaderReportForm({"kind": "fact", "note": "\u202e甲\u200b\x00\n\n\n乙"})
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.cleaned_data["note"], "甲\n\n乙")


class OnOneLineTests(SimpleTestCase):
    def test_what_cannot_be_stored_or_seen_is_a_space(self) -> None:
        self.assertEqual(on_one_line(" 甲\x00乙\r\n\ud800\x7f丙\t"), "甲 乙 丙")
