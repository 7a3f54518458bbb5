"""An import changes nothing of what the desk killed, and no status of what it withdrew."""

from __future__ import annotations

from articles.archive.importer import ImportAction
from articles.choices import Status
from articles.models import Article
from articles.publishing import kill, revive
from tests.acts import withdraw
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief

NAME = "content/zh-CN/news/haiyue/832914.zh-CN.md"


class KilledTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.run_import()
        self.article = Article.objects.get()

    def change_file(self) -> None:
        text = (self.root / NAME).read_text(encoding="utf-8")
        self.write(NAME, text.replace("买入科技股", "卖出科技股"))

    def test_its_file_waits_until_it_comes_back(self) -> None:
        made = kill(self.article, reason="法院", notices={}, by=make_chief())
        self.change_file()
        (outcome,) = self.run_import()
        self.assertEqual(outcome.action, ImportAction.SKIPPED)
        self.assertEqual([note.code for note in outcome.problems], ["killed-here"])
        self.assertIn("买入", Article.objects.get().title)
        revive(made.article)
        (outcome,) = self.run_import()
        self.assertEqual(outcome.action, ImportAction.UPDATED)
        self.assertIn("卖出", Article.objects.get().title)

    def test_what_was_withdrawn_stays_so(self) -> None:
        withdraw(self.article)
        self.change_file()
        self.run_import()
        stored = Article.objects.get()
        self.assertIn("卖出", stored.title)
        self.assertEqual(stored.status, Status.WITHDRAWN)
