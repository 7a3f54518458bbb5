"""Signing in: where it leads, and how often somebody may try."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from articles.views.rate_limit import TRIES, WINDOW
from tests.factories import make_draft
from tests.people import make_clerk, make_person

NOW = 1_800_000_000.0
ROBIN = "192.0.2.1"


class SignInCase(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.login = reverse("admin:login")

    def sign_in(self, password: str = "robin", **sent: Any) -> Any:  # noqa: S107
        address = sent.pop("address", ROBIN)
        data = {"username": "robin", "password": password, **sent}
        return self.client.post(self.login, data, REMOTE_ADDR=address)


class WhereToTests(SignInCase):
    def setUp(self) -> None:
        super().setUp()
        make_person("reporter", "robin")
        self.article = make_draft()

    def led(self, to: str) -> str:
        answer = self.sign_in(next=to)
        self.assertEqual(answer.status_code, 302)
        self.client.logout()
        return str(answer["Location"])

    def test_it_leads_where_somebody_was_going(self) -> None:
        page = reverse("admin:articles_article_change", args=[self.article.pk])
        for there in (f"{page}?back=1", "/zh-cn/", "/admin/articles/article/add/"):
            self.assertEqual(self.led(there), there)

    def test_what_is_not_there_leads_to_the_front_page_of_the_desk(self) -> None:
        for gone in (
            *(
                "/admin/articles/article/99999/change/",
                "/admin/nothing/",
                "/nothing/x/",
            ),
            *("/zh-cn/articles/nothing/", "/admin/articles/article/x%00/change/"),
            *("/accounts/profile/", "/admin/logout/", "/admin/upload/", ""),
            f"/admin/articles/article/{self.article.pk}/handling/",
            *("https://evil.example/", "//evil.example/admin/", "javascript:alert(1)"),
        ):
            self.assertEqual(self.led(gone), reverse("admin:index"), gone)

    def test_a_page_beyond_ones_rights_says_so_itself(self) -> None:
        self.assertEqual(self.led("/admin/auth/user/"), "/admin/auth/user/")

    def test_looking_whether_a_page_is_there_changes_nothing(self) -> None:
        answer = self.sign_in(next="/admin/articles/article/add/", title="x")
        self.assertEqual(answer.status_code, 302)
        self.assertNotIn("_messages", self.client.session)


class TriesTests(SignInCase):
    def setUp(self) -> None:
        super().setUp()
        make_clerk("robin")
        make_clerk("other")
        self.clock = self.enterContext(patch("time.time", return_value=NOW))

    def use_up(self) -> None:
        for _ in range(TRIES):
            self.assertContains(self.sign_in("wrong"), "correct username and password")

    def test_after_some_wrong_passwords_the_right_one_waits_too(self) -> None:
        self.use_up()
        for password in ("wrong", "robin"):
            self.assertContains(self.sign_in(password), "Too many tries")
        self.clock.return_value = NOW + WINDOW
        self.assertEqual(self.sign_in().status_code, 302)

    def test_the_name_in_other_letters_is_the_same_account(self) -> None:
        self.use_up()
        self.assertContains(self.sign_in(username="ROBIN"), "Too many tries")

    def test_another_place_and_another_account_are_free(self) -> None:
        self.use_up()
        self.assertEqual(self.sign_in(address="198.51.100.7").status_code, 302)
        self.client.logout()
        other = self.sign_in("other", username="other")
        self.assertEqual(other.status_code, 302)

    def test_whoever_got_in_begins_anew(self) -> None:
        for _ in range(TRIES - 1):
            self.sign_in("wrong")
        self.sign_in()
        self.client.logout()
        self.use_up()

    def test_signing_in_over_a_form_counts_as_well(self) -> None:
        self.use_up()
        data = {"username": "robin", "password": "robin", "editor": "1"}
        answer = self.client.post(reverse("admin:sign_in"), data, REMOTE_ADDR=ROBIN)
        self.assertIn("Too many tries", answer.json()["problems"][0])
