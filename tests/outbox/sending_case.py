"""Tests that send to a partner's server on this machine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.test import TestCase, override_settings
from django.utils import timezone

from articles.models import Delivery
from tests.outbox.receiving import PartnerServer, make_receiver

SITE = "https://desk.example"


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def later(delta: timedelta) -> Any:
    """Let it be that much later for whoever asks Django for the time."""
    moment = timezone.now() + delta
    return patch("django.utils.timezone.now", return_value=moment)


@override_settings(FETCH_ALLOWED_HOSTS=["localhost"], SITE_URL=SITE)
class SendingCase(TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(PartnerServer())
        self.receiver = make_receiver(self.server.url())

    def delivery(self) -> Delivery:
        return Delivery.objects.get()
