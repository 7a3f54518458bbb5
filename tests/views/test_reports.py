"""A reader says that something in an article is wrong."""

from __future__ import annotations

from unittest.mock import patch

from django.test import Client, TestCase

from articles.models import ReaderReport
from articles.views.rate_limit import PER_CLIENT
from tests.factories import make_article, make_draft
from tests.views.pages import one, open_page, value, words

PATH = "/zh-tw/articles/k/report/"


class ReportTests(TestCase):
    def setUp(self) -> None:
        # One window for all that a test sends.
        self.enterContext(patch("time.time", return_value=1_800_000_000.0))
        make_article(slug="k", title="运价", body="干散物运价上涨。市场后来平静。\n")

    def send(self, **convert_name: str) -> tuple[int, str]:
        response = self.client.post(PATH, {"passage": "幹散物"} | convert_name)
        return response.status_code, response.get("Location", "")

    def test_the_page_takes_what_was_selected(self) -> None:
        page = open_page(f"{PATH}?passage=幹散物&sentence=幹散物運價上漲。")
        self.assertEqual(value(page, "[name=passage]", "value"), "幹散物")
        self.assertEqual(words(page, ".report__sentence"), ["幹散物運價上漲。"])
        self.assertEqual(value(page, "meta[name=robots]", "content"), "noindex")
        self.assertEqual(words(page, ".report__article"), ["運價"])

    def test_no_colon_follows_a_question(self) -> None:
        for path in (PATH, PATH.replace("tw", "cn")):
            labels = words(open_page(path), ".report__form > div > label")
            with self.subTest(path):
                self.assertEqual(labels[0][-1], "：")
                self.assertIn(labels[1][-1], "?？")

    def test_nothing_stands_beside_a_form(self) -> None:
        self.assertFalse(open_page(PATH).select(".layout__sidebar, .widget"))

    def test_a_report_is_stored_with_its_sentence_and_thanked_for(self) -> None:
        self.assertEqual(self.send(note="應作乾"), (302, f"{PATH}?sent=1"))
        report = ReaderReport.objects.get()
        self.assertEqual((report.variant, report.passage), ("zh-tw", "幹散物"))
        self.assertEqual(report.sentence, "幹散物運價上漲。")
        self.assertEqual(report.note, "應作乾")
        self.assertTrue(one(open_page(f"{PATH}?sent=1"), ".report__thanks"))

    def test_the_sentence_that_was_selected_goes_before_the_first(self) -> None:
        make_article(slug="k2", body="先说运价。\n\n再说运价。\n")
        path = PATH.replace("/k/", "/k2/")
        self.client.post(path, {"passage": "運價", "sentence": "再說運價。"})
        self.assertEqual(ReaderReport.objects.get().sentence, "再說運價。")

    def test_the_same_again_is_counted(self) -> None:
        self.send()
        self.send()
        self.assertEqual(ReaderReport.objects.get().report_count, 2)

    def test_a_machine_is_thanked_and_not_believed(self) -> None:
        self.assertEqual(self.send(website="https://spam.example")[0], 302)
        self.assertFalse(ReaderReport.objects.exists())

    def test_nobody_sends_without_end(self) -> None:
        for _ in range(PER_CLIENT):
            self.assertEqual(self.send()[0], 302)
        response = self.client.post(PATH, {"passage": "幹散物"})
        self.assertEqual(response.status_code, 429)
        self.assertTrue(response["Retry-After"].isdigit())
        other = self.client.post(PATH, {"passage": "散物"}, REMOTE_ADDR="192.0.2.7")
        self.assertEqual(other.status_code, 302)

    def test_what_was_not_taken_stays_in_the_form(self) -> None:
        for _ in range(PER_CLIENT + 1):
            response = self.client.post(PATH, {"passage": "散物", "note": "應作乾"})
        self.assertContains(response, "應作乾", status_code=429)
        self.assertContains(response, 'value="散物"', status_code=429)

    def test_a_machine_uses_up_nothing(self) -> None:
        for _ in range(PER_CLIENT):
            self.send(website="x")
        self.assertEqual(self.send()[0], 302)
        self.assertTrue(ReaderReport.objects.exists())

    def test_what_cannot_be_taken_is_said_at_its_field(self) -> None:
        for passage in ("", "長" * 201, "\x00\x01"):
            with self.subTest(passage[:3]):
                response = self.client.post(PATH, {"passage": passage})
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "errorlist")
        self.assertFalse(ReaderReport.objects.exists())

    def test_odd_words_in_the_address_do_no_harm(self) -> None:
        for query in ("passage=%00%ED%A0%80", f"passage={'長' * 500}", "passage="):
            with self.subTest(query[:12]):
                open_page(f"{PATH}?{query}")

    def test_only_what_readers_see_there_can_be_reported(self) -> None:
        make_draft(slug="d")
        make_article(slug="e", language="en")
        for path in (
            *("/zh-tw/articles/d/report/", "/zh-tw/articles/e/report/"),
            "/en/articles/k/report/",
        ):
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status_code, 404)
                response = self.client.post(path, {"passage": "x"})
                self.assertEqual(response.status_code, 404)

    def test_a_form_from_elsewhere_is_refused_in_words(self) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post(PATH, {"passage": "幹散物"})
        self.assertContains(response, "error-page", status_code=403)

    def test_no_cache_keeps_the_page(self) -> None:
        self.assertIn("no-store", self.client.get(PATH)["Cache-Control"])

    def test_every_chinese_variant_has_one_and_english_has_not(self) -> None:
        links = open_page(PATH).select(".variant-switch a")
        targets = [str(link["href"]).partition("?next=")[2] for link in links]
        expected = [f"/{v}/articles/k/report/" for v in ("zh-cn", "zh-tw", "zh-hk")]
        self.assertEqual(targets, [*expected, "/en/"])

    def test_no_cookie_is_set_by_reading(self) -> None:
        self.assertFalse(self.client.get("/zh-tw/articles/k/").cookies)

    def test_an_article_leads_to_it(self) -> None:
        page = open_page("/zh-tw/articles/k/")
        self.assertEqual(value(page, ".report-link a", "href"), PATH)
        scripts = page.select("script:not([src], [type='application/ld+json'])")
        self.assertFalse(scripts)

    def test_an_english_article_takes_reports_of_facts(self) -> None:
        article = make_article(slug="e", language="en")
        path = "/en/articles/e/report/"
        link = value(open_page("/en/articles/e/"), ".report-link a", "href")
        self.assertEqual(link, path)
        self.assertFalse(open_page(path).select("[name=kind]"))
        sent = {"passage": "Fed", "note": "It was 50 points.", "contact": "a@b.example"}
        self.assertEqual(self.client.post(path, sent).status_code, 302)
        report = ReaderReport.objects.get()
        self.assertEqual((report.article, report.variant), (article, "en"))
        self.assertEqual((report.kind, report.passage), ("fact", "Fed"))
        self.assertEqual(report.note, "It was 50 points.")
        self.assertEqual(report.contact, "a@b.example")

    def test_a_fact_is_reported_beside_a_wording(self) -> None:
        self.send()
        self.assertEqual(self.send(kind="fact", note="应为五十")[0], 302)
        kinds = ReaderReport.objects.order_by("pk").values_list("kind", flat=True)
        self.assertEqual([*kinds], ["wording", "fact"])

    def test_100_kb_are_refused_at_the_field_and_kept(self) -> None:
        long = "字" * 34_000
        response = self.client.post(PATH, {"kind": "fact", "note": long})
        self.assertContains(response, long)
        self.assertContains(response, 'id="id_note_error"')
        self.assertFalse(ReaderReport.objects.exists())
