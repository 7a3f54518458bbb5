"""A conflict is decided once, and deciding it loses nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.test import TestCase

from articles.archive.importer import current_value, resolve
from articles.models import Article, Conflict
from tests.factories import make_draft
from tests.people import make_chief

THEIRS = Conflict.Choice.THEIRS


class ResolveTests(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief()
        self.article = make_draft(
            title="编辑的", categories=["美股", "债"], tags=["高盛"], authors=["林岚"]
        )

    def conflict(self, field: str, ours: Any, theirs: Any) -> Conflict:
        return Conflict.objects.create(
            article=self.article, field=field, ours=ours, theirs=theirs
        )

    def test_only_the_field_in_question_changes(self) -> None:
        before = self.article.revisions.latest().fields
        resolve(self.conflict("title", "编辑的", "档案的"), THEIRS, self.chief)
        after = self.article.revisions.latest().fields
        self.assertEqual(after, before | {"title": "档案的"})

    def test_a_thumbnail_that_was_not_found_is_not_forgotten(self) -> None:
        Article.objects.update(extra={"thumbnail": "a.png", "series": "甲"})
        resolve(self.conflict("title", "编辑的", "档案的"), THEIRS, self.chief)
        resolve(self.conflict("extra", {"series": "甲"}, {}), THEIRS, self.chief)
        self.article.refresh_from_db()
        self.assertEqual(self.article.extra, {"thumbnail": "a.png"})

    def test_what_the_article_cannot_be_changes_nothing(self) -> None:
        conflict = self.conflict("status", "draft", "published")
        with self.assertRaises(ValidationError):
            resolve(conflict, THEIRS, self.chief)
        conflict.refresh_from_db()
        self.assertEqual(conflict.choice, "")

    def test_a_decision_made_elsewhere_meanwhile_stays(self) -> None:
        mine, another = (
            self.conflict("title", "编辑的", "档案的"),
            Conflict.objects.get(),
        )
        self.assertTrue(resolve(another, Conflict.Choice.OURS, self.chief))
        self.assertFalse(resolve(mine, THEIRS, self.chief))
        self.article.refresh_from_db()
        self.assertEqual(self.article.title, "编辑的")

    def test_what_the_article_says_now_has_the_shape_of_ours(self) -> None:
        conflict = self.conflict("title", "旧", "档案的")
        self.assertEqual(current_value(conflict), "编辑的")
        conflict.field = "categories"
        self.assertEqual(current_value(conflict), ["美股", "债"])
