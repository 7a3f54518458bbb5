from __future__ import annotations

from django.http import QueryDict
from django.test import SimpleTestCase

from articles.forms import ConversionReportForm, on_one_line


class ConversionReportFormTests(SimpleTestCase):
    def test_of_an_address_only_so_much_is_taken(self) -> None:
        given = QueryDict(mutable=True)
        given.update(dict.fromkeys(("passage", "sentence", "note"), "長" * 999))
        initial = ConversionReportForm(selection=given).initial
        lengths = {name: len(said) for name, said in initial.items()}
        self.assertEqual(lengths, {"passage": 200, "sentence": 300, "note": 500})

    def test_an_address_never_fills_in_what_machines_do(self) -> None:
        form = ConversionReportForm(selection=QueryDict("website=x"))
        self.assertNotIn("website", form.initial)

    def test_a_long_sentence_is_cut_and_long_words_are_refused(self) -> None:
        form = ConversionReportForm({"passage": "長", "sentence": "長" * 999})
        self.assertTrue(form.is_valid())
        self.assertEqual(len(form.cleaned_data["sentence"]), 300)
        said = {"passage": "長" * 201, "note": "長" * 501}
        self.assertEqual(ConversionReportForm(said).errors.keys(), {"passage", "note"})


class OnOneLineTests(SimpleTestCase):
    def test_what_cannot_be_stored_or_seen_is_a_space(self) -> None:
        self.assertEqual(on_one_line(" 甲\x00乙\r\n\ud800\x7f丙\t"), "甲 乙 丙")
