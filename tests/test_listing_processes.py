"""Lists stay exact while several processes change them."""

from __future__ import annotations

from tests.processes import ProcessTestCase

EDIT = """
from django.utils import timezone
from articles.choices import Status
from articles.models import Article
from articles.publishing import Labels, save, tags_named

labels = Labels([], tags_named(["关税"]), [])
for n in range(9):
    article = Article(title=f"{editor}-{{n}}", slug=f"{editor}-{{n}}")
    article.status, article.published_at = Status.PUBLISHED, timezone.now()
    save(article, labels)
    if n % 3 == 0:
        article.status = Status.DRAFT
        save(article)
"""
READ = """
from articles import listings
from articles.models import Listing

for _ in range(30):
    for listing in Listing.objects.with_visible_count():
        for number in range(1, listing.visible_count // 5 + 1):
            page = listings.page_of(listing, number, 5)
            assert all(article.is_published for article in page), page
"""


class ProcessTests(ProcessTestCase):
    def test_editors_a_reader_and_a_rebuild_at_once(self) -> None:
        self.ask("Tag.objects.create(name='关税', slug='a')")
        processes = [
            self.start("shell", "-c", EDIT.format(editor="a")),
            self.start("shell", "-c", EDIT.format(editor="b")),
            self.start("shell", "-c", READ),
            self.start("rebuild_listings"),
        ]
        for process in processes:
            self.finish(process)

        # The list of all articles, that of the tag, and that of the month.
        counts = (
            "[(own.entry_count, own.entries.count()) for own in Listing.objects.all()]"
        )
        self.assertEqual(self.ask(counts), str([(12, 12)] * 3))
