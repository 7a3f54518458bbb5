"""Where an account is signed in: listed, seen, and ended."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.authentication import live_sessions
from articles.authentication.desk_sessions import SEEN_EVERY
from articles.models import AuditEntry, DeskSession
from tests.people import make_chief, make_clerk, make_person

ACCOUNT = reverse("admin:account")
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) Version/26.1 Safari/604.1"
)
OFFICE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
)
HOUR = timedelta(hours=1)
NEW = "wet-paint-on-the-door"


class SessionCase(TestCase):
    robin: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.robin = make_clerk("robin")

    def setUp(self) -> None:
        self.office = self.signed_in(OFFICE, "192.0.2.1")
        self.phone = self.signed_in(PHONE, "198.51.100.7")

    def signed_in(self, agent: str, address: str, name: str = "robin") -> Client:
        client = Client(
            HTTP_ACCEPT_LANGUAGE="en", HTTP_USER_AGENT=agent, REMOTE_ADDR=address
        )
        sent = {"username": name, "password": name}
        self.assertEqual(client.post(reverse("admin:login"), sent).status_code, 302)
        return client

    def is_in(self, client: Client) -> bool:
        return "_auth_user_id" in client.session


class ListTests(SessionCase):
    def test_it_names_browser_system_and_address_and_this_one_first(self) -> None:
        text = self.office.get(ACCOUNT).content.decode()
        said = re.findall(
            r"Firefox · Windows|Safari · iPhone|here</span>|\d+\.\d+\.\d+\.\d+", text
        )
        self.assertEqual(
            said,
            [
                "Firefox · Windows",
                "here</span>",
                "192.0.2.1",
                "Safari · iPhone",
                "198.51.100.7",
            ],
        )

    def test_nobody_reads_a_key_of_a_session(self) -> None:
        text = self.office.get(ACCOUNT).content.decode()
        for key in Session.objects.values_list("session_key", flat=True):
            self.assertNotIn(key, text)

    def test_a_session_of_a_former_password_is_none(self) -> None:
        self.robin.set_password(NEW)
        self.robin.save()
        self.assertEqual(live_sessions(self.robin), [])

    def test_signing_out_takes_it_off_the_list(self) -> None:
        self.phone.post(reverse("admin:logout"))
        self.assertEqual(len(live_sessions(self.robin)), 1)

    def test_signing_in_again_in_one_browser_is_one_session(self) -> None:
        sent = {"username": "robin", "password": "robin"}
        self.office.post(reverse("admin:login"), sent)
        self.assertEqual(len(live_sessions(self.robin)), 2)

    def test_signing_in_as_somebody_else_there_is_theirs(self) -> None:
        other = make_clerk("other")
        sent = {"username": "other", "password": "other"}
        self.office.post(reverse("admin:login"), sent)
        self.assertEqual(len(live_sessions(self.robin)), 1)
        self.assertEqual(len(live_sessions(other)), 1)


class UpgradeTests(TestCase):
    def test_sessions_of_before_stay_and_are_listed_and_seen(self) -> None:
        robin = make_clerk("robin")
        self.client.force_login(robin)
        Session.objects.create(
            session_key="broken", session_data="x", expire_date=timezone.now() + HOUR
        )
        module = import_module("articles.migrations.0092_sessions_of_before")
        module.list_sessions(apps, connection.schema_editor())
        self.assertEqual(DeskSession.objects.get().user, robin)
        self.client.get(reverse("admin:search"), headers={"user-agent": OFFICE})
        [live] = live_sessions(robin)
        self.assertEqual(live.row.user_agent, OFFICE)


class SeenTests(SessionCase):
    def test_a_page_writes_nothing_for_some_minutes(self) -> None:
        with CaptureQueriesContext(connection) as asked:
            self.office.get(reverse("admin:search"))
        written = [query["sql"] for query in asked if "UPDATE" in query["sql"]]
        self.assertEqual(written, [])

    def test_then_one_page_does(self) -> None:
        later = time.time() + SEEN_EVERY + 1
        before = DeskSession.objects.get(client_address="192.0.2.1").seen_at
        with patch(
            "articles.authentication.desk_sessions.time.time", return_value=later
        ):
            self.office.get(reverse("admin:search"), REMOTE_ADDR="203.0.113.9")
            row = DeskSession.objects.get(client_address="203.0.113.9")
            self.assertGreater(row.seen_at, before)
            self.office.get(reverse("admin:search"), REMOTE_ADDR="203.0.113.10")
        row.refresh_from_db()
        self.assertEqual(row.client_address, "203.0.113.9")

    def test_readers_pages_never_do(self) -> None:
        later = time.time() + SEEN_EVERY + 1
        with patch(
            "articles.authentication.desk_sessions.time.time", return_value=later
        ):
            self.office.get("/zh-cn/", REMOTE_ADDR="203.0.113.9")
        self.assertFalse(
            DeskSession.objects.filter(client_address="203.0.113.9").exists()
        )

    def test_a_database_that_takes_nothing_refuses_no_page(self) -> None:
        later = time.time() + SEEN_EVERY + 1
        with (
            patch(
                "articles.authentication.desk_sessions.time.time", return_value=later
            ),
            patch(
                "articles.authentication.desk_sessions._whence",
                side_effect=OperationalError,
            ),
        ):
            answer = self.office.get(reverse("admin:search"))
        self.assertEqual(answer.status_code, 200)


class EndingTests(SessionCase):
    def test_everywhere_else(self) -> None:
        self.office.post(ACCOUNT, {"act": "end_others"})
        self.assertTrue(self.is_in(self.office))
        self.assertFalse(self.is_in(self.phone))

    def test_in_one_place(self) -> None:
        row = DeskSession.objects.get(client_address="198.51.100.7")
        third = self.signed_in(OFFICE, "192.0.2.3")
        self.office.post(ACCOUNT, {"act": "end", "session": row.pk})
        self.assertFalse(self.is_in(self.phone))
        self.assertTrue(self.is_in(third))

    def test_nobody_ends_a_session_of_another_account(self) -> None:
        make_clerk("other")
        other = self.signed_in(OFFICE, "192.0.2.3", "other")
        row = DeskSession.objects.get(client_address="192.0.2.3")
        self.office.post(ACCOUNT, {"act": "end", "session": row.pk})
        self.office.post(ACCOUNT, {"act": "end_others"})
        self.assertTrue(self.is_in(other))

    def test_a_new_password_ends_the_others_and_keeps_this_one_listed(self) -> None:
        sent = {"old_password": "robin", "new_password1": NEW, "new_password2": NEW}
        self.office.post(reverse("admin:password_change"), sent)
        self.assertEqual(self.office.get(ACCOUNT).status_code, 200)
        self.assertEqual(self.phone.get(ACCOUNT).status_code, 302)
        live = live_sessions(User.objects.get(pk=self.robin.pk))
        self.assertEqual([each.row.client_address for each in live], ["192.0.2.1"])

    def test_a_chief_ends_them_all_and_the_audit_says_so(self) -> None:
        make_person("chief editor", "shen")
        chief = self.signed_in(OFFICE, "192.0.2.4", "shen")
        page = reverse("admin:auth_user_change", args=[self.robin.pk])
        self.assertContains(chief.get(page), "Signed in in 2 places")
        act = reverse("admin:auth_user_signing_in", args=[self.robin.pk])
        self.assertRedirects(chief.post(act, {"act": "end_sessions"}), page)
        self.assertFalse(self.is_in(self.office) or self.is_in(self.phone))
        self.assertTrue(self.is_in(chief))
        self.assertEqual(AuditEntry.objects.latest("pk").act, "sessions_ended")

    def test_no_chief_touches_a_superuser_and_nobody_else_anybody(self) -> None:
        root = make_chief("root")
        session = self.signed_in(OFFICE, "192.0.2.5", "root")
        act = reverse("admin:auth_user_signing_in", args=[root.pk])
        for name in ("chief editor", "editor"):
            person = Client()
            person.force_login(make_person(name))
            answer: Any = person.post(act, {"act": "end_sessions"})
            self.assertEqual(answer.status_code, 403)
        self.assertTrue(self.is_in(session))
