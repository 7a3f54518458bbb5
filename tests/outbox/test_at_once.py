"""Two senders at once, each with a connection of its own."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread
from unittest.mock import patch

from django.db import connection, connections
from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from articles.background_threads import BackgroundThread
from articles.models import Delivery
from articles.outbox import background, send_due
from articles.outbox.background import (
    start_sending,
)  # Before the suite's own is put there.
from articles.outbox.claims import claim_due
from tests.outbox.receiving import PartnerServer, make_receiver, publish_article


def at_once(*acts: object) -> None:
    """Do these in threads that begin together."""
    barrier = Barrier(len(acts))

    def act(this: object) -> None:
        barrier.wait()
        try:
            this()  # type: ignore[operator]
        finally:
            connections.close_all()

    threads = [Thread(target=act, args=(this,)) for this in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@override_settings(FETCH_ALLOWED_HOSTS=["localhost"])
class AtOnceTests(TransactionTestCase):
    def test_each_delivery_is_claimed_by_one(self) -> None:
        receiver = make_receiver()
        now = timezone.now()
        Delivery.objects.bulk_create(
            Delivery(receiver=receiver, kind="imported", occurred_at=now, due_at=now)
            for _n in range(60)
        )
        claimed: list[int] = []

        def claim_all() -> None:
            while batch := claim_due(receiver, 2):
                claimed.extend(one.pk for one in batch)

        def claim_until_none_is_left() -> None:
            # Of a batch that another took at the same moment nothing is ours.
            while Delivery.objects.due(timezone.now()).exists():
                claim_all()

        at_once(claim_until_none_is_left, claim_until_none_is_left)
        self.assertEqual(len(claimed), 60)
        self.assertEqual(len({*claimed}), 60)

    def test_two_who_send_send_each_once_with_numbers_of_their_own(self) -> None:
        with PartnerServer() as server:
            make_receiver(server.url())
            for _n in range(12):
                publish_article()
            at_once(send_due, send_due)
            send_due()
        ids = Counter(got.headers["webhook-id"] for got in server.received)
        self.assertEqual((len(ids), {*ids.values()}), (12, {1}))
        numbers = [got.document["data"]["sequence"] for got in server.received]
        self.assertEqual(sorted(numbers), [*range(1, 13)])

    def test_the_thread_behind_a_response_sends_what_is_due(self) -> None:
        with PartnerServer() as server:
            make_receiver(server.url())
            publish_article()
            thread = BackgroundThread(background._work, name="outbox")
            with patch.object(background, "_thread", thread):
                start_sending()
                thread.join()
        self.assertEqual(server.kinds, ["published"])
        self.assertFalse(connection.in_atomic_block)
