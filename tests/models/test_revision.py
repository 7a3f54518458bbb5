"""A revision of an import reads as whole as others, and takes less room."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Revision
from articles.publishing import Labels, create_many, restore, save
from tests.people import make_chief


class ImportedRevisionTests(TestCase):
    def setUp(self) -> None:
        article = Article(title="题", slug="a", body="导入的正文。")
        create_many([article], [Labels([], [], [])])
        self.article = Article.objects.get()
        self.first = self.article.revisions.get()

    def edit(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.article, name, value)
        save(self.article)
        self.first.refresh_from_db()

    def bodies(self) -> list[str]:
        revisions = Revision.objects.order_by("pk")
        return [revision.recorded["body"] for revision in revisions]

    def test_it_leaves_the_body_to_the_article(self) -> None:
        self.assertNotIn("body", self.first.fields)
        self.assertEqual(self.first.recorded["body"], "导入的正文。")

    def test_it_gets_the_body_that_an_editor_replaces(self) -> None:
        self.edit(body="编辑的正文。")
        self.assertEqual(self.first.fields["body"], "导入的正文。")
        self.assertEqual(self.bodies(), ["导入的正文。", "编辑的正文。"])

    def test_it_goes_on_without_where_the_body_stays(self) -> None:
        self.edit(title="另题")
        self.assertNotIn("body", self.first.fields)

    def test_an_import_that_replaces_the_body_gives_it_to_the_one_before(self) -> None:
        for body in ("第二次的。", "第三次的。"):
            self.article.body = body
            save(self.article, act=Revision.Act.IMPORTED)
        self.assertEqual(self.bodies(), ["导入的正文。", "第二次的。", "第三次的。"])
        self.assertNotIn("body", Revision.objects.latest().fields)

    def test_it_is_restored_although_it_was_read_before_an_edit(self) -> None:
        read_before = self.first
        self.first = Revision.objects.get()
        self.edit(body="编辑的正文。")
        restore(read_before)
        self.article.refresh_from_db()
        self.assertEqual(self.article.body, "导入的正文。")

    def test_its_page_shows_the_body(self) -> None:
        self.client.force_login(make_chief())
        url = reverse("admin:articles_revision_change", args=[self.first.pk])
        self.assertContains(self.client.get(url), "导入的正文。")

    def test_chinese_takes_no_more_bytes_than_it_has(self) -> None:
        if connection.vendor != "sqlite":
            self.skipTest("PostgreSQL has a format of its own.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT fields FROM articles_revision")
            self.assertIn('"题"', cursor.fetchone()[0])
