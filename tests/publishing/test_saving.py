"""A save stores, renders, files, lists and records, or does none of it."""

from __future__ import annotations

from unittest.mock import patch

from django.test import TestCase

from articles.models import Article, MenuEntry, Revision, SiteSettings
from articles.publishing import (
    Labels,
    authors_named,
    categories_named,
    delete,
    save,
    tags_named,
)
from tests.factories import make_article, make_draft
from tests.people import make_reporter


def labels(categories: list[str], tags: list[str], authors: list[str]) -> Labels:
    return Labels(
        categories_named(categories), tags_named(tags), authors_named(authors)
    )


class SaveTests(TestCase):
    def test_the_body_is_rendered_once_for_all_pages(self) -> None:
        article = make_article(body="## 标题\n\n**粗**", summary="摘要")
        self.assertIn("<strong>粗</strong>", article.body_html)
        self.assertEqual(article.headings, [{"level": 2, "id": "标题", "text": "标题"}])
        self.assertEqual((article.excerpt_html, article.is_truncated), ("摘要", False))

    def test_labels_keep_their_order(self) -> None:
        article = make_article()
        save(article, labels(["乙", "甲"], ["二", "一"], ["B", "A"]))
        save(article, labels(["甲", "乙"], ["一", "二"], ["A", "B"]))
        self.assertEqual(
            [str(f.category) for f in article.article_categories.all()], ["甲", "乙"]
        )
        self.assertEqual([t.name for t in article.tags.all()], ["一", "二"])
        self.assertEqual([str(b.author) for b in article.bylines.all()], ["A", "B"])

    def test_a_revision_keeps_what_was_written_by_whom(self) -> None:
        article = make_article(title="旧")
        reporter = make_reporter()
        article.title = "新"
        save(article, labels(["美股"], ["高盛"], []), by=reporter)
        revision = article.revisions.latest()
        self.assertEqual((revision.created_by, revision.reason), (reporter, "edit"))
        self.assertEqual(revision.fields["title"], "新")
        self.assertEqual(revision.fields["tags"], ["高盛"])
        older = article.revisions.all()[1]
        self.assertEqual(older.fields["title"], "旧")

    def test_a_failure_half_way_leaves_everything_as_it_was(self) -> None:
        article = make_article(title="旧")
        article.title = "新"
        with (
            patch.object(Revision.objects, "create", side_effect=RuntimeError),
            self.assertRaises(RuntimeError),
        ):
            save(article, labels(["美股"], [], []))
        self.assertEqual(Article.objects.get().title, "旧")
        self.assertFalse(article.article_categories.exists())

    def test_a_menu_follows_its_articles_title_and_status(self) -> None:
        article = make_article(title="关于")
        MenuEntry.objects.create(menu="main", article=article)
        save(article)
        self.assertEqual([m["label"] for m in SiteSettings.current().menus], ["关于"])
        article.status = "draft"
        save(article)
        self.assertEqual(SiteSettings.current().menus, [])

    def test_deleting_takes_the_article_out_of_its_menu(self) -> None:
        article = make_article()
        MenuEntry.objects.create(menu="main", article=article)
        save(article)
        delete(article)
        self.assertEqual(SiteSettings.current().menus, [])

    def test_an_article_of_nothing_but_a_title_is_saved(self) -> None:
        self.assertEqual(make_draft(body="").body_html, "")
