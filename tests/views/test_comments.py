"""A reader comments on an article; others read it once an editor approved it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import ClassVar
from unittest.mock import patch

from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.forms.comments import LEAST_AGE, MOST_AGE
from articles.models import Article, Comment, SiteSettings
from articles.views.comments import PER_PAGE, SHOWN
from articles.views.rate_limit import PER_CLIENT
from tests.factories import make_article, make_draft
from tests.views.pages import graph, one, open_page, value, words

ARTICLE = "/zh-tw/articles/k/"
FORM = f"{ARTICLE}comment/"
ALL = f"{ARTICLE}comments/"
NOW = 1_800_000_000.0


class _CommentedTestCase(TestCase):
    article: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(has_comments=True).save()
        cls.article = make_article(slug="k", title="运价")

    def approved(self, number: int = 1, **fields: str) -> list[Comment]:
        said = {"name": "读者", "language": "zh-Hans"} | fields
        return Comment.objects.bulk_create(
            Comment(article=self.article, state="approved", **{"text": f"评{n}"} | said)
            for n in range(number)
        )


class ArticlePageTests(_CommentedTestCase):
    def test_it_says_that_nobody_commented_and_leads_to_the_form(self) -> None:
        page = open_page(ARTICLE)
        self.assertTrue(one(page, ".comments__none"))
        self.assertEqual(value(page, ".comments__more .button", "href"), FORM)
        self.assertFalse(page.select(".comments form"))

    def test_the_newest_stand_first_and_the_rest_on_their_page(self) -> None:
        self.approved(SHOWN + 2)
        page = open_page(ARTICLE)
        texts = words(page, ".comment__text")
        self.assertEqual(len(texts), SHOWN)
        self.assertEqual(texts[0], f"评{SHOWN + 1}")
        self.assertEqual(words(page, ".comments__count"), [str(SHOWN + 2)])
        self.assertEqual(value(page, ".comments__more a:not(.button)", "href"), ALL)
        self.assertEqual(graph(page)["NewsArticle"]["commentCount"], SHOWN + 2)

    def test_only_what_is_approved_is_read_anywhere(self) -> None:
        for state in Comment.State.values:
            Comment.objects.create(
                article=self.article,
                name="甲",
                text=f"密{state}",
                language="zh-Hans",
                state=state,
            )
        for path in (ARTICLE, ALL):
            self.assertEqual(words(open_page(path), ".comment__text"), ["密approved"])

    def test_it_stays_in_its_own_script_and_says_which(self) -> None:
        self.approved(text="运价上涨")
        for path, language in ((ARTICLE, "zh-Hans"), ("/zh-cn/articles/k/", None)):
            text = one(open_page(path), ".comment__text")
            self.assertEqual(text.get_text(), "运价上涨")
            self.assertEqual(text.get("lang"), language)

    def test_markup_is_text_and_links_get_no_credit(self) -> None:
        said = "</script><b>见https://a.example/?x=1&y=2。\n\n二\n三 http://…"
        self.approved(text=said, name="<i>")
        page = open_page(ARTICLE)
        text = one(page, ".comment__text")
        self.assertFalse(text.select("b, script"))
        link = one(text, "a")
        self.assertEqual(link["href"], "https://a.example/?x=1&y=2")
        self.assertEqual(link["rel"], ["ugc", "nofollow", "noopener"])
        self.assertEqual(len(text.select("p")), 2)
        self.assertEqual(words(page, ".comment__name"), ["<i>"])

    def test_off_for_the_site_or_the_article_nothing_is_there(self) -> None:
        self.approved()
        SiteSettings.objects.update(has_comments=False)
        self.assert_no_comments()
        SiteSettings.objects.update(has_comments=True)
        Article.objects.update(comments=False)
        self.assert_no_comments()

    def assert_no_comments(self) -> None:
        page = open_page(ARTICLE)
        self.assertFalse(page.select(".comments"))
        self.assertNotIn("commentCount", graph(page)["NewsArticle"])
        for path in (FORM, ALL):
            open_page(path, status=404)

    def test_our_own_stand_in_the_place_of_a_discussion_elsewhere(self) -> None:
        SiteSettings.objects.update(discussion_url="https://forum.example/{slug}")
        self.assertEqual(len(open_page(ARTICLE).select(".comments .button")), 1)
        self.assertNotIn("forum.example", str(open_page(ARTICLE)))

    def test_they_cost_one_query_however_many(self) -> None:
        SiteSettings.objects.update(has_comments=False)
        without = self.cost(ARTICLE)
        SiteSettings.objects.update(has_comments=True)
        for number in (0, 60):
            self.approved(number)
            self.assertEqual(self.cost(ARTICLE), without + 1)

    def cost(self, path: str) -> int:
        self.client.get(path)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(path)
        return len(queries)


class ListTests(_CommentedTestCase):
    def test_sixty_stand_on_two_pages(self) -> None:
        self.approved(60)
        first, second = open_page(ALL), open_page(f"{ALL}?page=2")
        self.assertEqual(len(first.select(".comment")), PER_PAGE)
        self.assertEqual(len(second.select(".comment")), 60 - PER_PAGE)
        self.assertEqual(value(first, "meta[name=robots]", "content"), "noindex")
        open_page(f"{ALL}?page=3", status=404)

    def test_it_costs_the_same_however_long(self) -> None:
        self.approved(1)
        self.client.get(ALL)
        for number in (0, 40):
            self.approved(number)
            # article, version, its converted title, site, count, comments; the sidebar's
            # two and the latest's texts
            with self.assertNumQueries(9):
                self.client.get(ALL)


class FormTests(_CommentedTestCase):
    def setUp(self) -> None:
        self.clock = self.enterContext(patch("time.time", return_value=NOW))

    def opened(self, path: str = FORM) -> str:
        """Open the form, read it, and return what it has to send with it."""
        opened = value(open_page(path), "[name=opened]", "value")
        self.clock.return_value += LEAST_AGE + 1
        return opened

    def send(self, **said: str) -> tuple[int, str]:
        data = {"name": "读者", "text": "好", "opened": self.opened()} | said
        response = self.client.post(FORM, data)
        return response.status_code, response.get("Location", "")

    def refused(self, field: str = "", path: str = FORM, **said: str) -> Tag:
        data = {"name": "读者", "text": "好", "opened": self.opened()} | said
        response = self.client.post(path, data)
        self.assertEqual(response.status_code, 200)
        self.assertFalse(Comment.objects.exists())
        page = BeautifulSoup(response.content, "html.parser")
        where = f"#id_{field}_error" if field else ".errorlist.nonfield"
        self.assertTrue(one(page, where).get_text())
        self.assertEqual(
            one(page, "[name=text]").get_text().removeprefix("\n"),
            data["text"].replace("\x00", "\ufffd"),
        )
        return page

    def test_a_comment_is_held_and_thanked_for(self) -> None:
        self.assertEqual(self.send(text=" 運價\r\n會漲 "), (302, f"{FORM}?sent=1"))
        comment = Comment.objects.get()
        self.assertEqual((comment.name, comment.text), ("读者", "運價\n會漲"))
        self.assertEqual((comment.state, comment.language), ("held", "zh-Hant-TW"))
        self.assertTrue(one(open_page(f"{FORM}?sent=1"), ".report__thanks"))
        self.assertFalse(open_page(ARTICLE).select(".comment"))

    def test_what_cannot_be_taken_is_said_at_its_field_and_kept(self) -> None:
        self.refused("text", text="")
        self.refused("text", text=" \u3000\n\u200b ")
        self.refused("text", text="字" * 2_001)
        self.refused("name", name="")
        self.refused("name", name="字" * 80)
        self.refused("name", name="\u202e\u200b")

    def test_100_kb_of_han_are_refused_at_the_field_in_the_reader_s_words(self) -> None:
        page = self.refused("text", text="字" * 34_000)
        self.assertIn("2000", one(page, "#id_text_error").get_text())
        self.assertIn("字", one(page, "#id_text_error").get_text())
        self.assertIn("34", one(page, "[data-counted]").get_text())

    def test_marks_that_nobody_sees_or_that_turn_the_text_are_dropped(self) -> None:
        self.send(name="\u202e读\u200b者\n甲", text="一\u2066二\u0000\x07\n\n\n\n三")
        comment = Comment.objects.get()
        self.assertEqual((comment.name, comment.text), ("读者 甲", "一二\n\n三"))

    def test_who_is_very_quick_presses_once_more(self) -> None:
        opened = value(open_page(FORM), "[name=opened]", "value")
        data = {"name": "读者", "text": "好", "opened": opened}
        response = self.client.post(FORM, data)
        self.assertContains(response, opened)
        self.assertFalse(Comment.objects.exists())
        self.clock.return_value += LEAST_AGE + 1
        self.assertEqual(self.client.post(FORM, data).status_code, 302)
        self.assertTrue(Comment.objects.exists())

    def test_a_form_open_for_too_long_gets_a_fresh_start(self) -> None:
        opened = self.opened()
        self.clock.return_value += MOST_AGE
        page = self.refused(opened=opened)
        self.assertNotEqual(value(page, "[name=opened]", "value"), opened)

    def test_what_we_did_not_sign_for_this_article_is_refused(self) -> None:
        make_article(slug="o")
        other = self.opened("/zh-tw/articles/o/comment/")
        for forged in ("", "x", ":1:x", "\x00", other, self.opened()[:-1]):
            with self.subTest(forged):
                self.refused(opened=forged)

    def test_a_machine_is_thanked_and_not_believed(self) -> None:
        self.assertEqual(self.send(website="https://spam.example")[0], 302)
        self.assertFalse(Comment.objects.exists())

    def test_the_same_twice_is_one(self) -> None:
        opened = self.opened()
        for _ in range(2):
            self.assertEqual(self.send(opened=opened)[0], 302)
        self.assertEqual(Comment.objects.count(), 1)

    def test_nobody_sends_without_end_and_nothing_is_lost(self) -> None:
        data = {"name": "读者", "opened": self.opened()}
        for n in range(PER_CLIENT):
            self.client.post(FORM, data | {"text": f"评{n}"})
        response = self.client.post(FORM, data | {"text": "再评"})
        self.assertContains(response, "再评", status_code=429)
        self.assertTrue(response["Retry-After"].isdigit())
        self.assertEqual(Comment.objects.count(), PER_CLIENT)

    def test_hidden_fields_choose_no_state(self) -> None:
        self.send(state="approved", article="1", language="en")
        comment = Comment.objects.get()
        self.assertEqual((comment.state, comment.article), ("held", self.article))

    def test_a_comment_on_what_is_gone_meanwhile_is_handed_back(self) -> None:
        data = {"name": "读者", "text": "好</textarea><b>", "opened": self.opened()}
        ended = timezone.now() - timedelta(hours=1)
        for changed, status in (
            ({"comments": False}, 404),
            ({"status": "withdrawn"}, 404),
            ({"expires_at": ended}, 404),
            ({"embargoed_until": ended + timedelta(days=1)}, 404),
            ({"status": "killed"}, 410),
        ):
            with self.subTest(changed):
                Article.objects.filter(pk=self.article.pk).update(**changed)
                open_page(FORM, status=status)
                response = self.client.post(FORM, data)
                self.assertEqual(response.status_code, status)
                page = BeautifulSoup(response.content, "html.parser")
                self.assertEqual(
                    one(page, ".report textarea").text.strip(), data["text"]
                )
                self.assertNotIn("運價", one(page, ".report").get_text())
                self.article.save()
        self.assertFalse(Comment.objects.exists())

    def test_only_public_articles_have_it_in_their_own_variants(self) -> None:
        make_draft(slug="d")
        make_article(slug="e", language="en")
        for path in (
            *("/zh-tw/articles/d/", "/zh-tw/articles/e/", "/en/articles/k/"),
            "/zh-tw/articles/none/",
        ):
            for name in ("comment/", "comments/"):
                open_page(path + name, status=404)
        open_page("/en/articles/e/comment/")

    def test_the_variants_of_the_page_are_the_article_s(self) -> None:
        links = open_page(FORM).select(".variant-switch a")
        targets = [str(link["href"]).partition("?next=")[2] for link in links]
        expected = [f"/{v}/articles/k/comment/" for v in ("zh-cn", "zh-tw", "zh-hk")]
        self.assertEqual(targets, [*expected, "/en/"])

    def test_no_cache_keeps_it_and_no_search_engine_lists_it(self) -> None:
        response = self.client.get(FORM)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertFalse(self.client.get(ARTICLE).cookies)

    def test_a_form_from_elsewhere_is_refused_in_words(self) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post(FORM, {"name": "甲", "text": "乙"})
        self.assertContains(response, "error-page", status_code=403)

    def test_each_language_names_its_limit(self) -> None:
        for variant in ("zh-cn", "zh-tw", "zh-hk"):
            page = open_page(FORM.replace("zh-tw", variant))
            counter = one(page, "[data-counted]").get_text()
            self.assertTrue(re.search("2,?000", counter))
            self.assertNotIn("characters", counter)
