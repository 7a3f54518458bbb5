from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import include, path

from tests.factories import make_article
from tests.views.pages import one, open_page, words


def raising(
    error: type[Exception] | Exception,
) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("zh-tw/forbidden/", raising(PermissionDenied)),
    path("zh-tw/odd/", raising(SuspiciousOperation)),
    path("zh-tw/away/", raising(OperationalError("gone"))),
    path("zh-tw/full/", raising(OSError(errno.ENOSPC, "No space left on device"))),
    path("zh-tw/broken/", raising(LookupError)),
    path("", include("newsdesk.urls")),
]
handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.forbidden"
handler500 = "articles.views.errors.server_error"


class NotFoundTests(TestCase):
    def test_it_speaks_the_language_of_the_address(self) -> None:
        for prefix, heading in (
            ("zh-cn", "找不到这个页面"),
            ("zh-hk", "找不到這個頁面"),
            ("en", "Page not found"),
        ):
            page = open_page(f"/{prefix}/nowhere/", status=404)
            self.assertEqual(words(page, "h1"), [heading])
            self.assertIn("noindex", one(page, "meta[name=robots]")["content"])

    def test_nothing_stands_beside_what_went_wrong(self) -> None:
        make_article()
        page = open_page("/zh-cn/nowhere/", status=404)
        self.assertFalse(page.select(".layout__sidebar, .widget"))
        self.assertTrue(page.select("main .search-form"))

    def test_an_unknown_address_speaks_the_reader_s_language(self) -> None:
        self.assertEqual(
            words(open_page("/x.php", status=404), "h1"), ["找不到这个页面"]
        )
        self.client.cookies["variant"] = "en"
        page = open_page("/x.php", self.client, status=404)
        self.assertEqual(words(page, "h1"), ["Page not found"])

    def test_what_follows_a_reader_s_choice_is_not_for_others(self) -> None:
        answer = self.client.get("/x.php")
        self.assertEqual(answer["Vary"], "Cookie")
        self.assertIn("private", answer["Cache-Control"])
        self.assertNotIn("Vary", self.client.get("/en/x/").headers)

    def test_the_search_holds_the_words_of_the_address(self) -> None:
        for address, typed in {
            "/zh-cn/news/美股-降息_预期/832914.html": "news 美股 降息 预期",
            "/en/articles/Fed-Cuts-Rates-2/": "fed cuts rates",
            "/zh-cn/12/34/": "",
            '/en/"><script>/': "script",
            "/en/" + "word-" * 80: "word " * 11 + "word",
        }.items():
            page = open_page(address, status=404)
            self.assertEqual(one(page, "main [name=q]")["value"], typed, address)

    def test_the_page_has_the_way_home_and_a_search(self) -> None:
        page = open_page("/zh-tw/nowhere/", status=404)
        self.assertEqual(one(page, "main .button")["href"], "/zh-tw/")
        self.assertEqual(one(page, "main form")["action"], "/zh-tw/search/")


@override_settings(ROOT_URLCONF="tests.views.test_errors")
class OtherErrorTests(TestCase):
    def test_what_may_not_be_seen(self) -> None:
        page = open_page("/zh-tw/forbidden/", status=403)
        self.assertEqual(words(page, "h1"), ["沒有權限"])

    def test_an_odd_request(self) -> None:
        page = open_page("/zh-tw/odd/", status=400)
        self.assertEqual(words(page, "h1"), ["請求無法識別"])

    def test_more_than_a_reader_can_write(self) -> None:
        response = self.client.post("/zh-tw/odd/", {"passage": "字" * 200_000})
        self.assertEqual(response.status_code, 413)

    def test_a_host_that_is_not_ours(self) -> None:
        answer = self.client.get("/zh-cn/", headers={"host": "evil.example"})
        self.assertContains(answer, "<h1>", status_code=400)


@override_settings(ROOT_URLCONF=__name__)
class ServerErrorTests(SimpleTestCase):
    def test_robots_ask_again_where_something_is_away_for_now(self) -> None:
        self.client.raise_request_exception = False
        for name, status in {"away": 503, "full": 503, "broken": 500}.items():
            answer = self.client.get(f"/zh-tw/{name}/")
            self.assertContains(answer, f"<h1>{status}</h1>", status_code=status)
            self.assertEqual("Retry-After" in answer, status == 503)

    def test_it_asks_nothing_of_anybody(self) -> None:
        text = render_to_string("500.html")
        for part in ("网站", "網站", "went wrong"):
            self.assertIn(part, text)

    def test_a_web_server_has_a_page_to_show_while_the_site_is_away(self) -> None:
        page = Path(str(finders.find("articles/maintenance.html"))).read_text()
        for part in ("维护", "維護", "maintained", "noindex"):
            self.assertIn(part, page)
