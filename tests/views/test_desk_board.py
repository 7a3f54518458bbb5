from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.contrib import admin
from django.test import Client, TestCase
from django.urls import reverse

from articles.board.board_blocks import ORDERS
from articles.choices import Status
from articles.models import Article, EditorProfile, Tag
from articles.views.desk_search import SHOWN
from articles.views.model_groups import GROUPS
from tests.factories import (
    make_article,
    make_draft,
    make_image,
    make_source,
    make_term,
)
from tests.people import make_chief, make_clerk, make_person, make_reporter
from tests.views.pages import one, words

ENGLISH = {"accept-language": "en"}


def board_page(client: Client) -> BeautifulSoup:
    answer = client.get(reverse("admin:index"), headers=ENGLISH)
    return BeautifulSoup(answer.content, "html.parser")


class BoardPageTests(TestCase):
    def test_each_role_has_its_blocks_and_no_others(self) -> None:
        for group, right in zip(
            ("reporter", "editor", "chief editor"), reversed(ORDERS), strict=True
        ):
            self.client.force_login(make_person(group))
            page = board_page(self.client)
            links = page.select(".board__empty a")
            self.assertLessEqual(len(links), len(ORDERS[right]), group)
            self.assertTrue(links, group)
            self.assertEqual(
                "To publish" in words(page, ".board__empty a"), group == "chief editor"
            )

    def test_a_line_leads_to_the_article_and_the_block_to_all(self) -> None:
        article = make_draft(title="待审", status=Status.IN_REVIEW)
        self.client.force_login(make_person("editor"))
        page = board_page(self.client)
        block = one(page, ".board-block")
        title = one(block, ".board-line__title")
        self.assertEqual(title.get_text(), "待审")
        self.assertEqual(self.client.get(str(title["href"])).status_code, 200)
        self.assertIn(str(article.pk), str(title["href"]))
        rest = str(one(block, ".board-block__all a")["href"])
        self.assertContains(self.client.get(rest), "待审")

    def test_every_block_has_its_list(self) -> None:
        make_article(title="无关")
        self.client.force_login(make_person("chief editor"))
        links = board_page(self.client).select(".board__empty a")
        self.assertGreater(len(links), 8)
        for link in links:
            answer = self.client.get(str(link["href"]))
            self.assertEqual(answer.status_code, 200, link)
            if "article/?board" in str(link["href"]):
                self.assertNotContains(answer, "无关")

    def test_writing_and_lists_are_offered_to_those_who_may(self) -> None:
        self.client.force_login(make_reporter())
        page = board_page(self.client)
        self.assertEqual(words(page, ".board__button"), ["Write"])
        self.client.force_login(make_clerk())
        page = board_page(self.client)
        self.assertFalse(page.select(".board__button, .board-block, .board__lists li"))
        self.assertIn("may not see anything", one(page, ".board__lists").get_text())

    def test_every_list_of_the_admin_stands_in_a_group(self) -> None:
        grouped = {name for _title, names in GROUPS.values() for name in names}
        registered = {model.__name__ for model in admin.site._registry}
        self.assertLessEqual(registered, grouped)

    def test_it_asks_twelve_queries_at_most(self) -> None:
        article = make_draft(status=Status.IN_REVIEW)
        article.revisions.update(created_by=make_chief())
        # session, user, rights of the person and of groups, articles, who acted last, and
        # conflicts, doubtful characters, reports and versions behind; for a chief
        # after-checks and corrections
        for group, queries in (("reporter", 5), ("editor", 10), ("chief editor", 12)):
            self.client.force_login(make_person(group))
            with self.subTest(group), self.assertNumQueries(queries):
                board_page(self.client)


class DeskSearchTests(TestCase):
    def search(self, query: str) -> BeautifulSoup:
        answer = self.client.get(reverse("admin:search"), {"q": query}, headers=ENGLISH)
        self.assertEqual(answer.status_code, 200)
        return BeautifulSoup(answer.content, "html.parser")

    def test_one_box_finds_every_kind(self) -> None:
        make_article(title="降息周期", tags=["降息"])
        make_term("降息")
        make_source("降息通讯")
        make_image(alt="降息的图")
        self.client.force_login(make_chief())
        page = self.search("降息")
        kinds = ["Articles", "Tags", "Terms", "Images", "Sources"]
        self.assertEqual(words(page, ".board-block__head"), kinds)
        for link in page.select(".board-line__title"):
            self.assertEqual(self.client.get(str(link["href"])).status_code, 200)

    def test_a_kind_shows_eight_and_leads_to_all(self) -> None:
        for n in range(SHOWN + 1):
            Tag.objects.create(name=f"降息{n}", slug=f"cut-{n}")
        self.client.force_login(make_chief())
        page = self.search("降息")
        self.assertEqual(len(page.select(".board-line")), SHOWN)
        rest = str(one(page, ".board-block__all a")["href"])
        self.assertContains(self.client.get(rest), f"降息{SHOWN}")

    def test_what_somebody_may_not_see_is_not_found(self) -> None:
        make_article(title="降息")
        self.client.force_login(make_clerk())
        self.assertEqual(words(self.search("降息"), ".board-line"), [])

    def test_what_was_put_aside_is_not_found(self) -> None:
        make_draft(title="降息", status=Status.SPIKED)
        self.client.force_login(make_chief())
        self.assertEqual(words(self.search("降息"), ".board-line"), [])

    def test_mischief_finds_nothing(self) -> None:
        self.client.force_login(make_chief())
        for query in ("", "   ", "\x00", "%", "降" * 5000, '"', "a:b:c", "<b>"):
            page = self.search(query)
            self.assertFalse(page.select(".board-line"), query)


class OwnLanguageTests(TestCase):
    def choose(self, client: Client, language: str) -> None:
        page = reverse("admin:index")
        sent = {"language": language, "next": page}
        client.post(reverse("admin:set_language"), sent)

    def shown(self, client: Client) -> Any:
        return one(board_page(client), "html")["lang"]

    def sign_in(self) -> Client:
        client = Client()
        client.post(
            reverse("admin:login"),
            {"username": "chief", "password": "chief"},
            headers=ENGLISH,
        )
        return client

    def test_it_goes_with_the_account_into_another_browser(self) -> None:
        make_chief()
        here = self.sign_in()
        self.assertEqual(self.shown(here), "en")
        self.choose(here, "zh-hant")
        self.assertEqual(self.shown(here), "zh-hant")
        self.assertEqual(self.shown(self.sign_in()), "zh-hant")

    def test_it_is_not_a_colleague_s(self) -> None:
        make_chief()
        self.choose(self.sign_in(), "zh-hant")
        client = Client()
        client.force_login(make_reporter())
        self.assertEqual(self.shown(client), "en")

    def test_the_sign_in_page_keeps_the_browser_s(self) -> None:
        make_chief()
        client = Client()
        self.choose(client, "zh-hans")
        door = client.get(reverse("admin:login"), headers=ENGLISH)
        self.assertContains(door, 'lang="zh-hans"')
        self.assertFalse(EditorProfile.objects.exists())

    def test_signing_in_over_a_form_speaks_it_too(self) -> None:
        chief = make_chief()
        EditorProfile.objects.create(user=chief, language="zh-hant")
        client = Client()
        client.post(
            reverse("admin:sign_in"),
            {"username": "chief", "password": "chief", "editor": chief.pk},
        )
        self.assertEqual(self.shown(client), "zh-hant")

    def test_a_language_that_there_is_not_changes_nothing(self) -> None:
        make_chief()
        client = self.sign_in()
        for language in ("", "xx", "de", "en\x00", "zh-hans" * 50):
            self.choose(client, language)
            self.assertEqual(self.shown(client), "en")
        self.assertFalse(EditorProfile.objects.exists())
        self.assertEqual(Article.objects.count(), 0)
