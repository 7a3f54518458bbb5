"""Forms that are sent twice, too late, or while the database is busy; selections."""

from __future__ import annotations

from typing import Any
from unittest import mock

from django.urls import reverse

from articles import publishing
from articles.choices import Status
from articles.forms import ArticleForm
from articles.models import Article, Revision
from tests.acts import publish, withdraw
from tests.admin.browsing import form_in
from tests.admin.data import ADD, article_data
from tests.admin.test_merging import BODY, TwoEditorsTestCase
from tests.factories import make_draft


class SentAgainTests(TwoEditorsTestCase):
    def test_back_and_save_again_make_one_article(self) -> None:
        sent = form_in(self.mine.get(reverse(ADD))) | {"title": "快讯", "body": BODY}
        self.mine.post(reverse(ADD), sent)
        self.mine.post(reverse(ADD), sent | {"body": f"{BODY}\n第四段。"})
        article = Article.objects.get()
        self.assertEqual(article.body, f"{BODY}\n第四段。")
        self.assertEqual(article.revisions.count(), 2)

    def test_sent_again_it_is_merged_with_what_others_made_of_it(self) -> None:
        sent = form_in(self.mine.get(reverse(ADD))) | {"title": "快讯", "body": BODY}
        self.mine.post(reverse(ADD), sent)
        self.save_theirs(Article.objects.get(), title="他的标题")
        self.mine.post(reverse(ADD), sent | {"lead": "导语"})
        article = Article.objects.get()
        self.assertEqual((article.title, article.lead), ("他的标题", "导语"))

    def test_sent_twice_at_the_same_moment_it_makes_one_article(self) -> None:
        sent = form_in(self.mine.get(reverse(ADD))) | {"title": "快讯", "body": BODY}
        clean, mine = ArticleForm.clean, iter([self.mine])

        def clean_once_it_was_sent(form: ArticleForm) -> dict[str, Any]:
            for client in mine:
                client.post(reverse(ADD), sent)
            return clean(form)

        with mock.patch.object(ArticleForm, "clean", clean_once_it_was_sent):
            answer = self.mine.post(reverse(ADD), sent)
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(Article.objects.get().revisions.count(), 1)

    def test_the_key_of_somebody_elses_form_is_refused(self) -> None:
        sent = form_in(self.mine.get(reverse(ADD))) | {"title": "快讯"}
        self.mine.post(reverse(ADD), sent)
        del sent["editor"]  # They know the key alone.
        answer = self.theirs.post(reverse(ADD), sent | {"title": "别的"})
        self.assertContains(answer, "Somebody else sent this form before you.")
        self.assertEqual(Article.objects.count(), 1)

    def test_odd_keys_and_bases_are_no_errors_of_ours(self) -> None:
        article = make_draft(body=BODY)
        for field in ("base", "form_key"):
            for value in ("x", "\x00", "9" * 40, "-1", "²"):
                sent = self.open(self.mine, article) | {field: value, "lead": "导语"}
                with self.subTest(field, value=value):
                    answer = self.mine.post(self.url(article), sent)
                    self.assertLess(answer.status_code, 400)
        data = article_data(form_key="\x00")
        self.assertEqual(self.mine.post(reverse(ADD), data).status_code, 302)

    def test_a_form_that_says_no_base_is_of_the_article_as_it_is(self) -> None:
        article = make_draft(body=BODY)
        sent = self.open(self.mine, article) | {"lead": "导语"}
        del sent["base"]
        self.mine.post(self.url(article), sent)
        article.refresh_from_db()
        self.assertEqual((article.lead, article.body), ("导语", BODY))


class BusyTests(TwoEditorsTestCase):
    def test_a_save_that_cannot_get_through_hands_the_text_back(self) -> None:
        article = make_draft(body=BODY)
        sent = self.open(self.mine, article) | {"body": "我写的。"}
        with mock.patch.object(publishing, "save_changes", side_effect=publishing.Busy):
            answer = self.mine.post(self.url(article), sent)
        self.assertContains(answer, "save again in a minute", status_code=503)
        self.assertEqual(form_in(answer)["body"], "我写的。")

    def test_a_database_that_takes_nothing_is_named_as_the_reason(self) -> None:
        article = make_draft(body=BODY)
        sent = self.open(self.mine, article) | {"body": "我写的。"}
        problem = publishing.StoresNothing("can store nothing")
        with mock.patch.object(publishing, "save_changes", side_effect=problem):
            answer = self.mine.post(self.url(article), sent)
        self.assertContains(answer, "can store nothing", status_code=503)
        self.assertEqual(form_in(answer)["body"], "我写的。")

    def test_a_slug_that_was_taken_in_the_last_moment_is_an_error_at_the_slug(
        self,
    ) -> None:
        article = make_draft(body=BODY)
        sent = self.open(self.mine, article) | {"slug": "fed", "lead": "导语"}

        def taken(*_args: object, **_named: object) -> None:
            make_draft(slug="fed")
            raise publishing.SlugTaken

        with mock.patch.object(publishing, "save_changes", taken):
            answer = self.mine.post(self.url(article), sent)
        self.assertIn("slug", answer.context["adminform"].form.errors)
        self.assertEqual(form_in(answer)["lead"], "导语")

    def test_an_article_that_was_deleted_in_the_last_moment_is_no_error_of_ours(
        self,
    ) -> None:
        article = make_draft(body=BODY)
        sent = self.open(self.mine, article) | {"lead": "导语"}
        gone = mock.patch.object(
            publishing, "save_changes", side_effect=Article.DoesNotExist
        )
        with gone:
            self.assertLess(self.mine.post(self.url(article), sent).status_code, 500)


class SelectionTests(TwoEditorsTestCase):
    def test_publishing_changes_only_the_status_of_the_row_as_it_is(self) -> None:
        article = make_draft(title="旧标题", body=BODY)
        stale = Article.objects.get()
        self.save_theirs(article, title="新标题")
        publish(stale, by=self.chief)
        article.refresh_from_db()
        self.assertEqual((article.title, article.is_published), ("新标题", True))
        withdraw(stale, by=self.chief)
        article.refresh_from_db()
        self.assertEqual((article.title, article.status), ("新标题", Status.WITHDRAWN))
        acts = [revision.act for revision in Revision.objects.all()[:2]]
        self.assertEqual(acts, ["withdrawn", "published"])
