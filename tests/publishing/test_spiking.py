"""An article that is put aside keeps its history; only such a one is deleted for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from articles.choices import State, Status
from articles.models import Article, AuditEntry, Listing, Revision
from articles.publishing import VerbRefused, delete_for_good, save
from tests.acts import publish, spike, unspike
from tests.factories import make_article, make_draft
from tests.faults import fail_each_write
from tests.people import make_chief


class SpikingTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(slug="fed", categories=["债市"])

    def test_a_published_article_is_withdrawn_by_it(self) -> None:
        spike(self.article)
        address = "/zh-cn/articles/fed/"
        self.assertEqual(self.client.get(address).status_code, 404)
        self.assertEqual(Listing.objects.get(key="zh").entry_count, 0)

    def test_it_comes_back_as_a_draft_with_its_times(self) -> None:
        published_at = self.article.published_at
        spike(self.article)
        unspike(self.article)
        stored = Article.objects.get()
        self.assertEqual(
            (stored.status, stored.published_at), (Status.DRAFT, published_at)
        )

    def test_a_second_time_is_refused_and_records_nothing(self) -> None:
        for verb in (spike, unspike):
            verb(self.article)
            count = Revision.objects.count()
            with pytest.raises(VerbRefused):
                verb(self.article)
            self.assertEqual(Revision.objects.count(), count)

    def test_unspiking_withdraws_nothing_that_is_live(self) -> None:
        with pytest.raises(VerbRefused):
            unspike(self.article)
        self.assertTrue(Article.objects.get().is_published)

    def test_it_changes_nothing_that_a_colleague_saved_meanwhile(self) -> None:
        theirs = Article.objects.get()
        theirs.title = "同事的"
        save(theirs)
        spike(self.article)
        self.assertEqual(Article.objects.get().title, "同事的")

    def test_its_state_is_the_same_asked_of_it_and_of_the_table(self) -> None:
        spike(self.article)
        later = timezone.now() + timedelta(days=1)
        for at in (None, later):
            self.assertIs(Article.objects.get().state_at(at), State.SPIKED)
            for state in State:
                found = Article.objects.in_state(state, at).exists()
                self.assertEqual(found, state is State.SPIKED, state)
        self.assertFalse(Article.objects.unspiked().exists())

    def test_a_spiked_article_is_published_after_it_was_taken_up(self) -> None:
        spike(self.article)
        unspike(self.article)
        publish(Article.objects.get())
        self.assertTrue(Article.objects.get().is_published)

    def test_only_a_spiked_one_is_deleted_for_good(self) -> None:
        with pytest.raises(VerbRefused):
            delete_for_good(self.article)
        spike(self.article)
        delete_for_good(self.article, by=make_chief())
        self.assertFalse(Article.objects.exists() or Revision.objects.exists())
        entry = AuditEntry.objects.latest("pk")
        self.assertEqual((entry.act, entry.user_name), ("deleted", "chief"))

    def test_a_write_that_fails_leaves_all_as_it_was(self) -> None:
        article = make_draft()

        def state() -> list[object]:
            rows = Article.objects.order_by("pk").values_list("pk", "status")
            return [*rows, AuditEntry.objects.count(), Revision.objects.count()]

        for act in (spike, delete_for_good):
            with self.subTest(act.__name__):
                self.assertTrue(fail_each_write(lambda: act(article), state))  # noqa: B023
        self.assertFalse(Article.objects.filter(pk=article.pk).exists())
