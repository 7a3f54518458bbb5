"""Hand deliveries that are due to one sender at a time.

A claim is one conditional UPDATE of the rows themselves, so that of two senders one gets
each; it ends by itself, so that what a killed process had begun is sent by another.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Delivery, Receiver

# Far longer than a message may take.
LEASE = timedelta(minutes=2)


def claim_due(receiver: Receiver, most: int) -> list[Delivery]:
    """Claim the next deliveries of a receiver, at most so many. Three queries."""
    now = timezone.now()
    due = Delivery.objects.due(now).filter(receiver=receiver)
    numbers = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    if not numbers:
        return []
    claim = uuid.uuid4().hex
    # The rows' own columns alone: PostgreSQL asks them again once a lock is free.
    Delivery.objects.due(now).filter(pk__in=numbers).update(
        claim=claim, claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    claimed = Delivery.objects.filter(claim=claim).select_related("article__source")
    return list(claimed.order_by("due_at", "pk"))


def settle(delivery: Delivery, **values: Any) -> bool:
    """End the claim on a delivery with these values; tell whether it was still ours."""
    own = Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim)
    return bool(own.update(claim="", claimed_until=None, **values))


@transaction.atomic
def number(receiver: Receiver, deliveries: Sequence[Delivery]) -> None:
    """Give the next numbers of the receiver to those that have none."""
    fresh = [one for one in deliveries if one.sequence is None]
    if not fresh:
        return
    rows = Receiver.objects.filter(pk=receiver.pk)
    rows.update(last_sequence=F("last_sequence") + len(fresh))
    last = rows.values_list("last_sequence", flat=True).get()
    for sequence, delivery in enumerate(fresh, start=last - len(fresh) + 1):
        delivery.sequence = sequence
    Delivery.objects.bulk_update(fresh, ["sequence"])
