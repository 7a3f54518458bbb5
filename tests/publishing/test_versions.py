"""Versions of one story: which is behind, and acts on all of them at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import TestCase

from articles.choices import Status
from articles.models import Article, AuditEntry, Revision, TranslationLevel
from articles.publishing import (
    NotVersions,
    act_on_all,
    begin_translation,
    behind,
    mark_level,
    save_changes,
    versions_of,
)
from tests.acts import publish, spike, withdraw
from tests.factories import make_article, make_draft
from tests.people import make_chief


def pairs_behind() -> list[tuple[int, int]]:
    return [(level.article_id, level.other_id) for level in behind()]


def newest(article: Article) -> int:
    return article.revisions.latest().pk


class _Tests(TestCase):
    def setUp(self) -> None:
        self.chinese = make_article(translation_key="k", body="一。\n\n二。")
        self.english = make_article(translation_key="k", language="en", body="One.")
        self.chief = make_chief()

    def change(self, article: Article, **changes: Any) -> Revision:
        revision = save_changes(article.pk, changes, by=self.chief).revision
        assert revision is not None
        return revision


class BehindTests(_Tests):
    def test_a_change_for_readers_leaves_the_other_version_behind(self) -> None:
        before = newest(self.english)
        revision = self.change(self.english, body="Two.")
        self.assertEqual(pairs_behind(), [(self.chinese.pk, self.english.pk)])
        level = TranslationLevel.objects.get()
        self.assertEqual(level.revision_id, before)
        self.assertEqual(level.behind_since, revision.created_at)

    def test_a_change_that_no_reader_sees_leaves_both_level(self) -> None:
        for changes in (
            *({"description": "d"}, {"weight": 3}, {"tags": ["t"]}, {"slug": "other"}),
            {"disclaimer": "d"},
        ):
            self.change(self.english, **changes)
        self.assertEqual(pairs_behind(), [])

    def test_a_draft_and_its_publication_leave_both_level(self) -> None:
        draft = make_draft(translation_key="k", language="de")
        self.change(draft, body="Eins.")
        publish(draft)
        self.assertEqual(pairs_behind(), [])
        self.change(draft, body="Zwei.")
        self.assertCountEqual(
            pairs_behind(),
            [(self.chinese.pk, draft.pk), (self.english.pk, draft.pk)],
        )

    def test_what_follows_leaves_the_one_that_it_follows_level(self) -> None:
        third = make_article(translation_key="k", language="de")
        self.change(self.english, body="Two.")
        self.change(self.chinese, body="二。")
        self.assertCountEqual(
            pairs_behind(),
            [
                (self.chinese.pk, self.english.pk),
                (third.pk, self.english.pk),
                (third.pk, self.chinese.pk),
            ],
        )

    def test_the_first_change_says_since_when(self) -> None:
        first = self.change(self.english, body="Two.")
        self.change(self.english, body="Three.")
        self.assertEqual(behind()[0].behind_since, first.created_at)

    def test_articles_of_other_stories_and_without_a_story_are_not_touched(
        self,
    ) -> None:
        make_article(translation_key="other")
        alone = make_article()
        self.change(alone, body="别的。")
        self.assertEqual(pairs_behind(), [])
        self.assertEqual(versions_of(alone), [])

    def test_what_is_spiked_or_unlinked_is_behind_no_more(self) -> None:
        self.change(self.english, body="Two.")
        spike(self.chinese)
        self.assertEqual(pairs_behind(), [])
        self.assertEqual(versions_of(self.english), [])
        Article.objects.filter(pk=self.chinese.pk).update(status=Status.DRAFT)
        self.assertEqual(len(pairs_behind()), 1)
        self.change(self.chinese, translation_key="")
        self.assertEqual(pairs_behind(), [])

    def test_a_translation_begins_level(self) -> None:
        article = make_article(body="一。")
        version = begin_translation(article, "en", by=self.chief)
        self.assertEqual(TranslationLevel.objects.count(), 2)
        base = newest(article)
        self.change(article, body="二。")
        level = TranslationLevel.objects.get(article=version)
        self.assertEqual(level.revision_id, base)
        self.assertEqual(pairs_behind(), [(version.pk, article.pk)])

    def test_the_list_of_those_behind_costs_one_query(self) -> None:
        self.change(self.english, body="Two.")
        with self.assertNumQueries(1):
            [(level.article.title, level.other.language) for level in behind()]


class LevelTests(_Tests):
    def test_marking_level_is_an_act_of_a_person(self) -> None:
        revision = self.change(self.english, body="Two.")
        mark_level(self.chinese, self.english, revision.pk, by=self.chief)
        self.assertEqual(pairs_behind(), [])
        entry = AuditEntry.objects.filter(act=AuditEntry.Act.LEVELLED).get()
        self.assertEqual(entry.user_id, self.chief.pk)
        self.assertEqual(entry.article_id, self.chinese.pk)
        said = {"other": self.english.pk, "revision": revision.pk}
        self.assertEqual(entry.detail, said)

    def test_a_change_after_the_one_seen_leaves_it_behind(self) -> None:
        seen = self.change(self.english, body="Two.")
        self.change(self.english, weight=3)
        later = self.change(self.english, body="Three.")
        level = mark_level(self.chinese, self.english, seen.pk, by=self.chief)
        self.assertEqual(level.behind_since, later.created_at)
        self.assertEqual(len(pairs_behind()), 1)

    def test_others_than_versions_and_strange_revisions_are_refused(self) -> None:
        other = make_article()
        for article, revision in (
            (other, newest(other)),
            (self.english, newest(other)),
            (self.english, 0),
            (self.chinese, newest(self.chinese)),
        ):
            with self.assertRaises(NotVersions):
                mark_level(self.chinese, article, revision, by=self.chief)
        self.assertFalse(AuditEntry.objects.filter(act="levelled").exists())


class TogetherTests(_Tests):
    def test_all_versions_are_withdrawn_and_published(self) -> None:
        both = [self.chinese, *versions_of(self.chinese)]
        act_on_all(withdraw, both, by=self.chief)
        self.assertFalse(Article.objects.published().exists())
        act_on_all(publish, both, by=self.chief)
        self.assertEqual(Article.objects.published().count(), 2)
        acts = self.english.revisions.values_list("act", "created_by")
        self.assertEqual([*acts][:1], [(Revision.Act.PUBLISHED, self.chief.pk)])

    def test_a_failure_at_one_changes_none(self) -> None:
        entries = AuditEntry.objects.count()

        def fail_at_the_second(article: Article, *, by: User | None) -> object:
            if article == self.english:
                raise RuntimeError
            return withdraw(article, by=by)

        with self.assertRaises(RuntimeError):
            act_on_all(fail_at_the_second, [self.chinese, self.english])
        self.assertEqual(Article.objects.published().count(), 2)
        self.assertEqual(AuditEntry.objects.count(), entries)
        self.assertEqual(
            self.client.get(self.chinese.get_absolute_url()).status_code, 200
        )
