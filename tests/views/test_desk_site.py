from __future__ import annotations

from typing import Any

from django.test import Client, TestCase
from django.urls import reverse

from tests.people import make_chief, make_reporter


class SignInTests(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief()
        self.client = Client(headers={"accept-language": "en"})

    def sign_in(self, name: str, password: str, **fields: Any) -> Any:
        data = {"username": name, "password": password, "editor": self.chief.pk}
        return self.client.post(reverse("admin:sign_in"), data | fields)

    def editor(self) -> str:
        return str(self.client.get(reverse("admin:sign_in")).json()["editor"])

    def test_the_editor_of_the_form_is_signed_in(self) -> None:
        self.assertEqual(self.editor(), "")
        self.assertEqual(self.sign_in("chief", "chief").status_code, 200)
        self.assertEqual(self.editor(), str(self.chief.pk))

    def test_nobody_else_is(self) -> None:
        make_reporter()
        response = self.sign_in("reporter", "reporter")
        self.assertEqual(response.status_code, 409)
        self.assertIn("reporter", response.json()["problems"][0])
        self.assertEqual(self.sign_in("chief", "chief", editor="x").status_code, 409)
        self.assertEqual(self.editor(), "")

    def test_a_wrong_password_is_told_as_at_the_door(self) -> None:
        response = self.sign_in("chief", "wrong")
        self.assertEqual(response.status_code, 400)
        self.assertIn("password", response.json()["problems"][0])
        self.assertEqual(self.sign_in("chief\x00", "x" * 9999).status_code, 400)
        self.assertEqual(self.editor(), "")

    def test_a_reader_who_is_no_editor_is_refused(self) -> None:
        self.chief.is_staff = False
        self.chief.save()
        self.assertEqual(self.sign_in("chief", "chief").status_code, 400)

    def test_asking_sets_the_cookie_that_sending_needs(self) -> None:
        client = Client(enforce_csrf_checks=True)
        data = {"username": "chief", "password": "chief", "editor": self.chief.pk}
        address = reverse("admin:sign_in")
        self.assertEqual(client.post(address, data).status_code, 403)
        client.get(address)
        token = {"x-csrftoken": client.cookies["csrftoken"].value}
        self.assertEqual(client.post(address, data, headers=token).status_code, 200)


class LanguageTests(TestCase):
    def test_an_editor_chooses_the_language_and_the_browser_is_only_asked_before(
        self,
    ) -> None:
        self.client.force_login(make_chief())
        page = reverse("admin:index")
        english = {"accept-language": "en"}
        self.assertContains(self.client.get(page, headers=english), 'lang="en"')
        for code, name in (("zh-hans", "编辑台"), ("zh-hant", "編輯台")):
            answer = self.client.post(
                reverse("admin:set_language"), {"language": code, "next": page}
            )
            self.assertRedirects(answer, page)
            self.assertContains(self.client.get(page, headers=english), name)
        # Readers' pages are the same for everybody.
        self.assertContains(self.client.get("/en/"), '<html lang="en"')

    def test_the_choice_leads_nowhere_else(self) -> None:
        answer = self.client.post(
            reverse("admin:set_language"),
            {"language": "en", "next": "https://evil.example/"},
        )
        self.assertEqual(answer["Location"], "/")

    def test_signing_out_leads_to_signing_in(self) -> None:
        self.client.force_login(make_chief())
        answer = self.client.post(reverse("admin:logout"))
        self.assertRedirects(answer, reverse("admin:login"))
