from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from articles.models import Article, ListPage
from tests.factories import make_article, make_list_page


class RenderArticlesTests(TestCase):
    def test_what_is_derived_is_made_again_for_articles_and_lists_pages(self) -> None:
        make_article(body="文")
        make_list_page(body="表")
        for model in (Article, ListPage):
            model._default_manager.update(body_html="")
        out = StringIO()
        call_command("render_articles", stdout=out)
        self.assertIn("Rendered 1 articles; 1 changed.", out.getvalue())
        self.assertEqual(Article.objects.get().body_html, "<p>文</p>\n")
        self.assertEqual(ListPage.objects.get().body_html, "<p>表</p>\n")
