"""A second factor: set up, asked for, refused, replaced by paper, taken away, required."""

from __future__ import annotations

import time
from base64 import b32decode
from io import StringIO
from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.authentication import confirm_second_factor, has_second_factor
from articles.models import Article, AuditEntry, DeskSession
from articles.views.signing_in import PENDING_LASTS
from tests.factories import make_draft
from tests.people import make_clerk, make_person

KEY = "3132333435363738393031323334353637383930"
LOGIN, CODE_PAGE, SIGN_IN = (
    reverse(f"admin:{name}") for name in ("login", "second_factor", "sign_in")
)
ACCOUNT, SET_UP = (
    reverse(f"admin:{name}") for name in ("account", "account_second_factor")
)


class FactorCase(TestCase):
    robin: User
    codes: list[str]

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def code(self, steps: int = 0) -> str:
        """What the app of Robin shows, some steps of 30 s from now."""
        number = totp(bytes.fromhex(KEY), drift=steps)
        return f"{number:06}"

    def password(self, client: Client | None = None, **sent: Any) -> Any:
        data = {"username": "robin", "password": "robin", **sent}
        return (client or self.client).post(LOGIN, data)

    def send(self, code: str, **sent: Any) -> Any:
        return self.client.post(CODE_PAGE, {"code": code, **sent})

    def is_in(self, client: Client | None = None) -> bool:
        return "_auth_user_id" in (client or self.client).session


class AskedForTests(FactorCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.robin = make_person("reporter", "robin")
        number = totp(bytes.fromhex(KEY), drift=-1)
        _device, cls.codes = confirm_second_factor(cls.robin, KEY, f"{number:06}")

    def test_a_password_alone_opens_nothing(self) -> None:
        answer = self.password(next="/admin/search/")
        self.assertRedirects(answer, f"{CODE_PAGE}?next=%2Fadmin%2Fsearch%2F")
        self.assertFalse(self.is_in())
        self.assertEqual(self.client.get("/admin/").status_code, 302)

    def test_the_code_leads_where_somebody_was_going(self) -> None:
        self.password(next="/admin/search/")
        answer = self.send(self.code(), next="/admin/search/")
        self.assertRedirects(answer, "/admin/search/")
        self.assertEqual(DeskSession.objects.get().user, self.robin)
        self.assertIn("desk_device", self.client.cookies)

    def test_a_code_in_groups_or_in_full_width_digits_is_right(self) -> None:
        self.password()
        digits = self.code()
        wide = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        self.assertEqual(self.send(f"{wide[:3]} {wide[3:]}").status_code, 302)

    def test_a_wrong_code_is_refused_and_then_the_next_one_waits(self) -> None:
        self.password()
        wrong = f"{(int(self.code()) + 1) % 10**6:06}"
        self.assertContains(self.send(wrong), "This code is wrong")
        answer = self.send(self.code())
        self.assertContains(answer, "is looked at from", status_code=429)
        self.assertEqual(answer["Retry-After"], "1")
        self.assertFalse(self.is_in())

    def test_a_code_counts_once(self) -> None:
        self.password()
        code = self.code()
        self.assertEqual(self.send(code).status_code, 302)
        self.client.logout()
        self.password()
        self.assertContains(self.send(code), "was used already")

    def test_a_recovery_code_lets_in_once(self) -> None:
        for expected in (302, 200):
            self.password()
            self.assertEqual(self.send(self.codes[0]).status_code, expected)
            self.client.logout()
        self.password()
        StaticDevice.objects.update(throttling_failure_count=0)
        self.assertEqual(self.send(self.codes[1]).status_code, 302)
        self.assertContains(self.client.get(ACCOUNT), "8 recovery codes are left")

    def test_without_a_password_just_before_it_asks_for_that(self) -> None:
        self.assertRedirects(self.client.get(CODE_PAGE), LOGIN)
        self.password()
        with patch("time.time", return_value=time.time() + PENDING_LASTS + 1):
            self.assertRedirects(self.send(self.code()), LOGIN)

    def test_a_password_that_was_changed_meanwhile_is_no_password(self) -> None:
        self.password()
        self.robin.set_password("other")
        self.robin.save()
        self.assertRedirects(self.send(self.code()), LOGIN)

    def test_the_page_that_asks_does_not_say_whose_code_it_takes(self) -> None:
        self.password()
        self.assertNotContains(self.client.get(CODE_PAGE), "robin")

    def test_signing_in_over_a_form_asks_as_well(self) -> None:
        data = {"username": "robin", "password": "robin", "editor": self.robin.pk}
        self.assertEqual(self.client.post(SIGN_IN, data).status_code, 202)
        self.assertFalse(self.is_in())
        answer = self.client.post(SIGN_IN, data | {"code": "000 00"})
        self.assertIn("wrong", answer.json()["problems"][0])
        answer = self.client.post(SIGN_IN, data | {"code": self.code()})
        self.assertEqual(answer.json(), {"editor": str(self.robin.pk)})
        self.assertTrue(self.is_in())

    def test_somebody_else_is_told_so_before_any_code(self) -> None:
        data = {"username": "robin", "password": "robin", "editor": "0"}
        self.assertEqual(self.client.post(SIGN_IN, data).status_code, 409)


class KeepingTests(FactorCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.robin = make_clerk("robin")

    def setUp(self) -> None:
        super().setUp()
        self.password()

    def set_up(self, code: str = "") -> Any:
        page = BeautifulSoup(self.client.get(SET_UP).content, "html.parser")
        secret = page.select_one(".desk-secret")
        assert secret
        key = b32decode(secret.text.replace(" ", "")).hex()
        self.page = page
        shown = f"{totp(bytes.fromhex(key)):06}"
        return self.client.post(SET_UP, {"code": code or shown})

    def test_it_is_drawn_within_the_page(self) -> None:
        self.set_up()
        drawn = self.page.select_one(".desk-qr svg path")
        assert drawn
        self.assertFalse(self.page.select("[style], img[src^='data:']"))

    def test_a_code_of_the_app_sets_it_up_and_shows_ten_codes_once(self) -> None:
        answer = self.set_up()
        codes = BeautifulSoup(answer.content, "html.parser").select(".desk-codes code")
        self.assertEqual(len({code.text for code in codes}), 10)
        self.assertTrue(has_second_factor(self.robin))
        self.assertRedirects(self.client.get(SET_UP), ACCOUNT)
        self.assertContains(self.client.get(ACCOUNT), "10 recovery codes are left")
        self.assertEqual(AuditEntry.objects.latest("pk").act, "factor_set_up")

    def test_another_code_sets_nothing_up_and_keeps_the_secret(self) -> None:
        answer = self.set_up("12345")
        self.assertContains(answer, "shows another code")
        self.assertFalse(has_second_factor(self.robin))
        first = self.page.select_one(".desk-secret")
        self.set_up("12345")
        self.assertEqual(self.page.select_one(".desk-secret"), first)

    def test_it_ends_the_sessions_that_gave_a_password_alone(self) -> None:
        other = Client()
        self.password(other)
        self.set_up()
        self.assertTrue(self.is_in())
        self.assertFalse(self.is_in(other))

    def test_its_owner_removes_it_with_the_password(self) -> None:
        self.set_up()
        wrong = {"act": "remove_factor", "password": "wrong"}
        answer = self.client.post(ACCOUNT, wrong)
        self.assertContains(answer, "not your password")
        self.assertTrue(has_second_factor(self.robin))
        self.client.post(ACCOUNT, wrong | {"password": "robin"})
        self.assertFalse(has_second_factor(self.robin))
        self.assertFalse(StaticDevice.objects.exists())
        self.assertTrue(self.is_in())

    def test_guessing_the_password_there_locks_as_signing_in_does(self) -> None:
        self.set_up()
        sent = {"act": "remove_factor", "password": "wrong"}
        statuses = [self.client.post(ACCOUNT, sent).status_code for _ in range(11)]
        self.assertEqual(statuses, [200] * 9 + [429] * 2)
        right = sent | {"password": "robin"}
        self.assertEqual(self.client.post(ACCOUNT, right).status_code, 429)
        self.assertTrue(has_second_factor(self.robin))

    def test_a_chief_resets_it_and_the_audit_says_so(self) -> None:
        self.set_up()
        chief = Client(HTTP_ACCEPT_LANGUAGE="en")
        chief.force_login(make_person("chief editor", "shen"))
        page = reverse("admin:auth_user_change", args=[self.robin.pk])
        self.assertContains(chief.get(page), "Reset the second factor")
        act = reverse("admin:auth_user_signing_in", args=[self.robin.pk])
        chief.post(act, {"act": "reset_factor"})
        self.assertFalse(has_second_factor(self.robin))
        self.assertFalse(self.is_in())
        entry = AuditEntry.objects.latest("pk")
        self.assertEqual((entry.user_name, entry.title), ("shen", "robin"))
        audit = reverse("admin:articles_auditentry_changelist")
        self.assertContains(chief.get(audit), page)
        self.client.force_login(make_person("editor"))
        self.assertNotContains(self.client.get(audit), page)

    def test_so_does_a_command_on_the_machine(self) -> None:
        self.set_up()
        call_command("reset_second_factor", "robin", stdout=StringIO())
        self.assertFalse(has_second_factor(self.robin))
        self.assertEqual(AuditEntry.objects.latest("pk").user_name, "")
        for name in ("robin", "nobody"):
            with self.assertRaises(CommandError):
                call_command("reset_second_factor", name)

    def test_nobody_sees_the_secrets_of_others(self) -> None:
        self.client.force_login(User.objects.create_superuser("root"))
        for model in (TOTPDevice, StaticDevice):
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            self.assertEqual(self.client.get(address).status_code, 404)


@override_settings(REQUIRE_SECOND_FACTOR="chiefs")
class RequiredTests(FactorCase):
    article: Article

    @classmethod
    def setUpTestData(cls) -> None:
        cls.robin = make_person("chief editor", "robin")
        cls.article = make_draft(body="正文。")

    def setUp(self) -> None:
        super().setUp()
        self.password()

    def test_whoever_lacks_it_is_led_to_set_it_up_from_every_page(self) -> None:
        page = reverse("admin:articles_article_change", args=[self.article.pk])
        for address in ("/admin/", page, LOGIN, ACCOUNT, "/admin/tags/"):
            self.assertRedirects(
                self.client.get(address), SET_UP, fetch_redirect_response=False
            )
        self.assertContains(self.client.get(SET_UP), "needs a second factor")

    def test_until_then_they_are_nobody(self) -> None:
        page = reverse("admin:articles_article_change", args=[self.article.pk])
        answer = self.client.post(page, {"body": "新的正文。"}, headers=self.own)
        self.assertContains(answer, "新的正文。", status_code=403)
        self.assertEqual(self.client.get(SIGN_IN).json(), {"editor": ""})
        self.assertFalse(self.client.get("/zh-cn/").wsgi_request.user.is_staff)

    own = {"origin": "http://testserver"}

    def test_signing_in_over_a_form_says_what_is_missing(self) -> None:
        data = {"username": "robin", "password": "robin", "editor": self.robin.pk}
        answer = self.client.post(SIGN_IN, data)
        self.assertEqual(answer.status_code, 409)
        self.assertIn("Set up a second factor", answer.json()["problems"][0])

    def test_when_it_is_set_up_the_desk_is_open(self) -> None:
        self.client.get(SET_UP)
        key = self.client.session["new_second_factor"]
        code = f"{totp(bytes.fromhex(key)):06}"
        self.client.post(SET_UP, {"code": code})
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_signing_out_and_the_language_stay_possible(self) -> None:
        self.client.post(reverse("admin:logout"))
        self.assertFalse(self.is_in())

    def test_others_need_none_unless_everybody_does(self) -> None:
        self.client.force_login(make_person("editor"))
        self.assertEqual(self.client.get("/admin/").status_code, 200)
        with override_settings(REQUIRE_SECOND_FACTOR="everybody"):
            self.assertEqual(self.client.get("/admin/").status_code, 302)

    def test_a_session_older_than_the_factor_signs_in_again(self) -> None:
        number = totp(bytes.fromhex(KEY))
        confirm_second_factor(self.robin, KEY, f"{number:06}")
        self.assertRedirects(self.client.get(SET_UP), LOGIN)
        self.assertFalse(self.is_in())
