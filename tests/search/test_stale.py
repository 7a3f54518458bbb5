"""What changes very many articles at once marks them, and they are indexed afterwards."""

from __future__ import annotations

from unittest.mock import patch

from django.test import TestCase

from articles import search
from articles.choices import Status
from articles.models import Article, Tag
from articles.publishing import (
    Labels,
    create_many,
    delete,
    delete_labels,
    merge_labels,
    save,
    save_tag,
    tags_named,
)
from articles.search import rebuild
from tests.factories import hours_ago, make_article
from tests.people import make_chief
from tests.search.drift import drift, titles_with

TITLES = {"第0篇", "第1篇", "第2篇"}


class LimitTests(TestCase):
    def test_on_a_hundred_articles_a_tag_is_renamed_at_once_on_more_afterwards(
        self,
    ) -> None:
        (tag,) = tags_named(["美联储"])
        for count, name, waiting in ((100, "联储", 0), (1, "联邦储备", 1)):
            articles = [
                Article(
                    title="文",
                    slug=f"{count}-{n}",
                    status=Status.PUBLISHED,
                    published_at=hours_ago(1),
                )
                for n in range(count)
            ]
            create_many(articles, [Labels([], [tag], [])] * count)
            tag.name = name
            with self.captureOnCommitCallbacks() as callbacks:
                save_tag(tag)
            self.assertEqual(len(callbacks), waiting)


class StaleTests(TestCase):
    """The batches are of two: three articles are many."""

    def setUp(self) -> None:
        for n in range(3):
            make_article(title=f"第{n}篇", tags=["美联储", "降息"])
        self.tag = Tag.objects.get(name="美联储")
        self.enterContext(patch.object(rebuild, "_STALE_BATCH", 2))

    def rename(self) -> None:
        self.tag.name = "联邦储备"
        save_tag(self.tag)

    def test_a_few_are_indexed_at_once(self) -> None:
        with patch.object(rebuild, "_STALE_BATCH", 3):
            self.rename()
        self.assertEqual(titles_with("联邦储备"), TITLES)
        self.assertEqual(search.stale_count(), 0)

    def test_many_wait_until_the_transaction_is_over(self) -> None:
        with self.captureOnCommitCallbacks() as callbacks:
            self.rename()
        self.assertEqual(len(callbacks), 1)
        self.assertEqual(search.stale_count(), 3)

    def test_what_waits_is_found_by_its_label_and_by_its_old_words(self) -> None:
        self.rename()
        for query in ("tag:联邦储备", "tag:美联储", "美联储", "tag:降息"):
            self.assertEqual(titles_with(query), TITLES, query)

    def test_each_is_found_by_the_old_or_the_new_at_every_moment(self) -> None:
        self.rename()
        made = rebuild.prepare

        def look_and_make(pks: list[int]) -> rebuild.Prepared:
            old, new = titles_with("美联储"), titles_with("联邦储备")
            self.assertEqual((old | new, old & new), (TITLES, set()))
            return made(pks)

        with patch.object(rebuild, "prepare", side_effect=look_and_make) as make:
            search.reindex_stale()
        self.assertEqual(make.call_count, 2)
        self.assertEqual(
            (titles_with("美联储"), titles_with("联邦储备")), (set(), TITLES)
        )
        self.assertFalse(drift().is_any)

    def test_documents_that_were_made_beforehand_are_not_made_again(self) -> None:
        self.rename()
        with patch.object(search.index, "make_document") as make:
            search.reindex_stale()
        make.assert_not_called()
        self.assertFalse(drift().is_any)

    def test_what_was_stopped_is_known_and_ended_by_the_next_change(self) -> None:
        self.rename()
        with (
            patch.object(rebuild, "index_in", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            search.reindex_stale()
        self.assertEqual(len(drift().outdated), 3)
        with patch.object(rebuild, "_STALE_BATCH", 9):
            delete_labels([Tag.objects.get(name="降息")])
        self.assertEqual(titles_with("联邦储备"), TITLES)
        self.assertFalse(drift().is_any)

    def test_a_rebuild_leaves_nothing_waiting(self) -> None:
        self.rename()
        list(search.rebuild_index())
        self.assertEqual(search.stale_count(), 0)
        self.assertFalse(drift().is_any)

    def test_what_somebody_saves_or_deletes_meanwhile_counts(self) -> None:
        self.rename()
        first, second, _third = Article.objects.order_by("pk")
        first.title = "另一篇"
        made = rebuild.prepare

        def make_and_change(pks: list[int]) -> rebuild.Prepared:
            documents = made(pks)
            if first.pk in pks:
                save(first)
                delete(second)
            return documents

        with patch.object(rebuild, "prepare", side_effect=make_and_change):
            search.reindex_stale()
        self.assertEqual(titles_with("联邦储备"), {"另一篇", "第2篇"})
        self.assertFalse(drift().is_any)

    def test_deleted_and_merged_tags_wait_too(self) -> None:
        merge_labels([self.tag], Tag.objects.get(name="降息"))
        self.assertEqual(titles_with("tag:美联储"), TITLES)
        delete_labels([Tag.objects.get(name="降息")])
        search.reindex_stale()
        self.assertEqual(titles_with("美联储"), set())
        self.assertEqual(titles_with("降息"), set())
        self.assertFalse(drift().is_any)

    def test_the_editor_is_told_how_many_wait(self) -> None:
        self.client.force_login(make_chief())
        data = {"action": "delete_selected", "_selected_action": [self.tag.pk]}
        answer = self.client.post(
            "/admin/articles/tag/", data | {"post": "yes"}, follow=True
        )
        self.assertContains(answer, "正在为 3 篇文章更新搜索索引")
