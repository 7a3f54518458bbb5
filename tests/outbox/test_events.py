from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from articles import publishing
from articles.choices import CorrectionSeverity, Language, Status, Visibility
from articles.models import Article, Delivery, Receiver, Revision
from articles.publishing import Labels, Verb, kill, perform
from tests.factories import hours_ago, make_draft, make_source
from tests.outbox.receiving import INDEXNOW_KEY, make_receiver, publish_article
from tests.people import make_chief

HOUR = timedelta(hours=1)


def written(receiver: Receiver | None = None) -> list[str]:
    """The kinds of what is written, each with a + that is not due yet."""
    now = timezone.now()
    rows = Delivery.objects.order_by("due_at", "pk")
    if receiver:
        rows = rows.filter(receiver=receiver)
    return [row.kind + ("+" if row.due_at > now else "") for row in rows]


def change(article: Article, **values: Any) -> Article:
    """Store the article with these values, and what was written before as sent."""
    stored = Article.objects.get(pk=article.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    publishing.save(stored)
    return stored


def as_sent() -> None:
    now = timezone.now()
    due = Delivery.objects.filter(due_at__lte=now)
    due.update(state=Delivery.State.ACCEPTED, attempts=1)


class EventTests(TestCase):
    receiver: Receiver
    chief: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.receiver = make_receiver()

    def published(self, **fields: Any) -> Article:
        article = publish_article(**fields)
        as_sent()
        return article

    def last(self) -> list[str]:
        return written()[1:]

    def test_a_publication_is_told(self) -> None:
        draft = make_draft()
        self.assertEqual(written(), [])
        perform(Verb.PUBLISH, draft, by=self.chief)
        self.assertEqual(written(), ["published"])

    def test_what_never_was_public_is_not_told(self) -> None:
        for fields in (
            {"status": Status.WITHDRAWN},
            {"visibility": Visibility.UNLISTED},
            {"published_at": hours_ago(3), "expires_at": hours_ago(1)},
        ):
            publish_article(**fields)
        self.assertEqual(written(), [])

    def test_a_change_of_a_live_article_is_an_update_of_its_kind(self) -> None:
        change(self.published(), title="利率升至百分之五")
        self.assertEqual(self.last(), ["updated"])
        row = Delivery.objects.get(kind="updated")
        self.assertEqual(row.change, "substantive")

    def test_a_save_that_changes_nothing_is_not_told(self) -> None:
        change(self.published())
        self.assertEqual(self.last(), [])

    def test_a_correction_is_told_as_one(self) -> None:
        article = self.published()
        publishing.correct(article, CorrectionSeverity.CORRECTION, "利率有误。")
        self.assertEqual(self.last(), ["corrected"])

    def test_a_withdrawal_an_embargo_and_hiding_are_told(self) -> None:
        later = timezone.now() + HOUR
        for values, expected in (
            ({"status": Status.WITHDRAWN}, ["withdrawn"]),
            ({"embargoed_until": later}, ["withdrawn", "published+"]),
            ({"published_at": later}, ["withdrawn", "published+"]),
            ({"visibility": Visibility.UNLISTED}, ["withdrawn"]),
        ):
            with self.subTest(values), transaction.atomic():
                change(self.published(), **values)
                self.assertEqual(self.last(), expected)
                transaction.set_rollback(True)

    def test_a_kill_is_told_also_of_what_is_withdrawn(self) -> None:
        article = change(self.published(), status=Status.WITHDRAWN)
        as_sent()
        kill(article, reason="改", notices={}, by=self.chief)
        self.assertEqual(written(), ["published", "withdrawn", "killed"])

    def test_a_kill_of_what_no_reader_had_is_not_told(self) -> None:
        article = publish_article(published_at=timezone.now() + HOUR)
        kill(article, reason="改", notices={}, by=self.chief)
        self.assertEqual(written(), [])

    def test_what_comes_back_is_published(self) -> None:
        article = self.published()
        kill(article, reason="改", notices={}, by=self.chief)
        as_sent()
        publishing.revive(Article.objects.get(pk=article.pk))
        self.assertEqual(written(), ["published", "killed", "published"])

    def test_a_deletion_is_told_with_the_address_that_the_article_had(self) -> None:
        article = self.published(slug="gone")
        publishing.delete(article)
        row = Delivery.objects.get(kind="withdrawn")
        self.assertEqual((row.article, row.slug), (None, "gone"))

    def test_a_scheduled_publication_waits_for_its_hour(self) -> None:
        article = publish_article(published_at=timezone.now() + HOUR)
        self.assertEqual(written(), ["published+"])
        row = Delivery.objects.get()
        self.assertEqual(row.due_at, article.published_at)

    def test_an_embargo_moves_it(self) -> None:
        article = publish_article(published_at=timezone.now() + HOUR)
        until = timezone.now() + 3 * HOUR
        change(article, embargoed_until=until)
        self.assertEqual(written(), ["published+"])
        self.assertEqual(Delivery.objects.get().due_at, until)

    def test_what_is_not_to_come_any_more_is_forgotten(self) -> None:
        article = publish_article(published_at=timezone.now() + HOUR)
        change(article, status=Status.WITHDRAWN)
        self.assertEqual(written(), [])

    def test_an_end_is_told_when_it_comes(self) -> None:
        publish_article(expires_at=timezone.now() + HOUR)
        self.assertEqual(written(), ["published", "withdrawn+"])

    def test_what_nobody_has_sent_yet_is_told_once(self) -> None:
        article = publish_article()
        change(article, title="甲")
        change(article, title="乙")
        self.assertEqual(written(), ["published"])
        publishing.correct(article, CorrectionSeverity.CORRECTION, "有误。")
        self.assertEqual(written(), ["published"])
        change(article, status=Status.WITHDRAWN)
        self.assertEqual(written(), ["withdrawn"])

    def test_a_correction_is_not_lost_in_an_update(self) -> None:
        article = self.published()
        publishing.correct(article, CorrectionSeverity.CORRECTION, "有误。")
        change(article, description="说明")
        self.assertEqual(self.last(), ["corrected"])
        row = Delivery.objects.get(kind="corrected")
        self.assertEqual(row.change, "substantive")

    def test_what_is_being_sent_stays_and_another_is_written(self) -> None:
        article = publish_article()
        Delivery.objects.update(attempts=1)
        change(article, title="甲")
        self.assertEqual(written(), ["published", "updated"])

    def test_a_rollback_leaves_nothing(self) -> None:
        draft = make_draft()
        with self.assertRaises(ZeroDivisionError), publishing.transaction():
            perform(Verb.PUBLISH, draft, by=self.chief)
            _ = 1 / 0
        self.assertEqual(written(), [])


class ReceiverTests(TestCase):
    def test_one_that_is_switched_off_is_told_nothing(self) -> None:
        make_receiver(is_active=False)
        publish_article()
        self.assertEqual(written(), [])

    def test_each_has_events_of_its_own(self) -> None:
        make_receiver(), make_receiver()
        publish_article()
        rows = Delivery.objects.all()
        self.assertEqual(len({row.event_id for row in rows}), 2)

    def test_one_of_some_variants_is_told_of_what_is_read_in_them(self) -> None:
        english = make_receiver(variants=["en"])
        taiwan = make_receiver(variants=["zh-tw"])
        publish_article()
        publish_article(language=Language.ENGLISH)
        self.assertEqual([len(written(r)) for r in (english, taiwan)], [1, 1])
        self.assertEqual(Delivery.objects.get(receiver=english).language, "en")

    def test_search_engines_learn_of_nothing_that_is_not_to_be_listed(self) -> None:
        index = make_receiver(kind=Receiver.Kind.INDEXNOW, secret=INDEXNOW_KEY)
        refusing = make_source(
            allows_search_engines=False, terms_confirmed_at=hours_ago(1)
        )
        publish_article(source=refusing)
        publish_article(visibility=Visibility.NO_INDEX)
        publish_article(visibility=Visibility.NO_SITEMAP)
        self.assertEqual(written(index), [])
        publish_article()
        self.assertEqual(written(index), ["published"])

    def test_a_hub_learns_which_feeds_changed(self) -> None:
        make_receiver(kind=Receiver.Kind.WEBSUB)
        publish_article(categories=("美股",), source=make_source(slug="海岳"))
        topics = Delivery.objects.get().topics
        self.assertEqual(len(topics), 3 * 3 * 3)
        self.assertIn("/zh-tw/feed.atom", topics)
        self.assertIn("/zh-hk/sources/%E6%B5%B7%E5%B2%B3/feed.json", topics)
        self.assertEqual([t for t in topics if t.startswith("/en/")], [])

    def test_a_hub_learns_of_the_feed_that_an_article_left(self) -> None:
        make_receiver(kind=Receiver.Kind.WEBSUB)
        article = publish_article(categories=("美股",))
        as_sent()
        publishing.save(article, Labels([], [], []))
        left = Delivery.objects.get(kind="updated").topics
        self.assertEqual(len([topic for topic in left if "/categories/" in topic]), 9)


class ImportTests(TestCase):
    def test_an_import_pings_hubs_once_and_tells_nobody_else(self) -> None:
        partner = make_receiver()
        hub = make_receiver(kind=Receiver.Kind.WEBSUB)
        for number in range(3):
            article = Article(
                title="旧闻",
                slug=f"old-{number}",
                status=Status.PUBLISHED,
                published_at=hours_ago(9),
            )
            publishing.render_article(article)
            publishing.create_many([article], [Labels([], [], [])])
        article.title = "旧闻二"
        publishing.save(article, act=Revision.Act.IMPORTED)
        self.assertEqual(written(partner), [])
        self.assertEqual(written(hub), ["imported"])

    def test_what_an_import_takes_from_readers_is_told(self) -> None:
        make_receiver()
        article = publish_article()
        as_sent()
        article.status = Status.WITHDRAWN
        publishing.save(article, act=Revision.Act.IMPORTED)
        self.assertEqual(written(), ["published", "withdrawn"])
