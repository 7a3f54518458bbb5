from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.utils import timezone

from articles import publishing
from articles.choices import Status
from articles.models import Article, AuditEntry, Pin
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_chief

LEAD, RELATED = Pin.Kind.LEAD, Pin.Kind.RELATED
PIN, BREAKING = Pin.Kind.PIN, Pin.Kind.BREAKING


class PinTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def pin(self, article: Article, kind: str = PIN, hours: float | None = None) -> Pin:
        ends_at = hours_ago(-hours) if hours is not None else None
        return publishing.pin(article, kind, ends_at=ends_at, by=self.chief)

    def titles(self) -> list[str]:
        return [pin.article.title for pin in Pin.objects.all()]

    def test_the_next_stands_behind_those_of_its_kind(self) -> None:
        for title in "甲乙":
            self.pin(make_article(title=title))
        self.pin(make_article(title="急"), BREAKING, 1)
        self.assertEqual(self.titles(), ["急", "甲", "乙"])
        self.assertEqual([pin.position for pin in Pin.objects.all()], [1, 1, 2])

    def test_an_article_changes_its_kind_and_end_and_has_one_place(self) -> None:
        article = make_article()
        for kind in (PIN, RELATED, LEAD):
            self.pin(article, kind, 2)
            self.assertEqual(Pin.objects.get().kind, kind)
        self.assertEqual(AuditEntry.objects.filter(act="pinned").count(), 3)
        before = Pin.objects.get().ends_at
        self.pin(article, LEAD, 3)
        self.assertNotEqual(Pin.objects.get().ends_at, before)

    def test_what_is_breaking_may_have_a_place_too(self) -> None:
        article = make_article()
        for kind in (BREAKING, LEAD, BREAKING):
            self.pin(article, kind, 2)
        kinds = [pin.kind for pin in Pin.objects.all()]
        self.assertCountEqual(kinds, [BREAKING, LEAD])

    def test_a_new_lead_stands_before_the_others(self) -> None:
        for title in "甲乙丙":
            self.pin(make_article(title=title), LEAD)
        self.assertEqual(self.titles(), ["丙", "乙", "甲"])

    def test_there_is_always_room_for_a_lead(self) -> None:
        for number in range(Pin.MOST + 1):
            self.pin(make_article(title=f"{number}"), LEAD)
        self.assertEqual(self.titles(), ["6", "5", "4", "3", "2", "1"])
        self.assertTrue(AuditEntry.objects.filter(act="unpinned").exists())

    def test_what_belongs_to_the_old_lead_goes_with_it(self) -> None:
        self.pin(make_article(), LEAD)
        self.pin(make_article(title="旁"), RELATED)
        english = make_article(title="side", language="en")
        self.pin(english, RELATED)
        later = timezone.now() + timedelta(hours=1)
        waiting = make_article(title="后")
        publishing.pin(waiting, LEAD, starts_at=later, by=self.chief)
        self.assertIn("旁", self.titles())
        self.pin(make_article(title="新"), LEAD)
        self.assertNotIn("旁", self.titles())
        self.assertIn("side", self.titles())

    def test_pinning_as_it_is_records_nothing(self) -> None:
        article = make_article()
        for _time in range(2):
            self.pin(article)
        self.assertEqual(AuditEntry.objects.filter(act="pinned").count(), 1)

    def test_only_what_readers_see_or_will_see_in_lists(self) -> None:
        self.pin(make_article(published_at=timezone.now() + timedelta(hours=1)))
        for article in (
            make_draft(),
            make_draft(status=Status.WITHDRAWN),
            make_article(expires_at=hours_ago(0)),
            make_article(visibility="unlisted"),
        ):
            with self.assertRaises(publishing.VerbRefused):
                self.pin(article)

    def test_the_state_counts_as_it_is_stored_by_now(self) -> None:
        article = make_article()
        for status in (Status.WITHDRAWN, Status.KILLED):
            Article.objects.update(status=status)
            with self.assertRaises(publishing.VerbRefused):
                self.pin(article)
        self.assertFalse(AuditEntry.objects.filter(act="pinned").exists())

    def test_six_of_a_kind_for_the_same_readers(self) -> None:
        for _n in range(Pin.MOST):
            self.pin(make_article())
        with self.assertRaises(publishing.VerbRefused):
            self.pin(make_article())
        self.pin(make_article(), BREAKING, 1)
        self.pin(make_article(language="en"))

    def test_those_that_ended_make_room(self) -> None:
        for _n in range(Pin.MOST):
            self.pin(make_article())
        Pin.objects.update(ends_at=hours_ago(1))
        self.pin(make_article(title="新"))
        self.assertEqual(self.titles(), ["新"])

    def test_unpinning_is_recorded_once(self) -> None:
        pin = self.pin(make_article())
        for _time in range(2):
            publishing.unpin(pin, by=self.chief)
        self.assertFalse(Pin.objects.exists())
        entry = AuditEntry.objects.get(act="unpinned")
        self.assertEqual((entry.user_name, entry.detail), ("chief", {"kind": "pin"}))

    def test_moving_changes_places_and_stops_at_the_ends(self) -> None:
        pins = [self.pin(make_article(title=title)) for title in "甲乙丙"]
        publishing.move_pin(pins[2], up=True)
        self.assertEqual(self.titles(), ["甲", "丙", "乙"])
        publishing.move_pin(pins[0], up=True)
        publishing.move_pin(pins[0], up=False)
        self.assertEqual(self.titles(), ["丙", "甲", "乙"])
        Pin.objects.update(position=1)
        publishing.move_pin(pins[2], up=True)
        self.assertEqual(self.titles(), ["甲", "丙", "乙"])

    def test_moving_what_is_gone_does_nothing(self) -> None:
        pin = self.pin(make_article())
        Pin.objects.all().delete()
        publishing.move_pin(pin, up=True)
        self.assertFalse(Pin.objects.exists())
