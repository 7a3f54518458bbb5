from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import SimpleTestCase
from django.utils import timezone, translation

from articles.forms.moments import MomentField, MomentInput
from articles.publishing import what_makes_no_sense


class MomentFieldTests(SimpleTestCase):
    def test_a_time_sent_back_as_it_is_shown_is_no_change_in_any_language(self) -> None:
        field, moment = MomentField(), datetime(2025, 2, 10, 7, 35, 42, tzinfo=UTC)
        for language, _name in settings.LANGUAGES:
            with self.subTest(language), translation.override(language):
                shown = MomentInput().get_context("at", moment, {})["widget"]
                sent = [part["value"] for part in shown["subwidgets"]]
                self.assertEqual(sent[1], "15:35:42")
                self.assertFalse(field.has_changed(moment, sent))

    def test_an_hour_that_came_twice_stays_the_one_it_was(self) -> None:
        with timezone.override("America/New_York"):
            for moment in (
                datetime(2026, 11, 1, 5, 30, 0, 7, tzinfo=UTC),
                datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
            ):
                field = MomentField()
                field.shown = moment
                sent = MomentInput().texts(moment)
                self.assertEqual(sent[1], "01:30:00")
                self.assertEqual(field.clean(sent), moment)
                self.assertFalse(field.has_changed(moment, sent))

    def test_a_year_that_python_writes_short_can_be_sent_back(self) -> None:
        field, moment = MomentField(), datetime(33, 4, 3, tzinfo=UTC)
        field.shown = moment
        self.assertEqual(field.clean(MomentInput().texts(moment)), moment)

    def test_a_clock_change_is_explained(self) -> None:
        for day, problem in (("2026-03-08", "forward"), ("2026-11-01", "twice")):
            time = "02:30:00" if problem == "forward" else "01:30:00"
            with (
                self.subTest(day),
                timezone.override("America/New_York"),
                translation.override("en"),
                self.assertRaisesMessage(ValidationError, problem),
            ):
                MomentField().clean([day, time])


class WhatMakesNoSenseTests(SimpleTestCase):
    def fields(self, *, is_published_now: bool = False, **hours: float) -> list[str]:
        now = timezone.now()
        times = {name: now + timedelta(hours=value) for name, value in hours.items()}
        found = what_makes_no_sense(times, is_published_now=is_published_now)
        return [name for name, _problem in found]

    def test_an_article_expires_after_it_is_published(self) -> None:
        self.assertEqual(self.fields(published_at=2, expires_at=1), ["expires_at"])
        self.assertEqual(self.fields(published_at=2, expires_at=2), ["expires_at"])
        self.assertEqual(self.fields(published_at=1, expires_at=2), [])

    def test_an_embargo_ends_before_the_article_expires(self) -> None:
        found = self.fields(embargoed_until=3, expires_at=2)
        self.assertEqual(found, ["embargoed_until"])

    def test_what_is_published_now_has_not_expired(self) -> None:
        for is_now, wrong in ((True, ["expires_at"]), (False, [])):
            found = self.fields(is_published_now=is_now, published_at=-3, expires_at=-1)
            self.assertEqual(found, wrong)
