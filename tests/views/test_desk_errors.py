"""What the desk answers when it cannot save: the text comes back, to its author alone."""

from __future__ import annotations

import errno
from typing import Any, ClassVar
from unittest import mock
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from articles import publishing
from articles.models import Article
from tests.admin.data import ADD, CHANGE, article_data, data_of
from tests.factories import make_draft
from tests.people import make_chief, make_clerk

OWN = "http://testserver"
TEXT = "第一段。\r\n\r\n<script>第二段</script>。"
SHOWN = "&lt;script&gt;第二段&lt;/script&gt;。</textarea>"


class HandingBackTests(TestCase):
    chief: ClassVar[User]

    def setUp(self) -> None:
        self.client = self.browser()

    def browser(self, **options: Any) -> Client:
        client = Client(
            raise_request_exception=False,
            headers={"accept-language": "en", "origin": OWN},
            **options,
        )
        client.force_login(self.chief)
        return client

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def send(self, client: Client | None = None, **headers: Any) -> Any:
        data = article_data(body=TEXT)
        return (client or self.client).post(reverse(ADD), data, headers=headers)

    def assert_handed_back(self, response: Any, status: int) -> None:
        self.assertContains(response, SHOWN, status_code=status)
        self.assertContains(response, "Send again", status_code=status)
        self.assertContains(response, "Nothing was saved.", status_code=status)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertFalse(Article.objects.filter(body__contains="第二段").exists())

    def test_who_is_signed_out_gets_the_text_back(self) -> None:
        self.client.logout()
        response = self.send()
        self.assert_handed_back(response, 403)
        self.assertContains(response, "You are signed out", status_code=403)
        # A short text is a text too, and stands open.
        title = '<textarea name="title" rows="1">\n快讯</textarea>'
        self.assertContains(response, title, status_code=403)

    def test_who_lost_the_right_gets_the_text_back(self) -> None:
        self.client.force_login(make_clerk())
        response = self.send()
        self.assert_handed_back(response, 403)
        self.assertContains(response, "does not have the right", status_code=403)

    def test_an_old_token_gives_the_text_back(self) -> None:
        response = self.send(self.browser(enforce_csrf_checks=True))
        self.assert_handed_back(response, 403)

    def test_a_deleted_article_gives_the_text_back(self) -> None:
        article = make_draft()
        data = data_of(article, body=TEXT)
        publishing.delete(article)
        response = self.client.post(reverse(CHANGE, args=[article.pk]), data)
        self.assert_handed_back(response, 404)

    def test_a_database_or_a_disk_that_is_away_is_named_beside_the_text(self) -> None:
        for error in (OperationalError("gone"), OSError(errno.ENOSPC, "full")):
            with (
                self.subTest(error),
                mock.patch.object(publishing, "create_article", side_effect=error),
                self.assertLogs("django.request", "ERROR"),
            ):
                response = self.send()
            self.assert_handed_back(response, 503)
            self.assertContains(response, "full or read-only", status_code=503)

    def test_an_error_of_ours_gives_the_text_back_without_a_query(self) -> None:
        failing = mock.patch.object(
            publishing, "create_article", side_effect=RuntimeError
        )
        with failing, self.assertLogs("django.request", "ERROR"):
            response = self.send()
        self.assert_handed_back(response, 500)
        everything = mock.patch(
            "articles.middleware.translation.get_language_from_request",
            side_effect=RuntimeError,
        )
        with everything, self.assertNumQueries(0):
            self.assertEqual(self.send().status_code, 500)

    def test_too_many_fields_give_the_text_back(self) -> None:
        kinds: dict[str, Any] = {
            "a form with a picture": {},
            "a plain form": {"content_type": "application/x-www-form-urlencoded"},
        }
        for name, options in kinds.items():
            with (
                self.subTest(name),
                override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=3),
            ):
                data: Any = article_data(body=TEXT)
                if options:
                    data = urlencode(data)
                response = self.client.post(reverse(ADD), data, **options)
                self.assert_handed_back(response, 400)

    def test_more_than_is_read_is_refused_with_the_limit(self) -> None:
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1024**2):
            data = article_data(body="x" * 1_100_000)
            response = self.client.post(reverse(ADD), data)
        self.assertContains(response, "larger than 1 MB", status_code=413)

    def test_another_site_gets_nothing_back(self) -> None:
        self.client.logout()
        for origin in ("https://evil.example", "null", "", "http://testserver.evil"):
            with self.subTest(origin):
                response = self.send(origin=origin)
                self.assertEqual(response.status_code, 403)
                self.assertNotContains(response, "第二段", status_code=403)
        unsaid = Client(headers={"accept-language": "en"}).post(
            reverse(ADD), article_data(body=TEXT)
        )
        self.assertNotContains(unsaid, "第二段", status_code=403)

    def test_the_address_of_the_site_is_its_own_origin(self) -> None:
        self.client.logout()
        with override_settings(CSRF_TRUSTED_ORIGINS=["https://news.example"]):
            response = self.send(origin="https://news.example")
        self.assert_handed_back(response, 403)

    def test_a_password_is_never_shown(self) -> None:
        client = self.browser(enforce_csrf_checks=True)
        for address in ("admin:login", "admin:password_change"):
            data = {"username": "chief", "password": "hush", "old_password": "hush"}
            response = client.post(reverse(address), data)
            self.assertNotContains(response, "hush", status_code=403)

    def test_what_another_editor_typed_is_not_saved_as_mine(self) -> None:
        data = article_data(body=TEXT, editor="4711")
        response = self.client.post(reverse(ADD), data)
        self.assert_handed_back(response, 403)
        self.assertContains(response, "signed in as chief", status_code=403)
        self.client.post(reverse(ADD), data | {"editor": self.chief.pk})
        self.assertTrue(Article.objects.exists())

    def test_a_page_of_the_desk_that_is_not_there_is_the_desks(self) -> None:
        for address in ("/admin/nothing/", reverse(CHANGE, args=[4711])):
            response = self.client.get(address)
            self.assertContains(response, 'id="site-name"', status_code=404)
            self.assertContains(response, ">Desk</a>", status_code=404)
            self.assertNotContains(response, "Nothing was saved", status_code=404)

    def test_readers_keep_their_own_pages(self) -> None:
        response = self.client.get("/en/nothing/")
        self.assertContains(response, "error-page", status_code=404)
        with (
            mock.patch(
                "articles.views.front_page.render_page", side_effect=RuntimeError
            ),
            self.assertLogs("django.request", "ERROR"),
        ):
            response = self.client.get("/en/")
        self.assertContains(response, "Please try again", status_code=500)
