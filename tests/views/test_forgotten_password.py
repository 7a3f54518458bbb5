"""A new password by mail: who gets one, and that nobody learns who has an account."""

from __future__ import annotations

import re
import threading
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import User
from django.core import mail
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse

from articles.views.rate_limit import PER_CLIENT
from tests.people import make_clerk, signs_in

PASSWORD = "wet-paint-on-the-door"  # noqa: S105
ADDRESS = "robin@desk.example"


class WithoutMailTests(SimpleTestCase):
    databases = {"default"}

    def test_nobody_is_offered_what_the_site_cannot_send(self) -> None:
        self.assertNotContains(self.client.get(reverse("admin:login")), "forgotten")
        for name, arguments in (
            *(("forgotten", []), ("forgotten_sent", []), ("forgotten_done", [])),
            ("forgotten_new", ["x", "y"]),
        ):
            url = reverse(f"admin:{name}", args=arguments)
            self.assertEqual(self.client.get(url).status_code, 404)
            self.assertEqual(self.client.post(url).status_code, 404)


@override_settings(SENDS_MAIL=True, SITE_URL="https://desk.example")
class ForgottenTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.robin = make_clerk("robin")
        User.objects.update(email=ADDRESS)

    def ask(self, address: str = ADDRESS, **headers: str) -> Any:
        url = reverse("admin:forgotten")
        answer = self.client.post(url, {"email": address}, headers=headers)
        for thread in threading.enumerate():
            if thread.name == "forgotten-password":
                thread.join()
        return answer

    def link(self) -> str:
        found = re.search(r"https://desk\.example(/\S+)", str(mail.outbox[-1].body))
        assert found
        return found[1]

    def test_the_sign_in_page_leads_there(self) -> None:
        url = reverse("admin:forgotten")
        self.assertContains(self.client.get(reverse("admin:login")), f'href="{url}"')
        self.assertContains(self.client.get(url), "e-mail address")

    def test_a_link_sets_a_new_password_once(self) -> None:
        self.ask()
        link = self.link()
        page = self.client.get(link, follow=True)
        self.assertContains(page, "new_password1")
        sent = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        done = self.client.post(page.request["PATH_INFO"], sent, follow=True)
        self.assertContains(done, "Sign in with it")
        self.assertTrue(signs_in(self.client, "robin", PASSWORD))
        self.assertContains(
            self.client.get(link, follow=True), "does not work any more"
        )

    def test_an_easy_password_is_refused(self) -> None:
        self.ask()
        page = self.client.get(self.link(), follow=True)
        sent = {"new_password1": "1234", "new_password2": "1234"}
        again = self.client.post(page.request["PATH_INFO"], sent)
        self.assertContains(again, "too short")

    def test_nobody_learns_whether_there_is_an_account(self) -> None:
        User.objects.create_user("gone", email="gone@desk.example", is_active=False)
        answers = [
            (answer.status_code, answer["Location"])
            for answer in map(
                self.ask, (ADDRESS, "no@desk.example", "gone@desk.example")
            )
        ]
        self.assertEqual(answers, [(302, reverse("admin:forgotten_sent"))] * 3)
        self.assertEqual([sent.to for sent in mail.outbox], [[ADDRESS]])

    def test_the_mail_speaks_the_language_of_who_asks(self) -> None:
        for language, word in (("zh-hans", "新密码"), ("zh-hant", "新密碼")):
            self.ask(**{"accept-language": language})
            self.assertIn(word, mail.outbox[-1].subject)
            self.assertIn(word, str(mail.outbox[-1].body))

    def test_a_wrong_host_does_not_get_into_the_link(self) -> None:
        with override_settings(ALLOWED_HOSTS=["*"]):
            self.ask(host="evil.example")
        self.assertNotIn("evil", str(mail.outbox[-1].body))

    def test_there_is_a_limit(self) -> None:
        for _ in range(PER_CLIENT):
            self.assertEqual(self.ask().status_code, 302)
        answer = self.ask()
        self.assertContains(answer, "many tries", status_code=429)
        self.assertEqual(len(mail.outbox), PER_CLIENT)

    def test_what_is_no_address_is_refused_at_its_field(self) -> None:
        for odd in ("x", "\x00@x.example", "a" * 300 + "@x.example", ""):
            self.assertTrue(self.ask(odd).context["form"].errors["email"])

    def test_a_server_that_refuses_the_mail_is_noted_and_nobody_is_told(self) -> None:
        with (
            patch("django.core.mail.EmailMessage.send", side_effect=OSError),
            self.assertLogs("articles.views.forgotten_password", "ERROR"),
        ):
            self.assertEqual(self.ask().status_code, 302)
