"""The outbox: what each receiver is still to be told, and what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import ChangeKind
from articles.models.article import Article
from articles.models.receiver import Receiver


def new_event_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Words for choosing deliveries. Every method chains."""

    def open(self) -> Self:
        """Keep those that are still to be sent, now or later."""
        return self.filter(state__in=Delivery.OPEN)

    def due(self, at: datetime) -> Self:
        """Keep those to be sent at a moment that nobody has claimed then."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.open().filter(free, due_at__lte=at)

    def untouched(self) -> Self:
        """Keep those that nobody has begun to send."""
        return self.filter(state=Delivery.State.WAITING, attempts=0)


class Delivery(models.Model):
    """One event for one receiver.

    ``event_id`` stays the same however often it is sent. ``slug`` and ``language`` are those
    of the article at the event, ``topics`` the addresses of the feeds that it changed. Who
    sends it has a ``claim`` on it until a moment, and marks it only while the claim is its
    own. It gets its ``sequence``, one of the receiver's, when it is first sent.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        UPDATED = "updated", _("Updated")
        CORRECTED = "corrected", _("Corrected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        KILLED = "killed", _("Killed")
        IMPORTED = "imported", _("Archive imported")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RETRYING = "retrying", _("Failed, is tried again")
        ACCEPTED = "accepted", _("Sent and accepted")
        GIVEN_UP = "given_up", _("Given up")
        DROPPED = "dropped", _("Not needed any more")

    OPEN = (State.WAITING, State.RETRYING)
    ENDED = (Kind.WITHDRAWN, Kind.KILLED)

    receiver = models.ForeignKey(
        Receiver,
        models.CASCADE,
        related_name="deliveries",
        verbose_name=_("receiver"),
    )
    event_id = models.CharField(
        _("number of the event"), max_length=40, unique=True, default=new_event_id
    )
    kind = models.CharField(_("event"), max_length=9, choices=Kind)
    change = models.CharField(max_length=11, choices=ChangeKind, blank=True)
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("article"),
    )
    slug = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=35, blank=True)
    topics = models.JSONField(default=list)
    occurred_at = models.DateTimeField(_("happened"))

    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    due_at = models.DateTimeField(_("due"))
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sequence = models.PositiveBigIntegerField(_("sequence"), null=True)
    status_code = models.PositiveSmallIntegerField(_("last answer"), null=True)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("accepted"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "sequence"], name="receivers_count_what_they_get"
            )
        ]
        indexes = [
            models.Index(
                fields=["receiver", "due_at"],
                condition=Q(state__in=["waiting", "retrying"]),
                name="deliveries_to_be_sent",
            ),
            models.Index(fields=["claim"], name="deliveries_by_claim"),
            models.Index(fields=["state", "occurred_at"], name="deliveries_by_state"),
        ]

    def __str__(self) -> str:
        moment = timezone.localtime(self.occurred_at)
        return f"{self.get_kind_display()}: {self.slug or '–'}, {moment:%Y-%m-%d %H:%M}"
