"""A save stores, renders, files, lists and records, or does none of it."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from articles import search
from articles.choices import Status
from articles.models import (
    Article,
    MenuEntry,
    Revision,
    SiteSettings,
    TaggedArticle,
    VariantOverride,
)
from articles.publishing import (
    Labels,
    RestoreScope,
    authors_named,
    categories_named,
    create_many,
    delete,
    restore,
    save,
    tags_named,
    transaction,
)
from tests.acts import publish, withdraw
from tests.factories import hours_ago, make_article, make_draft, make_image, make_source
from tests.people import make_chief, make_reporter


def labels(categories: list[str], tags: list[str], authors: list[str]) -> Labels:
    return Labels(
        categories_named(categories), tags_named(tags), authors_named(authors)
    )


class SaveTests(TestCase):
    def test_the_body_is_rendered_once_for_all_pages(self) -> None:
        article = make_article(body="## 标题\n\n**粗**", summary="摘要")
        self.assertIn("<strong>粗</strong>", article.body_html)
        self.assertEqual(article.headings, [{"level": 2, "id": "标题", "text": "标题"}])
        self.assertEqual((article.excerpt_html, article.is_truncated), ("摘要", False))

    def test_labels_keep_their_order(self) -> None:
        article = make_article()
        save(article, labels(["乙", "甲"], ["二", "一"], ["B", "A"]))
        save(article, labels(["甲", "乙"], ["一", "二"], ["A", "B"]))
        self.assertEqual(
            [str(f.category) for f in article.article_categories.all()], ["甲", "乙"]
        )
        self.assertEqual([t.name for t in article.tags.all()], ["一", "二"])
        self.assertEqual([str(b.author) for b in article.bylines.all()], ["A", "B"])

    def test_labels_that_did_not_change_keep_their_rows(self) -> None:
        def rows() -> list[list[int]]:
            tagged = TaggedArticle.objects.all()
            kinds = article.article_categories.all(), article.bylines.all(), tagged
            return [list(own.values_list("pk", flat=True)) for own in kinds]

        article = make_article(categories=["甲", "乙"], tags=["一"], authors=["A"])
        before = rows()
        save(article, labels(["甲", "乙"], ["一"], ["A"]))
        self.assertEqual(rows(), before)

    def test_digests_fit_their_column(self) -> None:
        column = Article._meta.get_field("text_digest")
        self.assertEqual(len(make_article().text_digest), column.max_length)

    def test_a_revision_keeps_what_was_written_by_whom(self) -> None:
        article = make_article(title="旧")
        reporter = make_reporter()
        article.title = "新"
        save(article, labels(["美股"], ["高盛"], []), by=reporter)
        revision = article.revisions.latest()
        self.assertEqual((revision.created_by, revision.act), (reporter, "saved"))
        self.assertEqual(revision.fields["title"], "新")
        self.assertEqual(revision.fields["tags"], ["高盛"])
        older = article.revisions.all()[1]
        self.assertEqual(older.fields["title"], "旧")

    def test_a_failure_half_way_leaves_everything_as_it_was(self) -> None:
        article = make_article(title="旧")
        article.title = "新"
        with (
            patch.object(Revision.objects, "create", side_effect=RuntimeError),
            self.assertRaises(RuntimeError),
        ):
            save(article, labels(["美股"], [], []))
        self.assertEqual(Article.objects.get().title, "旧")
        self.assertFalse(article.article_categories.exists())

    def test_a_menu_follows_its_articles_title_and_status(self) -> None:
        article = make_article(title="关于")
        MenuEntry.objects.create(menu="main", article=article)
        save(article)
        self.assertEqual([m["label"] for m in SiteSettings.current().menus], ["关于"])
        article.status = "draft"
        save(article)
        self.assertEqual(SiteSettings.current().menus, [])

    def test_deleting_takes_the_article_out_of_its_menu(self) -> None:
        article = make_article()
        MenuEntry.objects.create(menu="main", article=article)
        save(article)
        delete(article)
        self.assertEqual(SiteSettings.current().menus, [])

    def test_an_article_of_nothing_but_a_title_is_saved(self) -> None:
        self.assertEqual(make_draft(body="").body_html, "")


class CreateManyTests(TestCase):
    def test_labels_stand_at_their_places(self) -> None:
        article = Article(title="题", slug="a")
        create_many([article], [labels(["乙", "甲"], ["二", "一"], ["B", "A"])])
        categories = article.article_categories.values_list(
            "category__name", "position"
        )
        bylines = article.bylines.values_list("author__name", "position")
        self.assertEqual(list(categories), [("乙", 0), ("甲", 1)])
        self.assertEqual(list(bylines), [("B", 0), ("A", 1)])
        self.assertEqual([tag.name for tag in article.tags.all()], ["二", "一"])


class PublishTests(TestCase):
    def test_a_draft_without_a_time_is_published_now(self) -> None:
        article = make_draft()
        before = timezone.now()
        publish(article, by=make_chief())
        article.refresh_from_db()
        self.assertTrue(article.is_published)
        assert article.published_at
        self.assertLessEqual(before, article.published_at)

    def test_a_time_that_was_chosen_stays(self) -> None:
        due = timezone.now() + timedelta(hours=1)
        article = make_draft(published_at=due)
        publish(article)
        article.refresh_from_db()
        self.assertEqual((article.published_at, article.is_published), (due, False))

    def test_publishing_again_changes_no_time(self) -> None:
        article = make_article(published_at=hours_ago(5))
        before = (article.published_at, article.modified_at)
        publish(article)
        article.refresh_from_db()
        self.assertEqual((article.published_at, article.modified_at), before)

    def test_a_withdrawn_article_keeps_its_time_and_leaves_its_lists(self) -> None:
        article = make_article(published_at=hours_ago(5))
        before = article.published_at
        withdraw(article)
        article.refresh_from_db()
        self.assertEqual(article.status, Status.WITHDRAWN)
        self.assertEqual(article.published_at, before)
        self.assertFalse(article.entries.exists())


class TransactionTests(TestCase):
    def test_the_lock_is_taken_once_however_deep(self) -> None:
        with patch.object(search, "lock_index", return_value=[0]) as lock:
            with transaction() as outer, transaction() as inner:
                self.assertEqual((outer, inner), ([0], [0]))
            lock.assert_called_once()

    def test_what_stores_articles_within_it_takes_no_lock_again(self) -> None:
        article = make_article()
        with transaction(), patch.object(search.index, "lock_rows") as lock:
            save(article)
        lock.assert_not_called()

    def test_a_failure_releases_it(self) -> None:
        with patch.object(search, "lock_index", return_value=[0]) as lock:
            with self.assertRaises(ZeroDivisionError), transaction():
                raise ZeroDivisionError
            with transaction():
                pass
            self.assertEqual(lock.call_count, 2)


class RestoreTests(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief()
        self.article = make_article(
            title="先前的", categories=["美股"], tags=["高盛", "债"], authors=["林岚"],
            source=make_source(), thumbnail=make_image(), toc=True,
        )  # fmt: skip
        self.first = self.article.revisions.latest()
        self.article.title, self.article.body = "后来的", "改过。"
        self.article.slug, self.article.toc = "later", None
        save(self.article, Labels([], tags_named(["金"]), []), by=self.chief)

    def test_everything_written_is_as_it_was_but_the_address(self) -> None:
        restore(self.first, RestoreScope.EVERYTHING, by=self.chief)
        latest = self.article.revisions.latest()
        self.assertEqual(latest.created_by, self.chief)
        before, after = ({**r.fields} for r in (self.first, latest))
        self.assertEqual(after.pop("slug"), "later")
        self.assertIsNotNone(after.pop("modified_at"))  # Readers see it change.
        del before["slug"], before["modified_at"]
        self.assertEqual(after, before)

    def test_what_it_was_before_stays_among_the_saved_states(self) -> None:
        restore(self.first)
        titles = [revision.fields["title"] for revision in self.article.revisions.all()]
        self.assertEqual(titles, ["先前的", "后来的", "先前的"])

    def test_its_overrides_are_as_they_were(self) -> None:
        own = VariantOverride(variant="zh-tw", fields={"title": "另題"})
        save(self.article, overrides=[own])
        overridden = self.article.revisions.latest()
        restore(self.first)
        self.assertFalse(self.article.overrides.exists())
        restore(overridden)
        self.assertEqual(self.article.overrides.get().fields, {"title": "另題"})

    def test_overrides_of_earlier_releases_come_back_without_empty_texts(self) -> None:
        recorded = {"variant": "zh-tw", "title": "另題", "lead": "", "summary": ""}
        self.first.fields["overrides"] = [recorded]
        restore(self.first)
        self.assertEqual(self.article.overrides.get().fields, {"title": "另題"})

    def test_a_state_from_before_overrides_were_recorded_leaves_them(self) -> None:
        save(
            self.article,
            overrides=[VariantOverride(variant="zh-tw", fields={"title": "另題"})],
        )
        del self.first.fields["overrides"]
        restore(self.first)
        self.assertEqual(self.article.overrides.get().fields["title"], "另題")

    def test_readers_see_it(self) -> None:
        article = restore(self.first, RestoreScope.EVERYTHING)
        article.refresh_from_db()
        self.assertIn("正文", article.body_html)
        self.assertEqual([tag.name for tag in article.tags.all()], ["高盛", "债"])

    def test_what_was_deleted_since_does_not_stand_in_the_way(self) -> None:
        source, image = self.article.source, self.article.thumbnail
        assert source
        assert image
        Article.objects.update(source=None, thumbnail=None)
        source.delete()
        image.delete()
        article = restore(self.first, RestoreScope.EVERYTHING)
        article.refresh_from_db()
        self.assertEqual((article.source, article.thumbnail), (None, None))
