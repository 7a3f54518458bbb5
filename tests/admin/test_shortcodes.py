from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Shortcode
from articles.publishing import delete_shortcodes, save_shortcode
from tests.factories import make_article
from tests.people import make_chief

LIST = "admin:articles_shortcode_changelist"
ADD = "admin:articles_shortcode_add"


class ShortcodeAdminTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(make_chief())

    def test_the_list_proposes_what_articles_hold_with_their_counts(self) -> None:
        make_article(body="{{< clip 1 >}} {{< clip 2 >}} {{< note >}}")
        make_article(body="{{< clip 3 >}}")
        response = self.client.get(reverse(LIST))
        self.assertEqual(response.context["undecided"], [("clip", "2"), ("note", "1")])
        self.assertContains(response, f"{reverse(ADD)}?name=clip")
        articles = self.client.get(
            reverse("admin:articles_article_changelist"), {"shortcode": "note"}
        )
        self.assertEqual(articles.context["cl"].result_count, 1)

    def test_a_decision_draws_the_articles_again_and_says_how_many(self) -> None:
        article = make_article(body='甲\n\n{{< note "看" >}}')
        data = {"name": " note ", "treatment": "aside"}
        response = self.client.post(reverse(ADD), data, follow=True)
        self.assertContains(response, "1 article is shown accordingly.")
        article.refresh_from_db()
        self.assertIn("<aside", article.body_html)
        self.assertEqual(response.context["undecided"], [])
        self.assertContains(
            response, '<td class="field-article_count">1</td>', html=True
        )

    def test_the_list_asks_few_queries_however_many_there_are(self) -> None:
        for number in range(5):
            make_article(body=f"{{{{< clip{number} >}}}} {{{{< note >}}}}")
            save_shortcode(Shortcode(name=f"clip{number}", treatment="drop"))
        with self.assertNumQueries(6):
            self.client.get(reverse(LIST))


class SaveShortcodeTests(TestCase):
    def test_only_articles_that_hold_it_are_drawn_again(self) -> None:
        make_article(body="{{< clipper 1 >}} {{< my-clip >}}")
        holding = make_article(body="a\n\n{{< clip >}}")
        self.assertEqual(save_shortcode(Shortcode(name="clip", treatment="drop")), 1)
        holding.refresh_from_db()
        self.assertEqual(holding.body_html.strip(), "<p>a</p>")
        self.assertEqual(holding.body, "a\n\n{{< clip >}}")

    def test_another_name_and_no_decision_leave_it_as_typed(self) -> None:
        article = make_article(body="{{< clip >}}")
        shortcode = Shortcode(name="clip", treatment="drop")
        save_shortcode(shortcode)
        shortcode.name = "other"
        save_shortcode(shortcode)
        self.assertIn("<code", Article.objects.get(pk=article.pk).body_html)
        shortcode.name = "clip"
        save_shortcode(shortcode)
        self.assertNotIn("<code", Article.objects.get(pk=article.pk).body_html)
        self.assertEqual(delete_shortcodes([shortcode]), 1)
        self.assertIn("<code", Article.objects.get(pk=article.pk).body_html)
