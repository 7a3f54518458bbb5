from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Delivery, Receiver
from articles.outbox import is_secret
from articles.serving import read_version
from tests.factories import make_article
from tests.outbox.receiving import SECRET, make_delivery, make_receiver
from tests.people import make_chief

ADD = reverse("admin:articles_receiver_add")
DELIVERIES = reverse("admin:articles_delivery_changelist")
FIELDS = {
    "name": "合作方",
    "kind": "webhook",
    "address": "https://partner.example/hook",
    "is_active": "on",
}


class DeskCase(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)


class ReceiverTests(DeskCase):
    def test_kept_feeds_name_a_new_hub(self) -> None:
        before = read_version()
        self.add(kind="websub")
        self.assertTrue(Receiver.objects.hubs().exists())
        self.assertGreater(read_version(), before)

    def add(self, **fields: Any) -> Any:
        return self.client.post(ADD, FIELDS | fields)

    def test_a_secret_that_is_left_empty_is_made(self) -> None:
        for kind in Receiver.Kind:
            self.add(kind=kind.value, name=kind.value)
        secrets = dict(Receiver.objects.values_list("kind", "secret"))
        self.assertTrue(is_secret(secrets["webhook"]))
        self.assertRegex(secrets["indexnow"], "^[0-9a-f]{32}$")
        self.assertEqual(secrets["websub"], "")

    def test_a_secret_that_cannot_sign_is_refused(self) -> None:
        for kind, secret in (
            ("webhook", "password"),
            ("webhook", "whsec_c2hvcnQ="),
            ("indexnow", "../admin"),
        ):
            answer = self.add(kind=kind, secret=secret)
            self.assertEqual(answer.status_code, 200, secret)
            self.assertIn("secret", answer.context["adminform"].form.errors)

    def test_one_of_another_kind_gets_another_secret(self) -> None:
        receiver = make_receiver()
        page = reverse("admin:articles_receiver_change", args=[receiver.pk])
        self.client.post(page, FIELDS | {"kind": "indexnow", "secret": SECRET})
        receiver.refresh_from_db()
        self.assertRegex(receiver.secret, "^[0-9a-f]{32}$")

    def test_only_the_web_is_told(self) -> None:
        answer = self.add(address="ftp://partner.example/")
        self.assertIn("address", answer.context["adminform"].form.errors)

    def test_saving_keeps_the_number_of_what_was_sent_meanwhile(self) -> None:
        receiver = make_receiver(variants=["en"])
        page = reverse("admin:articles_receiver_change", args=[receiver.pk])
        opened = self.client.get(page).context["adminform"].form
        Receiver.objects.update(last_sequence=7)
        self.assertEqual(opened["variants"].value(), ["en"])
        self.client.post(page, FIELDS | {"secret": SECRET, "note": "改"})
        receiver.refresh_from_db()
        self.assertEqual((receiver.note, receiver.last_sequence), ("改", 7))

    def test_one_that_is_switched_on_again_forgets_why_it_was_off(self) -> None:
        receiver = make_receiver(is_active=False, stopped_because="410 Gone")
        page = reverse("admin:articles_receiver_change", args=[receiver.pk])
        self.assertContains(self.client.get(page), "410 Gone")
        self.client.post(page, FIELDS | {"secret": SECRET})
        receiver.refresh_from_db()
        self.assertEqual((receiver.is_active, receiver.stopped_because), (True, ""))


class DeliveryTests(DeskCase):
    def test_the_list_says_what_became_of_each(self) -> None:
        state = Delivery.State.GIVEN_UP
        make_delivery(make_article(title="油价"), state=state, error="500 Oops")
        answer = self.client.get(DELIVERIES, {"state": state})
        self.assertContains(answer, "油价")
        self.assertContains(answer, "500 Oops")
        self.assertContains(answer, "Given up")
        self.assertNotContains(
            self.client.get(DELIVERIES, {"state": "accepted"}), "油价"
        )

    def test_a_long_list_costs_no_more_queries(self) -> None:
        receiver = make_receiver()
        counts = set()
        self.client.get(DELIVERIES)
        for _n in range(2):
            for _m in range(3):
                make_delivery(make_article(), receiver=receiver)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(DELIVERIES)
            counts.add(len(queries))
        self.assertEqual(len(counts), 1)

    def test_what_was_given_up_is_sent_again(self) -> None:
        delivery = make_delivery(state=Delivery.State.GIVEN_UP, attempts=10)
        chosen = {"action": "send_again", "_selected_action": [delivery.pk]}
        answer = self.client.post(DELIVERIES, chosen, follow=True)
        self.assertContains(answer, "1 delivery is sent again within a minute.")
        delivery.refresh_from_db()
        self.assertEqual((delivery.state, delivery.attempts), ("waiting", 0))
