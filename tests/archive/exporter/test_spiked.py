"""Articles that the desk has put aside or killed stay out of an export."""

from __future__ import annotations

from articles.archive.exporter import export_articles
from articles.models import Article
from articles.publishing import kill
from tests.acts import spike
from tests.archive.exporter.test_export import PATH, STORY, ExportTestCase
from tests.factories import make_article
from tests.people import make_chief


class SpikedTests(ExportTestCase):
    def test_a_spiked_article_is_left_out_whether_imported_or_born_here(self) -> None:
        self.write(PATH, STORY)
        self.run_import()
        born = make_article(slug="born")
        killed = make_article(slug="killed")
        kill(killed, reason="法院", notices={}, by=make_chief())
        for article in Article.objects.exclude(pk=killed.pk):
            spike(article)
        count, results = export_articles(self.out)
        paths = [result.path for result in results]
        self.assertEqual(count, 0)
        self.assertFalse([path for path in paths if path.endswith(".md")])
        for article in (born, killed):
            self.assertNotIn(article.slug, "".join(paths))
