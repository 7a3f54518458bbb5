from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from unittest import mock

from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Presence
from tests.admin.data import LIST
from tests.admin.kept import FORM_KEY, send
from tests.factories import make_draft
from tests.people import make_chief, make_clerk, make_reporter

PRESENCE = "admin:articles_article_presence"


class PresenceTests(TestCase):
    editor: ClassVar[User]
    colleague: ClassVar[User]
    article: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.editor = make_reporter()
        cls.colleague = make_chief()
        cls.colleague.first_name, cls.colleague.last_name = "Lu", "Zhou"
        cls.colleague.save()
        cls.article = make_draft()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.editor)

    def tell(self, left: bool = False, **said: Any) -> Any:
        base = self.article.revisions.values_list("pk", flat=True).first()
        sign = {
            "user": self.editor.pk,
            "article": self.article.pk,
            "base": base,
            "form_key": FORM_KEY,
            "field": "body",
        }
        url = reverse(PRESENCE) + ("?left" if left else "")
        return send(self.client, {**sign, **said}, url)

    def note(self, field: str = "body", seconds: int = 0, **said: Any) -> Presence:
        """Note the colleague, as of some seconds ago."""
        seen = timezone.now() - timedelta(seconds=seconds)
        known = {"user": self.colleague, "article": self.article, "form_key": "theirs"}
        times = {"since": seen, "seen_at": seen}
        return Presence.objects.create(**{**known, **times, "field": field, **said})

    def test_others_are_named_with_their_field_and_since_when(self) -> None:
        self.note(seconds=12)
        self.assertContains(self.tell(), "Lu Zhou is editing (Body, 12 s ago)")

    def test_the_day_and_the_time_are_one_field_and_unknown_ones_none(self) -> None:
        self.note("published_at_1")
        self.assertContains(self.tell(), "Lu Zhou is editing (Published")
        Presence.objects.update(field="<script>")
        self.assertContains(self.tell(), "Lu Zhou has it open")

    def test_a_second_window_of_ones_own_is_told_as_such(self) -> None:
        self.note(user=self.editor)
        self.assertContains(self.tell(), "You have it open in another window")

    def test_who_gives_no_sign_of_life_is_gone_after_45_seconds(self) -> None:
        self.note(seconds=46)
        self.assertNotContains(self.tell(), "Zhou")

    def test_who_leaves_is_gone_at_once(self) -> None:
        self.tell()
        self.assertTrue(Presence.objects.exists())
        self.assertEqual(self.tell(left=True).status_code, 204)
        self.assertFalse(Presence.objects.exists())

    def test_a_sign_writes_on_another_field_or_after_15_seconds(self) -> None:
        def is_written(**said: Any) -> bool:
            before = Presence.objects.values_list("seen_at", flat=True).first()
            self.tell(**said)
            return Presence.objects.values_list("seen_at", flat=True).get() != before

        self.assertTrue(is_written())
        self.assertFalse(is_written())
        self.assertTrue(is_written(field="lead"))
        moved = timezone.now() - timedelta(seconds=16)
        Presence.objects.update(seen_at=moved, since=moved)
        self.assertTrue(is_written(field="lead"))
        self.assertEqual(Presence.objects.get().since, moved)

    def test_that_somebody_saved_is_told_until_one_has_it(self) -> None:
        base = self.article.revisions.values_list("pk", flat=True).get()
        self.article.title = "新题"
        publishing.save(self.article, by=self.colleague)
        self.assertContains(self.tell(base=base), "Lu Zhou saved at")
        self.assertNotContains(self.tell(), "saved at")
        self.assertNotContains(self.tell(base=None), "saved at")

    def test_a_busy_database_keeps_nobody_from_seeing_who_is_there(self) -> None:
        self.note()
        with mock.patch(
            "articles.publishing.note_presence", side_effect=OperationalError
        ):
            self.assertContains(self.tell(), "Zhou")
        with mock.patch(
            "articles.publishing.end_presence", side_effect=OperationalError
        ):
            self.assertEqual(self.tell(left=True).status_code, 204)

    def test_names_are_for_those_who_may_see_the_article(self) -> None:
        self.note()
        clerk = make_clerk()
        for client, said, status in (
            (Client(), {}, 401),
            (self.client, {"user": clerk.pk}, 401),
            (self._client_of(clerk), {"user": clerk.pk}, 403),
            (self.client, {"article": 2**40}, 404),
            (self.client, {"article": None}, 404),
            (self.client, {"field": "a\x00"}, 400),
        ):
            with self.subTest(said, status=status):
                with mock.patch.object(self, "client", client):
                    response = self.tell(**said)
                self.assertEqual(response.status_code, status)
                self.assertNotIn("Zhou", response.content.decode())
        self.assertEqual(self.client.get(reverse(PRESENCE)).status_code, 405)

    def test_the_list_marks_what_is_open_in_one_query(self) -> None:
        self.note()
        self.note(form_key="another-window")
        response = self.client.get(reverse(LIST))
        self.assertContains(response, "✎ Lu Zhou")
        self.assertNotContains(response, "✎ Lu Zhou, Lu Zhou")

    def test_rows_of_days_ago_go_when_somebody_comes(self) -> None:
        self.note(seconds=90_000)
        self.tell()
        self.assertEqual(Presence.objects.get().user, self.editor)

    def _client_of(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client
