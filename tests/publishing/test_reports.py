"""What readers say of facts is stored once, settled, and not kept longer than needed."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from articles.models import Article, ReaderReport
from articles.publishing import decide_reports, report_fact
from tests.factories import make_article

FIXED = ReaderReport.Outcome.FIXED
DISMISSED = ReaderReport.Outcome.DISMISSED


class FactTests(TestCase):
    article: Article

    @classmethod
    def setUpTestData(cls) -> None:
        cls.article = make_article()

    def report(self, contact: str = "") -> ReaderReport:
        return report_fact(self.article, Variant.CHINA, "错", contact=contact)

    def test_the_same_again_is_counted_with_whom_to_answer(self) -> None:
        for contact in ("甲", "", "乙", "甲"):
            report = self.report(contact)
        self.assertEqual(ReaderReport.objects.get(), report)
        self.assertEqual((report.report_count, report.contact), (4, "甲, 乙"))

    def test_of_those_to_answer_only_so_many_are_kept(self) -> None:
        self.report("甲" * 100)
        self.assertEqual(self.report("乙" * 100).contact, "甲" * 100)

    def test_a_fixed_one_opens_again_and_a_dismissed_one_does_not(self) -> None:
        for outcome, then in ((FIXED, ""), (DISMISSED, DISMISSED)):
            decide_reports([self.report().pk], outcome)
            self.assertEqual(self.report().outcome, then)

    def test_what_is_decided_tells_nobody_whom_to_answer(self) -> None:
        decide_reports([self.report("甲").pk], FIXED)
        report = ReaderReport.objects.get()
        self.assertEqual((report.outcome, report.contact), (FIXED, ""))
