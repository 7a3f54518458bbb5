"""Past imports can be looked at, and their conflicts decided."""

from __future__ import annotations

from django.test import TestCase
from django.urls import reverse

from articles.models import Conflict, ImportRun
from tests.factories import make_article
from tests.people import make_clerk, make_reporter


class ImportsTests(TestCase):
    def setUp(self) -> None:
        self.run_ = ImportRun.objects.create(
            paths=["/archive"],
            actions={"created": 2},
            closings=[{"source": "haiyue", "pattern": "1. 欢迎转载。", "count": 1234}],
            problems=[{"path": "a.md", "code": "x", "line": 3, "message": "Mend it."}],
        )
        self.article = make_article(title="编辑的标题")
        self.conflict = Conflict.objects.create(
            article=self.article,
            run=self.run_,
            field="title",
            base="原",
            ours="编辑的标题",
            theirs="档案的标题",
        )

    def decide(self, action: str) -> None:
        url = reverse("admin:articles_conflict_changelist")
        data = {"action": action, "_selected_action": [self.conflict.pk]}
        self.client.post(url, data)
        self.article.refresh_from_db()
        self.conflict.refresh_from_db()

    def test_a_run_tells_what_became_of_the_files(self) -> None:
        self.client.force_login(make_reporter())
        url = reverse("admin:articles_importrun_change", args=[self.run_.pk])
        answer = self.client.get(url)
        self.assertContains(answer, "New articles and pages of lists.")
        self.assertContains(answer, "Mend it.")
        self.assertContains(answer, "1,234")
        self.assertContains(answer, "1. 欢迎转载。")

    def test_both_texts_are_shown(self) -> None:
        self.client.force_login(make_reporter())
        url = reverse("admin:articles_conflict_change", args=[self.conflict.pk])
        self.assertContains(self.client.get(url), "档案的标题")

    def test_an_editor_takes_the_files_text(self) -> None:
        self.client.force_login(make_reporter())
        self.decide("take_theirs")
        self.assertEqual(self.article.title, "档案的标题")
        self.assertEqual(self.conflict.choice, "theirs")

    def test_an_editor_keeps_the_articles_text(self) -> None:
        self.client.force_login(make_reporter())
        self.decide("keep_ours")
        self.assertEqual(self.article.title, "编辑的标题")
        self.assertEqual(self.conflict.choice, "ours")

    def test_others_may_not_look(self) -> None:
        self.client.force_login(make_clerk())
        for name in ("importrun", "conflict"):
            url = reverse(f"admin:articles_{name}_changelist")
            self.assertEqual(self.client.get(url).status_code, 403)
