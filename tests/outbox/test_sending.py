from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import timedelta
from io import StringIO
from unittest.mock import patch

from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import outbox, publishing
from articles.choices import Status
from articles.models import Article, Delivery, Receiver
from articles.outbox import posting, send_due
from articles.outbox.claims import LEASE, claim_due, settle
from articles.outbox.sending import KEPT, PAUSES
from tests.factories import hours_ago
from tests.outbox.receiving import SECRET, make_receiver, publish_article
from tests.outbox.sending_case import SITE, SendingCase, later, states

State = Delivery.State


class WebhookTests(SendingCase):
    def test_a_partner_gets_a_signed_event(self) -> None:
        publish_article(slug="stocks")
        send_due()
        (got,) = self.server.received
        moment = got.headers["webhook-timestamp"]
        signed = f"{got.headers['webhook-id']}.{moment}.".encode() + got.body
        key = base64.b64decode(SECRET[len("whsec_") :])
        digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
        self.assertEqual(got.headers["webhook-signature"], f"v1,{digest.decode()}")
        self.assertLess(abs(int(moment) - time.time()), 60)
        self.assertEqual(got.headers["content-type"], "application/json; charset=utf-8")

    def test_the_event_says_what_happened_to_which_article(self) -> None:
        publish_article(slug="stocks")
        send_due()
        document = self.server.received[0].document
        row = self.delivery()
        self.assertEqual(document["type"], "article.published")
        occurred_at = timezone.localtime(row.occurred_at)
        self.assertEqual(
            document["timestamp"], occurred_at.isoformat(timespec="seconds")
        )
        variants = ("zh-cn", "zh-tw", "zh-hk")
        self.assertEqual(
            document["data"],
            {
                "id": row.event_id,
                "sequence": 1,
                "kind": "published",
                "language": "zh-Hans",
                "addresses": {v: f"{SITE}/{v}/articles/stocks/" for v in variants},
                "ninjs": {
                    v: f"{SITE}/{v}/articles/stocks.ninjs.json" for v in variants
                },
            },
        )

    def test_a_kill_tells_nothing_but_addresses(self) -> None:
        article = publish_article(slug="wrong", title="错")
        Article.objects.update(status=Status.KILLED)
        Delivery.objects.update(kind="killed", change="substantive")
        send_due()
        data = self.server.received[0].document["data"]
        self.assertEqual({*data}, {"id", "sequence", "kind", "addresses"})
        self.assertNotIn(article.title, self.server.received[0].body.decode())

    def test_an_update_says_how_weighty_it_is(self) -> None:
        article = publish_article()
        send_due()
        article.title = "利率升至百分之五"
        publishing.save(article)
        send_due()
        data = self.server.received[1].document["data"]
        self.assertEqual((data["kind"], data["change"]), ("updated", "substantive"))
        self.assertEqual(data["sequence"], 2)

    def test_of_one_that_wants_some_variants_only_those_are_named(self) -> None:
        Receiver.objects.update(variants=["zh-tw", "en"])
        publish_article()
        send_due()
        addresses = self.server.received[0].document["data"]["addresses"]
        self.assertEqual([*addresses], ["zh-tw"])

    def test_what_was_accepted_is_not_sent_again(self) -> None:
        publish_article()
        send_due()
        send_due()
        self.assertEqual(len(self.server.received), 1)
        row = self.delivery()
        self.assertEqual(
            (row.state, row.status_code, row.attempts), (State.ACCEPTED, 200, 1)
        )
        self.assertIsNotNone(row.sent_at)
        self.assertEqual((row.claim, row.claimed_until), ("", None))

    def test_events_are_numbered_for_each_receiver_as_they_are_sent(self) -> None:
        make_receiver(self.server.url("other"))
        for _n in range(3):
            publish_article()
        send_due()
        numbers: dict[str, list[int]] = {}
        for got in self.server.received:
            numbers.setdefault(got.path, []).append(got.document["data"]["sequence"])
        self.assertEqual(numbers, {"/hook": [1, 2, 3], "/other": [1, 2, 3]})


class FailingTests(SendingCase):
    def setUp(self) -> None:
        super().setUp()
        publish_article()

    def test_what_fails_is_tried_again_later_under_the_same_numbers(self) -> None:
        self.server.answers = [500]
        self.assertEqual(send_due().failed, 1)
        row = self.delivery()
        self.assertEqual((row.state, row.status_code), (State.RETRYING, 500))
        self.assertEqual(row.error, "500 Internal Server Error")
        send_due()
        self.assertEqual(len(self.server.received), 1)
        with later(PAUSES[0] + timedelta(seconds=1)):
            self.assertEqual(send_due().accepted, 1)
        first, second = self.server.received
        self.assertEqual(first.headers["webhook-id"], second.headers["webhook-id"])
        self.assertEqual(
            [got.document["data"]["sequence"] for got in (first, second)], [1, 1]
        )
        self.assertEqual(states(), [State.ACCEPTED])

    def test_pauses_grow_and_it_is_given_up_in_the_end(self) -> None:
        self.server.answers = [503] * 50
        waited = timedelta()
        for pause in PAUSES:
            with later(waited):
                send_due()
                left = self.delivery().due_at - timezone.now()
            self.assertEqual(left, pause)
            waited += pause + timedelta(seconds=1)
        with later(waited):
            self.assertEqual(send_due().given_up, 1)
        self.assertEqual(states(), [State.GIVEN_UP])
        with later(waited + timedelta(days=9)):
            self.assertEqual(send_due().tried, 0)
        self.assertEqual(sorted(PAUSES), [*PAUSES])

    def test_what_was_given_up_can_be_sent_again(self) -> None:
        Delivery.objects.update(state=State.GIVEN_UP, attempts=10)
        self.assertEqual(outbox.send_again([self.delivery()]), 1)
        send_due()
        self.assertEqual(states(), [State.ACCEPTED])

    def test_what_was_accepted_cannot(self) -> None:
        send_due()
        self.assertEqual(outbox.send_again([self.delivery()]), 0)

    def test_a_receiver_may_ask_for_a_longer_pause_of_a_day_at_most(self) -> None:
        for asked, waits in (("3600", 3600), ("9999999", 86_400), ("1", 30)):
            Delivery.objects.update(
                state=State.WAITING, attempts=0, due_at=hours_ago(1)
            )
            self.server.answers, self.server.headers = [429], {"Retry-After": asked}
            with later(timedelta()):
                send_due()
                left = self.delivery().due_at - timezone.now()
            self.assertEqual(left.total_seconds(), waits)

    def test_one_that_is_gone_is_switched_off_and_says_why(self) -> None:
        publish_article()
        self.server.answers = [410]
        send_due()
        self.receiver.refresh_from_db()
        self.assertFalse(self.receiver.is_active)
        self.assertIn("410 Gone", self.receiver.stopped_because)
        self.assertEqual(states(), [State.GIVEN_UP, State.WAITING])
        send_due()
        self.assertEqual(len(self.server.received), 1)

    def test_a_redirect_is_not_followed(self) -> None:
        self.server.answers = [307]
        send_due()
        self.assertEqual([got.path for got in self.server.received], ["/hook"])
        self.assertIn("redirects are not followed", self.delivery().error)

    def test_a_receiver_that_fails_is_left_alone_for_the_run(self) -> None:
        publish_article()
        self.server.answers = [500, 500]
        send_due()
        self.assertEqual(len(self.server.received), 1)

    def test_nobody_listening_is_a_failure(self) -> None:
        self.server.server_close()
        send_due()
        self.assertIn("connection: ", self.delivery().error)

    def test_one_that_does_not_answer_is_left(self) -> None:
        self.server.delay = 3
        with patch.object(posting, "SILENCE_SECONDS", 0.2):
            send_due()
        self.assertEqual(self.delivery().error, "no answer in time")

    def test_no_more_than_the_first_line_of_an_answer_is_kept(self) -> None:
        self.server.answers, self.server.content = (
            [400],
            b"\nbad\x00 key\n" + b"x" * 10**6,
        )
        send_due()
        self.assertEqual(self.delivery().error, "400 Bad Request: bad key")

    def test_nothing_is_sent_into_our_own_network(self) -> None:
        for host in ("127.0.0.1", "10.0.0.1", "169.254.169.254"):
            Delivery.objects.update(
                state=State.WAITING, attempts=0, due_at=hours_ago(1)
            )
            Receiver.objects.update(address=self.server.url(host=host))
            send_due()
            self.assertIn("not a public address", self.delivery().error)
        self.assertEqual(self.server.received, [])

    def test_what_was_settled_long_ago_is_forgotten(self) -> None:
        send_due()
        with later(KEPT):
            publish_article()
            send_due()
        self.assertEqual(Delivery.objects.count(), 1)


class LeaseTests(SendingCase):
    def test_what_a_killed_process_had_claimed_is_sent_after_its_lease(self) -> None:
        publish_article()
        (claimed,) = claim_due(self.receiver, 1)
        self.assertEqual(send_due().tried, 0)
        with later(LEASE):
            self.assertEqual(send_due().accepted, 1)
        got = self.server.received[0].headers["webhook-id"]
        self.assertEqual(got, claimed.event_id)

    def test_one_killed_behind_its_message_sends_it_again_under_its_number(
        self,
    ) -> None:
        publish_article()
        with (
            patch("articles.outbox.sending.settle", side_effect=SystemExit),
            self.assertRaises(SystemExit),
        ):
            send_due()
        with later(LEASE):
            send_due()
        first, second = self.server.received
        self.assertEqual(first.document["data"], second.document["data"])

    def test_who_lost_a_claim_marks_nothing(self) -> None:
        publish_article()
        (first,) = claim_due(self.receiver, 1)
        with later(LEASE):
            (second,) = claim_due(self.receiver, 1)
            self.assertFalse(settle(first, state=State.GIVEN_UP))
            self.assertTrue(settle(second, state=State.ACCEPTED))
        self.assertEqual(states(), [State.ACCEPTED])


class StandingTests(SendingCase):
    def test_what_is_under_embargo_by_then_waits_for_its_end(self) -> None:
        publish_article()
        until = timezone.now() + timedelta(hours=1)
        Article.objects.update(embargoed_until=until)
        self.assertEqual(send_due().tried, 0)
        self.assertEqual((states(), self.delivery().due_at), ([State.WAITING], until))
        self.assertIsNone(self.delivery().sequence)
        with later(timedelta(hours=1)):
            send_due()
        self.assertEqual(self.server.kinds, ["published"])

    def test_what_is_withdrawn_by_then_is_not_told_as_published(self) -> None:
        publish_article()
        Article.objects.update(status=Status.WITHDRAWN)
        self.assertEqual(send_due().dropped, 1)
        self.assertEqual((states(), self.server.received), ([State.DROPPED], []))

    def test_what_came_back_is_not_told_as_ended(self) -> None:
        for kind in ("withdrawn", "killed"):
            publish_article()
            Delivery.objects.filter(state=State.WAITING).update(kind=kind)
        self.assertEqual(send_due().dropped, 2)

    def test_what_is_dropped_leaves_no_gap_in_the_numbers(self) -> None:
        publish_article()
        Article.objects.update(status=Status.WITHDRAWN)
        publish_article()
        send_due()
        self.assertEqual(self.server.received[0].document["data"]["sequence"], 1)

    def test_an_end_by_the_clock_is_told(self) -> None:
        publish_article(expires_at=timezone.now() + timedelta(hours=1))
        send_due()
        with later(timedelta(hours=1)):
            send_due()
        self.assertEqual(self.server.kinds, ["published", "withdrawn"])

    def test_a_scheduled_article_is_told_at_its_hour(self) -> None:
        publish_article(published_at=timezone.now() + timedelta(hours=1))
        self.assertEqual(send_due().tried, 0)
        with later(timedelta(hours=1)):
            send_due()
        self.assertEqual(self.server.kinds, ["published"])

    def test_a_deleted_article_is_told_as_withdrawn(self) -> None:
        article = publish_article(slug="gone")
        send_due()
        publishing.delete(article)
        send_due()
        self.assertEqual(self.server.kinds, ["published", "withdrawn"])
        addresses = self.server.received[1].document["data"]["addresses"]
        self.assertEqual(addresses["zh-cn"], f"{SITE}/zh-cn/articles/gone/")


class CommandTests(SendingCase):
    def test_it_says_what_it_did(self) -> None:
        publish_article()
        out = StringIO()
        call_command("send_outbox", stdout=out)
        self.assertEqual(
            out.getvalue(),
            "1 accepted, 0 failed and tried again later, 0 given up, "
            "0 not needed any more.\n",
        )

    def test_it_fails_where_a_receiver_does(self) -> None:
        publish_article()
        self.server.answers = [500]
        with self.assertRaises(CommandError):
            call_command("send_outbox", stdout=StringIO())
