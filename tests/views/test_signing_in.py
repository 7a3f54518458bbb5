"""Signing in: where it leads, and what somebody sees who tried too often."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from articles.authentication.lockout import PER_ACCOUNT_AND_ADDRESS
from articles.models import AuditEntry
from tests.factories import make_draft
from tests.people import make_clerk, make_person

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

    def test_the_token_of_forms_is_another_afterwards(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get(self.login)
        before = client.cookies["csrftoken"].value
        sent = {"username": "robin", "password": "robin", "next": "/admin/"}
        client.post(self.login, {**sent, "csrfmiddlewaretoken": before})
        self.assertNotEqual(client.cookies["csrftoken"].value, before)

    def test_looking_whether_a_page_is_there_changes_nothing(self) -> None:
        answer = self.sign_in(next="/admin/articles/article/add/", title="x")
        self.assertEqual(answer.status_code, 302)
        self.assertNotIn("_messages", self.client.session)


class TriesTests(SignInCase):
    """What the person sees; which tries count is told in ``tests/authentication``."""

    def setUp(self) -> None:
        super().setUp()
        self.robin = make_clerk("robin")
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            self.answer = self.sign_in("wrong")

    def test_after_some_wrong_passwords_the_right_one_waits_too(self) -> None:
        for answer in (self.answer, self.sign_in("wrong"), self.sign_in()):
            self.assertContains(answer, "Too many wrong passwords", status_code=429)
            self.assertContains(answer, 'name="password"', status_code=429)
            self.assertIn(int(answer["Retry-After"]), range(1, 1201))
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_it_says_so_in_the_language_of_the_browser(self) -> None:
        for language, words in (
            ("zh-hans", "密码错误次数过多"),
            ("zh-hant", "密碼錯誤次數過多"),
        ):
            self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
            self.assertContains(self.sign_in(), words, status_code=429)

    def test_an_account_that_does_not_exist_is_locked_alike(self) -> None:
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            answer = self.sign_in("wrong", username="nobody")
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(
            _without_tokens(answer), _without_tokens(self.sign_in("wrong"))
        )

    def test_signing_in_over_a_form_counts_as_well(self) -> None:
        data = {"username": "robin", "password": "robin", "editor": self.robin.pk}
        answer = self.client.post(reverse("admin:sign_in"), data, REMOTE_ADDR=ROBIN)
        self.assertEqual(answer.status_code, 429)
        self.assertIn("Too many wrong passwords", answer.json()["problems"][0])
        self.assertIn("Retry-After", answer.headers)

    def test_a_header_that_no_proxy_is_known_to_set_changes_no_address(self) -> None:
        self.client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.5"
        self.assertEqual(self.sign_in().status_code, 429)

    @override_settings(CLIENT_ADDRESS_HEADER="X-Forwarded-For")
    def test_the_address_is_the_one_that_the_proxy_adds(self) -> None:
        headers = {"HTTP_X_FORWARDED_FOR": f"203.0.113.5, {ROBIN}"}
        self.client.defaults |= headers
        self.assertEqual(self.sign_in(address="127.0.0.1").status_code, 429)
        self.client.defaults["HTTP_X_FORWARDED_FOR"] = f"{ROBIN}, 203.0.113.5"
        self.assertEqual(self.sign_in(address="127.0.0.1").status_code, 302)

    def test_a_chief_lets_the_person_in(self) -> None:
        chief = Client(HTTP_ACCEPT_LANGUAGE="en")
        chief.force_login(make_person("chief editor"))
        page = reverse("admin:auth_user_change", args=[self.robin.pk])
        self.assertContains(chief.get(page), ROBIN)
        act = reverse("admin:auth_user_signing_in", args=[self.robin.pk])
        chief.post(act, {"act": "lift_locks"})
        self.assertNotContains(chief.get(page), "is locked")
        self.assertEqual(self.sign_in().status_code, 302)
        entry = AuditEntry.objects.latest("pk")
        self.assertEqual((entry.act, entry.title), ("lock_lifted", "robin"))

    def test_so_does_a_command_on_the_machine(self) -> None:
        call_command("axes_reset_username", "robin", stdout=StringIO())
        self.assertEqual(self.sign_in().status_code, 302)


def _without_tokens(answer: Any) -> str:
    text = answer.content.decode().replace("nobody", "robin")
    return re.sub(r'value="\w{64}"|\d+', "", text)
