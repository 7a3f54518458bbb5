from __future__ import annotations

from django.test import TestCase

from articles.models import ListPage, Tag
from articles.publishing import merge_labels, save_list_page
from tests.factories import make_article, make_list_page


class SaveListPageTests(TestCase):
    def test_the_text_is_rendered_and_safe(self) -> None:
        page = make_list_page(body="**粗** <script>x</script>")
        self.assertIn("<strong>粗</strong>", page.body_html)
        self.assertNotIn("script", page.body_html)
        page.body = "细"
        save_list_page(page)
        self.assertEqual(ListPage.objects.get().body_html, "<p>细</p>\n")


class MergeTagsTests(TestCase):
    def test_a_tag_that_goes_leaves_its_page_to_the_one_that_stays(self) -> None:
        make_article(tags=["美联储", "Fed"])
        keep, gone = (Tag.objects.get(name=name) for name in ("美联储", "Fed"))
        page = make_list_page("tag", tag=gone)
        merge_labels([keep, gone], keep)
        page.refresh_from_db()
        self.assertEqual(page.tag, keep)
