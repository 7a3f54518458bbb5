"""A new index is made while readers search the old one and editors save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, Self
from unittest.mock import patch

from django.test import TestCase

from articles import search, workers
from articles.models import Article, SearchEntry, SearchIndex
from articles.publishing import delete, save
from articles.search import rebuild
from tests.factories import hours_ago, make_article
from tests.search.drift import drift, titles_with


class _PoolOfNone:
    """As ``workers.pool()``, but at once and in this process: in the test's transaction."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def submit(self, work: Callable[..., Any], *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*args))
        return future


class RebuildTests(TestCase):
    def setUp(self) -> None:
        self.articles = [make_article(title=f"第{n}篇") for n in range(5)]
        batches = patch.object(rebuild, "_BATCH", 2)
        batches.start()
        self.addCleanup(batches.stop)

    def step_by_step(self, *, again: bool = False) -> Iterator[int]:
        for done in search.rebuild_index(again=again):
            self.assertEqual(len(titles_with("篇")), Article.objects.count())
            yield done
        self.assertEqual(len(titles_with("篇")), Article.objects.count())

    def test_readers_find_everything_at_every_moment(self) -> None:
        self.assertEqual([*self.step_by_step()], [2, 4, 5])
        self.assertEqual([index.pk for index in SearchIndex.objects.all()], [1])
        self.assertEqual([*self.step_by_step()], [2, 4, 5])
        self.assertEqual([index.pk for index in SearchIndex.objects.all()], [0])
        self.assertFalse(drift().is_any)

    def test_what_other_processes_made_comes_in_order_and_is_not_made_again(
        self,
    ) -> None:
        self.enterContext(patch.object(rebuild, "_BATCH", 1))
        self.enterContext(patch.object(rebuild, "_WORTH_PROCESSES", 5))
        self.enterContext(patch.object(workers, "COUNT", 1))
        self.enterContext(patch.object(workers, "pool", _PoolOfNone))
        with patch.object(search.index, "make_document") as make:
            self.assertEqual([*search.rebuild_index()], [1, 2, 3, 4, 5])
        make.assert_not_called()
        self.assertFalse(drift().is_any)

    def test_what_is_saved_meanwhile_is_found_in_both(self) -> None:
        first, *_others, last = self.articles
        for done in self.step_by_step():
            if done == 2:  # One that is done, and one that is not.
                for article in (first, last):
                    article.title += "改"
                    save(article)
                make_article(title="新篇")
            self.assertEqual(len(titles_with("篇改")), 2)
        self.assertEqual(len(titles_with("篇改")), 2)
        self.assertEqual(titles_with("新篇"), {"新篇"})
        self.assertFalse(drift().is_any)

    def test_what_is_deleted_meanwhile_stays_away(self) -> None:
        first, *_others, last = self.articles
        for done in self.step_by_step():
            if done == 2:
                delete(first)
                delete(last)
        self.assertEqual(len(titles_with("篇")), 3)
        self.assertFalse(drift().is_any)

    def test_it_takes_nothing_with_it_that_stands_in_its_place_in_the_other_index(
        self,
    ) -> None:
        moment = hours_ago(5)
        first = make_article(title="旧篇", published_at=moment)
        make_article(title="中篇", published_at=moment)
        first.title = "旧篇改"
        save(first)  # It stands last of the two now, and in the new index first.
        last = make_article(title="新篇", published_at=moment)
        for done in self.step_by_step():
            if done == 4:
                delete(last)
                self.assertEqual(titles_with("旧篇"), {"旧篇改"})
        self.assertFalse(drift().is_any)

    def test_one_that_is_stopped_leaves_the_old_index_in_use(self) -> None:
        next(self.step_by_step())
        make_article(title="后来的一篇")
        self.assertEqual(len(titles_with("篇")), 6)
        with self.assertRaises(search.AlreadyRebuilding):
            next(search.rebuild_index())
        self.assertEqual([*self.step_by_step(again=True)], [2, 4, 6])
        self.assertFalse(drift().is_any)

    def test_given_up_places_are_gone(self) -> None:
        for article in self.articles:
            article.body = "另文"
            save(article)
        self.assertEqual(drift().given_up, 5)
        self.assertEqual([*search.rebuild_index()], [2, 4, 5])
        self.assertEqual(drift().given_up, 0)
        self.assertEqual(SearchEntry.objects.count(), 5)
