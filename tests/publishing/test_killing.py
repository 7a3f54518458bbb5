"""A kill takes an article from its readers, whole; two people bring it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from articles.choices import CorrectionSeverity, Status
from articles.models import (
    Article,
    AuditEntry,
    Kill,
    ListingEntry,
    PreviewLink,
    Revision,
)
from articles.publishing import (
    VerbRefused,
    ask_revival,
    confirm_revival,
    correct,
    kill,
    reach_of,
    restore,
    revive,
    save,
    save_changes,
    share_preview,
)
from articles.publishing.article import ArticleKilled
from tests.acts import publish, spike
from tests.factories import hours_ago, make_article, make_draft
from tests.faults import fail_each_write
from tests.people import make_person

WORDS: dict[str, Any] = {
    "reason": "法院要求",
    "notices": {"zh": "本文有误，已撤下。", "en": "This story was wrong."},
}


class KillingTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(
            slug="fed", translation_key="k", published_at=hours_ago(5)
        )
        self.english = make_article(
            slug="rates", language="en", translation_key="k", published_at=hours_ago(5)
        )
        self.chief = make_person("chief editor")
        self.other = make_person("chief editor", "other chief")

    def kill(self, **changes: Any) -> Kill:
        return kill(self.article, by=self.chief, **(WORDS | changes))

    def statuses(self) -> list[str]:
        return list(Article.objects.order_by("pk").values_list("status", flat=True))

    def state(self) -> object:
        kills = Kill.objects.values_list("article", "undo_asked_by", "undone_at")
        counts = (Revision, AuditEntry, ListingEntry)
        return (
            self.statuses(),
            list(kills.order_by("pk")),
            [model.objects.count() for model in counts],
        )

    def test_it_takes_all_versions_with_the_notice_of_each_language(self) -> None:
        leader = self.kill()
        self.assertEqual(self.statuses(), [Status.KILLED] * 2)
        follower = Kill.objects.get(article=self.english)
        self.assertEqual(leader.notice, "本文有误，已撤下。")
        self.assertEqual(follower.notice, "This story was wrong.")
        self.assertEqual(follower.leader, leader)

    def test_it_leaves_the_other_versions_if_told_so(self) -> None:
        self.kill(with_versions=False)
        self.assertEqual(self.statuses(), [Status.KILLED, Status.PUBLISHED])

    def test_it_is_recorded_with_its_reason(self) -> None:
        self.kill()
        revision = self.article.revisions.latest()
        self.assertEqual(
            (revision.act, revision.changes["reason"]),
            (Revision.Act.KILLED, "法院要求"),
        )
        entries = AuditEntry.objects.filter(act=Revision.Act.KILLED)
        self.assertEqual(entries.count(), 2)

    def test_the_second_of_two_who_kill_is_told(self) -> None:
        self.kill()
        before = self.state()
        with pytest.raises(VerbRefused):
            kill(self.article, by=self.other, **WORDS)
        self.assertEqual(self.state(), before)

    def test_what_was_never_readers_is_not_killed(self) -> None:
        draft = make_draft(translation_key="k")
        with pytest.raises(VerbRefused):
            kill(draft, by=self.chief, **WORDS)
        self.kill()
        draft.refresh_from_db()
        self.assertEqual(draft.status, Status.DRAFT)

    def test_nothing_changes_it_afterwards(self) -> None:
        first = self.article.revisions.latest()
        self.kill()
        stored = Article.objects.get(pk=self.article.pk)
        stored.title = "改了"
        acts: list[tuple[Callable[[], object], type[Exception]]] = [
            (lambda: save_changes(stored.pk, {"title": "改了"}), VerbRefused),
            (lambda: publish(stored), VerbRefused),
            (lambda: save(stored), ArticleKilled),
            (lambda: save(stored, act=Revision.Act.IMPORTED), ArticleKilled),
            (lambda: restore(first), VerbRefused),
            (lambda: spike(stored), VerbRefused),
            (
                lambda: correct(stored, CorrectionSeverity.CORRECTION, "甲"),
                VerbRefused,
            ),
        ]
        for act, refusal in acts:
            before = self.state()
            with pytest.raises(refusal):
                act()
            self.assertEqual(self.state(), before)
        self.assertEqual(Article.objects.get(pk=stored.pk).title, self.article.title)

    def test_links_to_its_preview_open_nothing(self) -> None:
        share_preview(self.article, by=self.chief)
        self.kill()
        self.assertFalse(PreviewLink.objects.open().exists())

    def test_two_people_bring_all_of_it_back(self) -> None:
        leader = self.kill()
        follower = Kill.objects.get(article=self.english)
        with pytest.raises(VerbRefused):
            confirm_revival(leader.article, by=self.other)
        ask_revival(follower.article, by=self.chief)
        with pytest.raises(VerbRefused):
            ask_revival(leader.article, by=self.other)
        with pytest.raises(VerbRefused):
            confirm_revival(leader.article, by=self.chief)
        self.assertEqual(self.statuses(), [Status.KILLED] * 2)
        confirm_revival(leader.article, by=self.other)
        self.assertEqual(self.statuses(), [Status.PUBLISHED] * 2)
        self.assertFalse(Kill.objects.standing().exists())
        acts = AuditEntry.objects.filter(act=AuditEntry.Act.REVIVED)
        self.assertEqual({entry.user_name for entry in acts}, {"other chief"})

    def test_the_second_of_two_who_bring_it_back_is_told(self) -> None:
        leader = self.kill()
        ask_revival(leader.article, by=self.chief)
        confirm_revival(leader.article, by=self.other)
        before = self.state()
        acts: list[Callable[[], object]] = [
            lambda: confirm_revival(leader.article, by=self.other),
            lambda: ask_revival(leader.article, by=self.chief),
            lambda: revive(leader.article),
        ]
        for act in acts:
            with pytest.raises(VerbRefused):
                act()
        self.assertEqual(self.state(), before)

    def test_it_comes_back_as_it_was_and_can_be_killed_again(self) -> None:
        stored = Article.objects.get(pk=self.english.pk)
        stored.status = Status.WITHDRAWN
        save(stored)
        revive(self.kill().article)
        self.assertEqual(self.statuses(), [Status.PUBLISHED, Status.WITHDRAWN])
        self.kill()
        self.assertEqual(Kill.objects.count(), 4)

    def test_a_command_on_the_server_brings_it_back_alone(self) -> None:
        self.kill()
        call_command("revive_article", "rates", stdout=StringIO())
        self.assertEqual(self.statuses(), [Status.PUBLISHED] * 2)
        with pytest.raises(CommandError):
            call_command("revive_article", "rates")

    def test_a_fault_leaves_the_whole_or_nothing(self) -> None:
        failed = fail_each_write(self.kill, self.state)
        self.assertGreater(failed, 10)
        self.assertEqual(self.statuses(), [Status.KILLED] * 2)
        leader = Kill.objects.get(article=self.article)
        fail_each_write(lambda: ask_revival(leader.article, by=self.chief), self.state)
        failed = fail_each_write(
            lambda: confirm_revival(leader.article, by=self.other), self.state
        )
        self.assertGreater(failed, 10)
        self.assertEqual(self.statuses(), [Status.PUBLISHED] * 2)

    def test_its_reach_is_counted(self) -> None:
        reach = reach_of(self.article)
        self.assertEqual(list(reach.versions), [self.english])
        self.assertGreater(reach.lists, 0)

    def test_an_article_that_waits_for_its_hour_never_comes(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        waiting = make_article(slug="soon", published_at=soon)
        kill(waiting, by=self.chief, **WORDS)
        self.assertFalse(Article.objects.published(soon).filter(slug="soon").exists())
