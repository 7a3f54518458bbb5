"""Send what is due, and keep what came of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles.models import Delivery, Receiver, content_change
from articles.outbox.claims import claim_due, number, settle
from articles.outbox.messages import compose
from articles.outbox.posting import Answer, post
from articles.outbox.standing import Standing, standings

logger = logging.getLogger(__name__)

# How long to wait after each attempt that failed: about three and a half days in all.
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (
        *(30, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600),
        *(10 * 3600, 14 * 3600, 24 * 3600, 24 * 3600),
    )
)
_LONGEST_PAUSE = timedelta(days=1)
# Hubs and search engines take many events in one message.
_TOGETHER = 50
# What was settled is kept so long.
KEPT = timedelta(days=90)

State = Delivery.State


@dataclass
class SendingResult:
    """How many deliveries were accepted, failed, were given up, or were not needed."""

    accepted: int = 0
    failed: int = 0
    given_up: int = 0
    dropped: int = 0

    @property
    def tried(self) -> int:
        return self.accepted + self.failed + self.given_up


def send_due(most: int = 1_000) -> SendingResult:
    """Send what is due, at most so much; return what came of it.

    A receiver that fails is left alone for the rest of the run. What others send meanwhile
    is theirs.
    """
    result = SendingResult()
    for receiver in Receiver.objects.active():
        is_webhook = receiver.kind == Receiver.Kind.WEBHOOK
        while left := max(0, most - result.tried):
            batch = claim_due(receiver, 1 if is_webhook else min(left, _TOGETHER))
            if not batch or not _send(receiver, batch, result):
                break
    if result.tried:
        _forget_settled()
    return result


def send_again(deliveries: Sequence[Delivery]) -> int:
    """Let what was given up be sent again, as if for the first time; return how many."""
    rows = Delivery.objects.filter(
        pk__in=[one.pk for one in deliveries],
        state__in=[State.GIVEN_UP, State.RETRYING],
    )
    return rows.update(state=State.WAITING, attempts=0, due_at=timezone.now())


def _send(receiver: Receiver, batch: Sequence[Delivery], result: SendingResult) -> bool:
    """Send a claimed batch; tell whether to go on with the receiver."""
    true = []
    for delivery, standing in standings(receiver, batch):
        if standing is Standing.TRUE:
            true.append(delivery)
        elif standing is Standing.OVER:
            settle(delivery, state=State.DROPPED)
            result.dropped += 1
        else:
            starts = delivery.article and delivery.article.listed_from
            due_at = starts or delivery.due_at
            settle(delivery, state=State.WAITING, due_at=due_at, attempts=0)
    if not true:
        return True
    number(receiver, true)
    answer = post(compose(receiver, true))
    now = timezone.now()
    if answer.is_accepted:
        for delivery in true:
            settle(
                delivery,
                state=State.ACCEPTED,
                status_code=answer.status,
                error="",
                sent_at=now,
            )
        result.accepted += len(true)
        return True
    for delivery in true:
        _settle_failure(delivery, answer, now, result)
    if answer.is_gone:
        _switch_off(receiver, answer, now)
    return False


def _settle_failure(
    delivery: Delivery, answer: Answer, now: datetime, result: SendingResult
) -> None:
    is_over = answer.is_gone or delivery.attempts > len(PAUSES)
    if is_over:
        values: dict[str, Any] = {"state": State.GIVEN_UP}
        result.given_up += 1
    else:
        pause = PAUSES[delivery.attempts - 1]
        asked = timedelta(seconds=answer.retry_after or 0)
        due_at = now + max(pause, min(asked, _LONGEST_PAUSE))
        values = {"state": State.RETRYING, "due_at": due_at}
        result.failed += 1
    settle(delivery, status_code=answer.status, error=answer.reason[:500], **values)


def _switch_off(receiver: Receiver, answer: Answer, now: datetime) -> None:
    """Switch off a receiver that says that it is gone for good."""
    day = timezone.localtime(now)
    reason = f"{answer.reason}, {day:%Y-%m-%d %H:%M}"[:300]
    rows = Receiver.objects.filter(pk=receiver.pk)
    with content_change():  # Feeds name hubs.
        rows.update(is_active=False, stopped_because=reason)
    logger.warning("Receiver %s was switched off: %s", receiver.pk, answer.reason)


def _forget_settled() -> None:
    over = timezone.now() - KEPT
    settled = [State.ACCEPTED, State.DROPPED]
    Delivery.objects.filter(state__in=settled, occurred_at__lt=over).delete()
