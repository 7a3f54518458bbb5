"""The list of instruments, and the instruments of an article in its form."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from articles.choices import Status
from articles.models import Article, Instrument
from articles.publishing import labels_of, save_changes
from tests.admin.data import article_data, data_of
from tests.factories import make_article, make_draft, make_instrument
from tests.people import make_person

ADD = reverse("admin:articles_instrument_add")


def codes_of(article: Article) -> list[str]:
    return [row.code for row in labels_of(article).instruments]


class _Tests(TestCase):
    editor: ClassVar[User]
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.editor = make_person("editor")
        cls.reporter = make_person("reporter")

    def setUp(self) -> None:
        self.client.force_login(self.editor)
        self.client.cookies["django_language"] = "en"


class ListTests(_Tests):
    def add(self, **fields: str) -> Any:
        data = {"exchange": "XHKG", "symbol": "700", "name": "腾讯控股", "name_en": ""}
        return self.client.post(ADD, data | fields)

    def test_a_symbol_is_stored_in_its_one_spelling(self) -> None:
        for symbol in ("700", "00700", "0700.HK", "ＨＫ：７００"):
            Instrument.objects.all().delete()
            self.assertRedirects(
                self.add(symbol=symbol), reverse("admin:articles_instrument_changelist")
            )
            self.assertEqual(Instrument.objects.get().code, "0700.HK", symbol)

    def test_another_spelling_of_one_is_refused_at_the_field(self) -> None:
        make_instrument()
        answer = self.add(symbol="00700")
        self.assertContains(
            answer, "This is “0700.HK 腾讯控股”, which is here already."
        )
        self.assertEqual(Instrument.objects.count(), 1)

    def test_a_symbol_of_new_york_and_nasdaq_at_once_is_refused(self) -> None:
        make_instrument("AAPL.O", "苹果")
        answer = self.add(exchange="XNYS", symbol="AAPL", name="另一家")
        self.assertContains(answer, "which is here already")

    def test_a_symbol_that_the_market_does_not_have_is_refused(self) -> None:
        for exchange, symbol in (
            *(("XHKG", "AAPL"), ("XSHG", "700"), ("XNAS", "123"), ("XHKG", "\x00")),
            *(("FX", "USD"), ("XHKG", "0"), ("XHKG", "600519.SH")),
        ):
            answer = self.add(exchange=exchange, symbol=symbol)
            self.assertEqual(answer.status_code, 200, symbol)
            self.assertTrue(answer.context["errors"], symbol)
        self.assertFalse(self.add(exchange="XXXX").context is None)
        self.assertFalse(Instrument.objects.exists())

    def test_a_change_is_stored_and_found(self) -> None:
        row = make_instrument()
        article = make_article()
        save_changes(article.pk, {"instruments": [row.pk]})
        page = reverse("admin:articles_instrument_change", args=[row.pk])
        data = {"exchange": "XHKG", "symbol": "9988", "name": "阿里巴巴"}
        self.client.post(page, data)
        self.assertEqual(codes_of(article), ["9988.HK"])

    def test_the_list_finds_symbols_and_names_in_any_script(self) -> None:
        make_instrument()
        make_instrument("AAPL.O", "苹果", name_en="Apple")
        page = reverse("admin:articles_instrument_changelist")
        for term, code in (
            *(("700", "0700.HK"), ("00700.HK", "0700.HK"), ("騰訊", "0700.HK")),
            *(("app", "AAPL.US"), ("蘋果", "AAPL.US"), ("aapl", "AAPL.US")),
        ):
            rows = self.client.get(page, {"q": term}).context["cl"].result_list
            self.assertEqual([row.code for row in rows], [code], term)

    def test_one_that_articles_name_is_not_deleted(self) -> None:
        row = make_instrument()
        save_changes(make_article().pk, {"instruments": [row.pk]})
        page = reverse("admin:articles_instrument_delete", args=[row.pk])
        self.assertContains(self.client.get(page), "Take it out of them first.")
        self.client.post(page, {"post": "yes"})
        self.assertTrue(Instrument.objects.exists())

    def test_a_reporter_sees_the_list_and_changes_nothing(self) -> None:
        self.client.force_login(self.reporter)
        row = make_instrument()
        page = reverse("admin:articles_instrument_change", args=[row.pk])
        self.assertEqual(self.client.get(page).status_code, 200)
        self.assertEqual(self.client.post(page, {}).status_code, 403)
        self.assertEqual(self.add().status_code, 403)


class FieldTests(_Tests):
    def setUp(self) -> None:
        super().setUp()
        self.tencent = make_instrument()
        self.apple = make_instrument("AAPL.O", "苹果")
        self.article = make_draft()
        self.page = reverse("admin:articles_article_change", args=[self.article.pk])

    def send(self, text: str) -> Any:
        data = data_of(self.article, instruments=text)
        return self.client.post(self.page, data)

    def test_what_is_typed_is_stored_in_its_order(self) -> None:
        for text in ("AAPL, 700", "苹果、騰訊控股", "NASDAQ:AAPL；0700.HK 腾讯控股，"):
            save_changes(self.article.pk, {"instruments": []})
            self.assertEqual(self.send(text).status_code, 302, text)
            self.assertEqual(codes_of(self.article), ["AAPL.US", "0700.HK"], text)

    def test_the_form_shows_them_and_sends_no_change_back(self) -> None:
        self.send("AAPL, 700")
        shown = self.client.get(self.page).context["adminform"].form["instruments"]
        self.assertEqual(
            shown.field.prepare_value(shown.value()), "AAPL.US 苹果，0700.HK 腾讯控股"
        )
        count = self.article.revisions.count()
        self.send("AAPL.US 苹果，0700.HK 腾讯控股")
        self.assertEqual(self.article.revisions.count(), count)

    def test_an_unknown_one_is_refused_at_the_field_with_a_link_to_add_it(self) -> None:
        answer = self.send("9988.HK, AAPL")
        self.assertContains(answer, "“9988.HK” is no instrument that the desk keeps.")
        self.assertContains(answer, f"{ADD}?exchange=XHKG&amp;symbol=9988")
        self.assertContains(answer, "9988.HK, AAPL")
        self.assertEqual(codes_of(self.article), [])

    def test_a_reporter_is_told_who_adds_it(self) -> None:
        self.client.force_login(self.reporter)
        answer = self.client.post(
            reverse("admin:articles_article_add"), article_data(instruments="9988.HK")
        )
        self.assertContains(answer, "An editor adds it.")
        self.assertNotContains(answer, f"{ADD}?")

    def test_what_may_be_several_is_refused_with_their_names(self) -> None:
        make_instrument("7203.HK", "某某")
        make_instrument("7203.T", "丰田")
        answer = self.send("7203")
        self.assertContains(answer, "“7203” may be several:")
        self.assertContains(answer, "7203.T 丰田")

    def test_more_than_an_article_names_are_refused(self) -> None:
        answer = self.send(",".join(f"{n}.HK" for n in range(1000, 1031)))
        self.assertContains(answer, "An article names at most 30 instruments.")

    def test_odd_text_is_refused_and_escaped(self) -> None:
        for text in ("<b>x</b>", "\x00", "，，", "“", "a" * 30_000):
            self.assertIn(self.send(text).status_code, {200, 302})
        self.assertContains(self.send("<b>x</b>"), "“&lt;b&gt;x&lt;/b&gt;” is no instr")

    def test_who_may_only_read_an_article_sees_them(self) -> None:
        self.send("AAPL, 700")
        Article.objects.filter(pk=self.article.pk).update(status=Status.IN_REVIEW)
        self.client.force_login(self.reporter)
        answer = self.client.get(self.page)
        self.assertContains(answer, "AAPL.US 苹果, 0700.HK 腾讯控股")

    def test_the_history_names_the_field(self) -> None:
        self.send("AAPL")
        self.client.cookies["django_language"] = "zh-hans"
        page = reverse("admin:articles_article_history", args=[self.article.pk])
        self.assertContains(self.client.get(page), "标的 +AAPL.US")

    def test_they_are_completed_by_symbol_and_name(self) -> None:
        for term in ("70", "騰訊", "00700.HK"):
            answer = self.client.get(
                reverse("admin:autocomplete"),
                {
                    "app_label": "articles",
                    "model_name": "articleinstrument",
                    "field_name": "instrument",
                    "term": term,
                },
            )
            found = [row["text"] for row in json.loads(answer.content)["results"]]
            self.assertEqual(found, ["0700.HK 腾讯控股"], term)
