"""Spike, Unspike and Delete for good, where the admin deletes other records."""

from __future__ import annotations

from typing import Any
from unittest import mock

from django.urls import reverse

from articles import publishing
from articles.choices import Status
from articles.models import Article, AuditEntry
from tests.acts import spike
from tests.admin.data import CHANGE, LIST, data_of, open_form
from tests.admin.test_article import EditorTestCase
from tests.factories import make_article, make_draft
from tests.people import make_clerk


def url(verb: str, article: Article) -> str:
    if verb == "delete":
        return reverse("admin:articles_article_delete", args=[article.pk])
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


class SpikingTests(EditorTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.article = make_draft(title="Story")

    def status(self) -> str:
        return Article.objects.get(pk=self.article.pk).status

    def listed(self, **query: str) -> list[str]:
        response = self.client.get(reverse(LIST), query)
        return [article.title for article in response.context["cl"].result_list]

    def act(self, action: str, **query: str) -> Any:
        data = {"action": action, "_selected_action": [self.article.pk]}
        if action != "delete_selected":
            data["confirmed"] = "1"
        return self.client.post(reverse(LIST, query=query), data, follow=True)

    def test_the_page_offers_it_and_asks_before(self) -> None:
        self.assertContains(
            open_form(self.client, self.article), url("spike", self.article)
        )
        self.client.get(url("spike", self.article))
        self.assertEqual(self.status(), Status.DRAFT)
        self.client.post(url("spike", self.article))
        self.assertEqual(self.status(), Status.SPIKED)

    def test_of_a_live_article_it_says_that_readers_lose_it(self) -> None:
        words = "Withdraw and spike"
        self.assertNotContains(self.client.get(url("spike", self.article)), words)
        self.assertContains(self.client.get(url("spike", make_article())), words)

    def test_a_spiked_article_is_listed_and_found_only_if_asked_for(self) -> None:
        spike(self.article)
        self.assertEqual(self.listed(), [])
        self.assertEqual(self.listed(q="Story"), [])
        self.assertEqual(self.listed(state="spiked"), ["Story"])
        self.assertEqual(self.listed(q="Story", state="spiked"), ["Story"])

    def test_a_spiked_article_is_saved_but_not_offered_to_be_published(self) -> None:
        spike(self.article)
        page = open_form(self.client, self.article)
        self.assertContains(page, 'name="_save"')
        self.assertNotContains(page, 'name="_publish"')

    def test_it_is_taken_up_by_a_post(self) -> None:
        spike(self.article)
        self.client.get(url("unspike", self.article))
        self.assertEqual(self.status(), Status.SPIKED)
        self.client.post(url("unspike", self.article))
        self.assertEqual(self.status(), Status.DRAFT)

    def test_a_selection_is_spiked_and_taken_up(self) -> None:
        self.act("spike_selected")
        self.assertEqual(self.status(), Status.SPIKED)
        self.act("unspike_selected", state="spiked")
        self.assertEqual(self.status(), Status.DRAFT)

    def test_a_selection_is_deleted_for_good_only_where_spiked_ones_stand(self) -> None:
        self.act("delete_selected")
        self.assertTrue(Article.objects.exists())
        spike(self.article)
        page = self.act("delete_selected", state="spiked")
        self.assertContains(page, "Are you sure")
        data = {
            **{"action": "delete_selected", "post": "yes"},
            "_selected_action": [self.article.pk],
        }
        self.client.post(reverse(LIST, query={"state": "spiked"}), data)
        self.assertFalse(Article.objects.exists())
        self.assertEqual(AuditEntry.objects.latest("pk").user_name, "chief")

    def test_only_a_spiked_article_is_deleted_and_only_by_who_may(self) -> None:
        delete = url("delete", self.article)
        self.assertEqual(self.client.post(delete, {"post": "yes"}).status_code, 403)
        spike(self.article)
        self.assertContains(open_form(self.client, self.article), delete)
        self.client.force_login(self.reporter)
        self.assertNotContains(open_form(self.client, self.article), delete)
        self.assertEqual(self.client.post(delete, {"post": "yes"}).status_code, 403)
        self.client.force_login(self.chief)
        self.client.post(delete, {"post": "yes"})
        self.assertFalse(Article.objects.exists())

    def test_saving_its_form_leaves_it_spiked(self) -> None:
        spike(self.article)
        data = data_of(self.article, body="Anew", _save="1")
        response = self.client.post(reverse(CHANGE, args=[self.article.pk]), data)
        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.status(), Status.SPIKED)
        self.article.refresh_from_db()
        self.assertEqual(self.article.body, "Anew")

    def test_a_late_verb_is_refused_and_keeps_the_text(self) -> None:
        for verb in ("_publish", "_withdraw", "_hand_in"):
            article = make_draft()
            data = data_of(article, body="Anew", **{verb: "1"})
            spike(article)
            answer = self.client.post(reverse(CHANGE, args=[article.pk]), data)
            self.assertContains(answer, "The article is in this state now: Spiked.")
            self.assertContains(answer, "Anew</textarea>")
            article.refresh_from_db()
            self.assertEqual((article.status, article.body), (Status.SPIKED, "正文。"))

    def test_deleting_what_was_taken_up_meanwhile_is_refused(self) -> None:
        spike(self.article)
        self.client.force_login(self.chief)
        refused = publishing.VerbRefused("It is a draft again.")
        with mock.patch.object(publishing, "delete_for_good", side_effect=refused):
            answer = self.client.post(url("delete", self.article), {"post": "yes"})
        self.assertContains(answer, "It is a draft again.", status_code=403)

    def test_a_form_changes_no_status_without_a_verb(self) -> None:
        data = data_of(self.article, status="spiked")
        self.client.post(reverse(CHANGE, args=[self.article.pk]), data)
        self.assertEqual(self.status(), Status.DRAFT)

    def test_who_may_not_change_articles_may_not_spike(self) -> None:
        self.client.force_login(make_clerk())
        for verb in ("spike", "unspike"):
            self.assertEqual(self.client.post(url(verb, self.article)).status_code, 403)

    def test_an_article_that_is_no_more_is_not_found(self) -> None:
        address = url("spike", self.article)
        publishing.delete(self.article)
        self.assertEqual(self.client.post(address).status_code, 404)
