"""The name by which feeds know an article survives an export and an import."""

from __future__ import annotations

import tempfile
from pathlib import Path

from articles.archive.exporter import export_articles
from articles.archive.importer import import_paths
from articles.models import Article
from tests.factories import make_article
from tests.views.feeds import FeedTestCase


class RoundTripTests(FeedTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def moved(self) -> None:
        """Export the site and import it into an empty one."""
        out = self.folder / "out"
        list(export_articles(out)[1])
        Article.objects.all().delete()
        list(import_paths([out / "newsdesk"]).outcomes)

    def ids(self) -> list[str]:
        return [str(entry.id) for entry in self.entries("/zh-tw/feed.atom")]

    def test_what_was_written_here_keeps_the_ids_that_feeds_gave_it(self) -> None:
        make_article()
        old = make_article()
        Article.objects.filter(pk=old.pk).update(
            permanent_name="tag:desk.example,2025-01-02:articles/7"
        )
        before = self.ids()
        self.moved()
        self.assertEqual(sorted(self.ids()), sorted(before))
        self.assertEqual(len({*before}), 2)

    def test_a_second_export_says_the_same(self) -> None:
        article = make_article()
        self.moved()
        again = self.folder / "again"
        (outcome,) = export_articles(again)[1]
        text = (again / outcome.path).read_text("utf-8")
        self.assertIn(f"newsdesk_id: {article.permanent_name}\n", text)

    def test_a_copy_of_a_file_is_another_article(self) -> None:
        article = make_article()
        self.moved()
        (file,) = (self.folder / "out").rglob("*.md")
        file.with_name("copy.md").write_bytes(file.read_bytes())
        list(import_paths([self.folder / "out" / "newsdesk"]).outcomes)
        names = Article.objects.order_by("pk").values_list("permanent_name", flat=True)
        self.assertEqual((names[0], len({*names})), (article.permanent_name, 2))

    def test_a_name_that_is_none_is_kept_as_data(self) -> None:
        file = self.folder / "site" / "a.md"
        file.parent.mkdir()
        file.write_text("---\ntitle: 甲\nnewsdesk_id: 'urn:x <'\n---\n文", "utf-8")
        (outcome,) = import_paths([file.parent]).outcomes
        article = Article.objects.get()
        self.assertEqual(article.extra, {"newsdesk_id": "urn:x <"})
        self.assertIn("odd-value", [problem.code for problem in outcome.problems])
        self.assertNotEqual(article.permanent_name, "")
