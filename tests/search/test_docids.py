from __future__ import annotations

from datetime import UTC, datetime

from django.test import TestCase

from articles.models import SearchEntry, SearchIndex
from articles.search.docids import docid_at, free_docids


class DocidTests(TestCase):
    index: SearchIndex

    @classmethod
    def setUpTestData(cls) -> None:
        cls.index = SearchIndex.objects.create(number=0, is_active=True)

    def store(self, *docids: int) -> None:
        SearchEntry.objects.bulk_create(
            SearchEntry(index=self.index, docid=docid) for docid in docids
        )

    def test_a_later_moment_has_a_higher_docid(self) -> None:
        early, late = (
            datetime(2025, 2, 10, tzinfo=UTC),
            datetime(2025, 2, 11, tzinfo=UTC),
        )
        one, two = docid_at(early), docid_at(late)
        self.assertEqual(two - one, 24 * 60 * 4)
        self.assertEqual(docid_at(datetime(1000, 1, 1, tzinfo=UTC)), 1)

    def test_who_comes_later_to_a_moment_stands_after_it(self) -> None:
        self.store(100, 101, 103)
        with self.assertNumQueries(2):  # The wanted docids, and the crowded stretch.
            self.assertEqual(free_docids(0, [100, 100, 100, 99]), [102, 104, 105, 99])
        self.assertEqual(free_docids(0, [103, 100, 100]), [104, 102, 105])

    def test_a_crowd_over_many_blocks(self) -> None:
        self.store(*range(1000, 2500))
        with self.assertNumQueries(1 + 4):  # And each block of the stretch.
            self.assertEqual(free_docids(0, [1000]), [2500])
        self.assertEqual(free_docids(0, [999]), [999])
        self.assertEqual(free_docids(0, [1000, 2000, 1000]), [2500, 2501, 2502])

    def test_what_no_reader_sees_stands_below_zero(self) -> None:
        self.assertEqual(free_docids(0, [0, 7, 0]), [-1, 7, -2])
        self.store(-1, -2, 7)
        self.assertEqual(free_docids(0, [0]), [-3])
