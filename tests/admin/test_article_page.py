from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from articles.models import Article
from tests.admin.data import ADD, CHANGE, article_data, data_of
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_chief


class ArticlePageTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(make_chief())

    def test_the_first_button_of_the_form_does_nothing(self) -> None:
        """Browsers press it for Enter in a box."""
        page = self.client.get(reverse(ADD)).content.decode()
        form = page[page.index('id="article_form"') :]
        first = form[form.index("<button") :].partition(">")[0]
        self.assertIn("disabled", first)

    def test_what_could_not_be_published_is_still_a_draft_that_can_be(self) -> None:
        article = make_draft()
        data = data_of(article, title="", _publish="1")
        response = self.client.post(reverse(CHANGE, args=[article.pk]), data)
        self.assertContains(response, 'name="_sheet"')
        self.assertContains(response, "desk-state--draft")

    def test_withdrawing_takes_an_article_from_readers(self) -> None:
        article = make_article()
        url = reverse(CHANGE, args=[article.pk])
        response = self.client.post(url, data_of(article, _withdraw="1"), follow=True)
        self.assertContains(response, "Readers do not see it any more.")
        self.assertFalse(Article.objects.published().exists())

    def test_times_that_make_no_sense_are_refused_at_their_fields(self) -> None:
        article = make_article(published_at=hours_ago(5))
        gone = {"expires_at_0": "2000-01-01", "expires_at_1": "00:00:00"}
        response = self.client.post(
            reverse(CHANGE, args=[article.pk]), data_of(article, **gone)
        )
        self.assertIn("expires_at", response.context["adminform"].form.errors)

    def test_a_text_far_too_long_is_refused_at_its_field_and_stays_there(self) -> None:
        for megabytes in (5, 12):
            with self.subTest(megabytes):
                data = article_data(body="字母 x" * (megabytes * 125_000))
                response = self.client.post(reverse(ADD), data)
                form = response.context["adminform"].form
                self.assertIn("1,000,000", form.errors["body"][0])
                self.assertEqual(form["body"].value(), data["body"])
        self.assertFalse(Article.objects.exists())
