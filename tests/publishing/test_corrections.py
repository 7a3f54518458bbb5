"""A correction is one act: the notice, the time of the last change, and the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from articles.choices import ChangeKind, CorrectionSeverity
from articles.models import Article, AuditEntry, Correction, Revision
from articles.publishing import (
    VerbRefused,
    change_correction,
    correct,
    remove_correction,
)
from tests.acts import withdraw
from tests.factories import hours_ago, make_article
from tests.faults import fail_each_write
from tests.people import make_person

CORRECTION, CLARIFICATION, _ADDITION = CorrectionSeverity


class CorrectionTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(published_at=hours_ago(5))
        self.chief = make_person("chief editor")

    def state(self) -> object:
        rows = Correction.objects.values_list("severity", "text", "corrected_at")
        article = Article.objects.get()
        counts = Revision.objects.count(), AuditEntry.objects.count()
        return list(rows), article.modified_at, counts

    def test_it_moves_the_time_of_the_last_change_and_is_recorded(self) -> None:
        correct(self.article, CORRECTION, "应为25个基点。", by=self.chief)
        stored = Article.objects.get()
        assert stored.modified_at
        self.assertLess(timezone.now() - stored.modified_at, timedelta(seconds=9))
        revision = stored.revisions.latest()
        self.assertEqual(
            (revision.act, revision.kind, revision.changes["correction"]),
            (Revision.Act.CORRECTED, ChangeKind.SUBSTANTIVE, "应为25个基点。"),
        )
        entry = AuditEntry.objects.filter(act=Revision.Act.CORRECTED).get()
        self.assertEqual(entry.user_name, "chief editor")

    def test_changing_and_removing_one_is_recorded_with_what_it_said(self) -> None:
        correction = correct(self.article, CORRECTION, "甲")
        change_correction(correction, CLARIFICATION, "乙")
        changes = self.article.revisions.latest().changes
        self.assertEqual((changes["removed"], changes["correction"]), ("甲", "乙"))
        remove_correction(correction, by=self.chief)
        self.assertEqual(self.article.revisions.latest().changes["removed"], "乙")
        self.assertFalse(Correction.objects.exists())

    def test_one_that_a_colleague_removed_is_not_changed(self) -> None:
        correction = correct(self.article, CORRECTION, "甲")
        Correction.objects.all().delete()
        with pytest.raises(Correction.DoesNotExist):
            change_correction(correction, CORRECTION, "乙")

    def test_only_what_readers_can_read_is_corrected(self) -> None:
        correction = correct(self.article, CORRECTION, "甲")
        withdraw(self.article)
        before = self.state()
        for act in (
            lambda: correct(self.article, CORRECTION, "乙"),
            lambda: change_correction(correction, CORRECTION, "乙"),
            lambda: remove_correction(correction),
        ):
            with pytest.raises(VerbRefused):
                act()
        self.assertEqual(self.state(), before)

    def test_a_fault_leaves_the_whole_or_nothing(self) -> None:
        failed = fail_each_write(
            lambda: correct(self.article, CORRECTION, "甲"), self.state
        )
        self.assertGreater(failed, 3)
        self.assertEqual(Correction.objects.get().text, "甲")
