"""One queue of doubtful characters for the whole desk, by buttons and by its script."""

from __future__ import annotations

import html
import re
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.queue import LIST, TERM
from articles.models import Article, AuditEntry, Category, ConversionChoice, Term
from articles.rights import Right
from tests.admin.test_article import EditorTestCase
from tests.factories import hours_ago, make_article, make_draft, make_term
from tests.people import give, make_clerk

# 岳 stays or becomes 嶽: nothing in the sentence tells.
BODY = "海岳讯。\n"


class QueueTestCase(EditorTestCase):
    def queue(self, **query: Any) -> BeautifulSoup:
        response = self.client.get(reverse(LIST), query)
        self.assertEqual(response.status_code, 200)
        return BeautifulSoup(response.content, "html.parser")

    def sentences(self, **query: Any) -> list[str]:
        found = self.queue(**query).select(".queue__sentence")
        return [sentence.get_text() for sentence in found]

    def form_of(self, entry: int = 0, **query: Any) -> tuple[str, dict[str, str]]:
        """Return where an entry's form is sent to, and its hidden values."""
        form = self.queue(**query).select("form[method=post].queue__forms")[entry]
        values = {
            str(field["name"]): str(field["value"])
            for field in form.select("input[type=hidden]")
        }
        return str(form["action"]), values


class PageTests(QueueTestCase):
    def test_an_entry_shows_what_an_editor_decides_by(self) -> None:
        article = make_article(title="甲<b>", body=BODY)
        (entry,) = self.queue().select("[data-entry]")
        self.assertEqual(entry.select_one("mark").get_text(), "岳")  # type: ignore[union-attr]
        variants = [tag.get_text() for tag in entry.select(".queue__variant")]
        self.assertEqual(variants, ["台灣正體", "香港繁體"])
        forms = [str(button["value"]) for button in entry.select("button")]
        self.assertCountEqual(forms, ["岳", "嶽"])
        url = reverse("admin:articles_article_variants", args=[article.pk])
        link = entry.select_one(f'a[href^="{url}"]')
        self.assertEqual(link.get_text(), "甲<b>")  # type: ignore[union-attr]

    def test_the_filter_keeps_what_was_chosen(self) -> None:
        make_article(title="甲", body=BODY, categories=["美股"])
        make_draft(title="乙", body="海岳稿。\n")
        category = Category.objects.get()
        for query, expected in (
            ({}, ["海岳讯。", "海岳稿。"]),
            ({"state": "published"}, ["海岳讯。"]),
            ({"state": "other", "variant": "zh-hk"}, ["海岳稿。"]),
            ({"variant": "zh-cn"}, []),
            ({"category": category.pk}, ["海岳讯。"]),
        ):
            with self.subTest(query):
                self.assertEqual(self.sentences(**query), expected)
                chosen = self.queue(**query).select("option[selected]")
                values = [str(option["value"]) for option in chosen]
                self.assertCountEqual(values, map(str, query.values()))

    def test_nonsense_in_the_address_is_no_filter(self) -> None:
        make_article(title="甲", body=BODY)
        for name in ("variant", "category", "state", "after"):
            for value in ("x", "-1", "٣", "9" * 40, "\x00", "en"):
                with self.subTest(name=name, value=value):
                    self.assertIn(self.sentences(**{name: value}), (["海岳讯。"], []))

    def test_the_next_page_keeps_the_filter(self) -> None:
        for n in range(25):
            make_article(title=f"{n}", body=BODY, published_at=hours_ago(n))
        (link,) = self.queue(variant="zh-tw").select("#queue-end a")
        self.assertRegex(str(link["href"]), r"^\?variant=zh-tw&after=\d+$")
        response = self.client.get(reverse(LIST) + str(link["href"]))
        self.assertEqual(len(response.context["entries"]), 5)

    def test_an_empty_queue_says_so(self) -> None:
        self.assertIn("Nothing is open here.", self.queue().get_text())

    def test_the_index_and_an_article_s_variants_lead_to_it(self) -> None:
        article = make_article(body=BODY)
        variants = reverse("admin:articles_article_variants", args=[article.pk])
        for page in (reverse("admin:index"), variants):
            self.assertContains(self.client.get(page), f'href="{reverse(LIST)}"')

    def test_it_costs_the_same_however_many_articles(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.queue()
            return len(captured)

        for n in range(3):
            make_article(body=BODY, published_at=hours_ago(n))
        self.queue()
        few = queries()
        for n in range(12):
            make_article(body=BODY, published_at=hours_ago(n))
        self.queue()
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 16)  # One for each state, and six.


class DecideTests(QueueTestCase):
    def test_a_button_decides_for_every_variant_and_leads_back(self) -> None:
        article = make_article(title="甲", body=BODY)
        action, values = self.form_of(state="published")
        response = self.client.post(action, values | {"printed": "嶽"}, follow=True)
        self.assertEqual(
            response.redirect_chain, [(f"{reverse(LIST)}?state=published", 302)]
        )
        choices = ConversionChoice.objects.order_by("variant")
        self.assertEqual(
            [(c.variant, c.printed, c.created_by) for c in choices],
            [("zh-hk", "嶽", self.chief), ("zh-tw", "嶽", self.chief)],
        )
        self.assertContains(response, "Decided: 岳 → 嶽")
        self.assertContains(response, f"/article/{article.pk}/variants/?in=zh-tw#amb")
        entry = AuditEntry.objects.by_people().get(act=AuditEntry.Act.DECIDED)
        self.assertIn("嶽", entry.detail["decided"])

    def test_the_script_is_answered_in_data(self) -> None:
        make_article(title="甲", body=BODY)
        action, values = self.form_of()
        for printed, is_decided in (("山", False), ("嶽", True)):
            answer = self.client.post(
                action,
                values | {"printed": printed},
                headers={"Accept": "application/json"},
            )
            self.assertEqual(answer.json()["is_decided"], is_decided)
            self.assertTrue(answer.json()["message"])
        self.assertEqual(ConversionChoice.objects.count(), 2)

    def test_what_is_no_longer_asked_decides_nothing(self) -> None:
        article = make_article(title="甲", body=BODY)
        action, values = self.form_of()
        for change in (
            {"key": "0"},
            {"variants": "zh-tw zh-cn"},
            {"variants": "xx"},
            {"variants": ""},
            {"printed": ""},
        ):
            with self.subTest(change):
                data = {**values, "printed": "嶽", **change}
                response = self.client.post(action, data, follow=True)
                self.assertContains(response, "Nothing was decided.")
        Article.objects.filter(pk=article.pk).update(body_html="<p>别的。</p>")
        data = values | {"printed": "嶽"}
        self.assertContains(self.client.post(action, data, follow=True), "Nothing was")
        self.assertFalse(ConversionChoice.objects.exists())

    def test_only_who_may_change_articles_decides(self) -> None:
        article = make_article(title="甲", body=BODY)
        action, values = self.form_of()
        clerk = make_clerk()
        self.client.force_login(clerk)
        self.assertEqual(self.client.get(reverse(LIST)).status_code, 403)
        clerk.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.assertFalse(self.queue().select("[data-entry] button"))
        data = values | {"printed": "嶽"}
        self.assertEqual(self.client.post(action, data).status_code, 403)
        self.assertEqual(self.client.get(action).status_code, 405)
        self.client.logout()
        self.assertEqual(self.client.post(action, data).status_code, 403)
        self.assertFalse(article.conversion_choices.exists())

    def test_an_article_that_is_not_there_or_not_chinese_is_not_found(self) -> None:
        make_article(pk=7, language="en")
        for number in ("7", "999999", "9" * 40):
            for page in ("decide", "term"):
                url = f"{reverse(LIST)}{number}/{page}/"
                self.assertEqual(self.client.post(url).status_code, 404)


class AlwaysTests(QueueTestCase):
    def link(self, **query: Any) -> str:
        (link,) = self.queue(**query).select("[data-always]")
        return str(link["href"])

    def form_values(self, response: Any) -> dict[str, str]:
        page = BeautifulSoup(response.content, "html.parser")
        fields = page.select(".queue-term input:not([type=submit])")
        values = {str(field["name"]): str(field.get("value", "")) for field in fields}
        return values | {"kind": "phrase"}

    def test_the_word_is_proposed_and_what_changes_is_shown_before_it_is_stored(
        self,
    ) -> None:
        make_article(title="甲", body="海岳，涨。\n")
        other = make_article(
            title="乙", body="又见海岳稿。\n", published_at=hours_ago(9)
        )
        (first, *_rest) = self.queue().select("[data-always]")
        chosen = self.client.get(str(first["href"]))
        (rather,) = BeautifulSoup(chosen.content, "html.parser").select(
            ".queue__others a"
        )
        response = self.client.get(
            reverse(TERM, args=[Article.objects.get(title="甲").pk])
            + html.unescape(str(rather["href"]))
        )
        values = self.form_values(response)
        self.assertEqual(values["taiwan"], values["hong_kong"])
        self.assertEqual(values["taiwan"][-1], rather.get_text())
        self.assertNotIn("，", values["simplified"])
        self.assertContains(response, "What readers would see")
        self.assertContains(response, other.title)
        self.assertFalse(Term.objects.filter(simplified=values["simplified"]).exists())

    def test_it_is_stored_by_a_button_and_the_queue_goes_on(self) -> None:
        make_article(title="甲", body=BODY, categories=["美股"])
        category = Category.objects.get()
        url = self.link(category=category.pk)
        values = self.form_values(self.client.get(url))
        response = self.client.post(url, values, follow=True)
        self.assertEqual(
            response.redirect_chain, [(f"{reverse(LIST)}?category={category.pk}", 302)]
        )
        self.assertContains(response, "A term decides from now on:")
        self.assertEqual(response.context["entries"], [])
        term = Term.objects.get(simplified=values["simplified"])
        self.assertEqual(term.created_by, self.chief)
        self.assertEqual(term.note, "海岳讯。")

    def test_forms_that_contradict_a_term_are_refused_at_their_field(self) -> None:
        make_article(title="甲", body=BODY)
        url = self.link()
        values = self.form_values(self.client.get(url))
        make_term("山水", "山水A", "山水A")
        forms = dict.fromkeys(("simplified", "taiwan", "hong_kong"), "山水")
        response = self.client.post(url, values | forms)
        self.assertContains(response, "The other")
        self.assertEqual(Term.objects.filter(simplified="山水").count(), 1)

    def test_what_is_no_longer_asked_leads_back(self) -> None:
        article = make_article(title="甲", body=BODY)
        for query in ("", "?key=0&in=zh-tw&printed=岳", "?in=xx"):
            response = self.client.get(
                reverse(TERM, args=[article.pk]) + query, follow=True
            )
            self.assertContains(response, "Nothing was decided.")

    def test_only_who_may_add_terms_makes_one(self) -> None:
        make_article(title="甲", body=BODY)
        url = self.link()
        self.client.force_login(give(self.reporter, Right.APPROVE))
        self.assertFalse(self.queue().select("[data-always]"))
        for response in (self.client.get(url), self.client.post(url)):
            self.assertEqual(response.status_code, 403)
        self.assertTrue(self.queue().select("[data-keep]"))

    def test_an_article_s_own_page_leads_there_too(self) -> None:
        article = make_article(title="甲", body=BODY)
        page = reverse("admin:articles_article_variants", args=[article.pk])
        shown = self.client.get(page).content.decode()
        (link,) = re.findall(
            rf'href="({reverse(TERM, args=[article.pk])}[^"]*)"', shown
        )
        values = self.form_values(self.client.get(html.unescape(link)))
        self.assertIn("海岳", values["simplified"])
