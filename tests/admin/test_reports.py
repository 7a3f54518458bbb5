"""Editors see what readers report, and make a term of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import TestCase
from django.urls import reverse

from articles.choices import Variant
from articles.models import ReaderReport, SiteSettings
from articles.publishing import report_fact
from articles.variants.conversions import report_passage
from tests.factories import make_article
from tests.people import make_chief, make_clerk, make_person, make_reporter

_TAIWAN = Variant.TAIWAN
LIST = reverse("admin:articles_readerreport_changelist")


class ReaderReportTests(TestCase):
    report: ReaderReport

    @classmethod
    def setUpTestData(cls) -> None:
        article = make_article(body="干散物运价上涨。\n")
        version = SiteSettings.current().conversion_version
        cls.report = report_passage(article, _TAIWAN, version, "幹散物", note="乾")

    def setUp(self) -> None:
        self.client.force_login(make_chief())

    def test_the_passage_stands_marked_in_its_sentence(self) -> None:
        response = self.client.get(LIST)
        self.assertContains(response, "<mark>幹散物</mark>運價上漲。")
        self.assertContains(response, '<td class="field-note">乾</td>')

    def test_a_sentence_without_the_passage_is_shown_behind_it(self) -> None:
        ReaderReport.objects.filter(pk=self.report.pk).update(sentence="運價<上漲。")
        response = self.client.get(LIST)
        self.assertContains(response, "<mark>幹散物</mark> 運價&lt;上漲。")

    def test_one_click_leads_to_a_term_with_its_forms(self) -> None:
        url = reverse("admin:articles_readerreport_term", args=[self.report.pk])
        response = self.client.get(url)
        self.assertEqual(response.status_code, 302)
        target = urlsplit(response["Location"])
        self.assertEqual(target.path, reverse("admin:articles_term_add"))
        forms = {name: values[0] for name, values in parse_qs(target.query).items()}
        # As the reader would rather read it.
        self.assertEqual((forms["simplified"], forms["taiwan"]), ("干散物", "乾散物"))
        self.assertEqual(forms["note"], "幹散物運價上漲。 · 乾")
        self.assertContains(self.client.get(response["Location"]), 'value="干散物"')

    def test_the_open_and_most_frequent_stand_first(self) -> None:
        again = {"article": self.report.article, "variant": "zh-tw"}
        for passage, count, outcome in (("a", 9, "fixed"), ("b", 2, "")):
            ReaderReport.objects.create(
                **again, passage=passage, report_count=count, outcome=outcome
            )
        page = BeautifulSoup(self.client.get(LIST).content, "html.parser")
        marked = [mark.get_text() for mark in page.select("#result_list mark")]
        self.assertEqual(marked, ["b", "幹散物", "a"])

    def test_who_may_not_make_terms_is_not_led_there(self) -> None:
        self.client.force_login(make_reporter())
        response = self.client.get(LIST)
        self.assertContains(response, "<mark>幹散物</mark>")
        url = reverse("admin:articles_readerreport_term", args=[self.report.pk])
        self.assertNotContains(response, url)
        self.assertContains(response, "请编辑来做")
        self.assertEqual(self.client.get(url).status_code, 403)

    def test_who_may_not_see_articles_sees_no_reports(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.client.get(LIST).status_code, 403)

    def test_a_report_s_page_says_what_the_reader_says(self) -> None:
        url = reverse("admin:articles_readerreport_change", args=[self.report.pk])
        self.assertContains(self.client.get(url), "<mark>幹散物</mark>")
        self.assertContains(self.client.get(url), ">乾<")

    def test_what_readers_send_is_shown_as_text(self) -> None:
        ReaderReport.objects.filter(pk=self.report.pk).update(
            passage="<b>", sentence="<i><b>"
        )
        response = self.client.get(LIST)
        self.assertContains(response, "&lt;i&gt;<mark>&lt;b&gt;</mark>")

    def test_a_report_is_fixed_or_dismissed(self) -> None:
        for action, outcome in (("mark_fixed", "fixed"), ("dismiss", "dismissed")):
            data = {"action": action, "_selected_action": [self.report.pk]}
            self.client.post(LIST, data)
            self.report.refresh_from_db()
            self.assertEqual(self.report.outcome, outcome)

    def test_who_may_not_change_articles_decides_nothing(self) -> None:
        reader = make_clerk()
        reader.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.client.force_login(reader)
        self.assertEqual(self.client.get(LIST).status_code, 200)
        data = {"action": "dismiss", "_selected_action": [self.report.pk]}
        self.client.post(LIST, data)
        self.assertEqual(ReaderReport.objects.get().outcome, "")

    def test_the_list_costs_the_same_however_long(self) -> None:
        article = make_article(body="后台。\n")
        for n in range(8):
            ReaderReport.objects.create(
                article=article, variant="zh-tw", passage=f"後{n}"
            )
        self.client.get(LIST)
        with self.assertNumQueries(4) as queries:  # session, user, count, reports
            self.client.get(LIST)
        self.assertNotIn("body_html", queries[-1]["sql"])

    def test_a_fact_leads_to_a_correction_with_the_reader_s_words(self) -> None:
        report = report_fact(
            self.report.article, Variant.ENGLISH, "应为 1 853", contact="a@b.example"
        )
        page = self.client.get(LIST)
        link = BeautifulSoup(page.content, "html.parser").select(".field-remedy a")
        [url] = [str(a["href"]) for a in link if "/corrections/" in str(a["href"])]
        self.assertContains(self.client.get(url), ">\n应为 1 853</textarea>")
        own = reverse("admin:articles_readerreport_change", args=[report.pk])
        self.assertContains(self.client.get(own), "a@b.example")
        data = {"action": "mark_fixed", "_selected_action": [report.pk]}
        self.client.post(LIST, data)
        self.assertNotContains(self.client.get(own), "a@b.example")

    def test_a_filter_leaves_one_kind(self) -> None:
        report_fact(self.report.article, Variant.ENGLISH, "应为 1 853")
        page = self.client.get(f"{LIST}?kind__exact=fact")
        self.assertContains(page, "应为 1 853")
        self.assertNotContains(page, "幹散物")

    def test_who_may_not_correct_is_not_led_there(self) -> None:
        report_fact(self.report.article, Variant.ENGLISH, "应为 1 853")
        self.client.force_login(make_person("editor"))
        page = self.client.get(LIST)
        self.assertNotContains(page, "/corrections/")
        self.assertContains(page, "/term/")
