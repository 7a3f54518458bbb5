"""Send behind responses, where the site has no timer. No reader waits for it."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.background_threads import BackgroundThread
from articles.models import Delivery
from articles.outbox.sending import send_due

logger = logging.getLogger(__name__)

INTERVAL = 5.0  # Seconds.
_MOST = 20


class SendOutboxMiddleware:
    """Have a thread send what is due, after a response, every few seconds at most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.OUTBOX_AFTER_RESPONSES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.asked_at = -math.inf

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        now = time.monotonic()
        if now - self.asked_at >= INTERVAL:
            self.asked_at = now
            start_sending()
        return response


def start_sending() -> None:
    """Start a thread that sends, unless this process has one that does."""
    _thread.start()


def _work() -> None:
    try:
        if Delivery.objects.due(timezone.now()).exists():
            send_due(_MOST)
    except DatabaseError:
        logger.exception("The outbox was not sent.")
    finally:
        connection.close()


_thread = BackgroundThread(_work, name="outbox")
