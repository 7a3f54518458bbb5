"""Receivers of publications: hubs of feeds, search engines and partners."""

from __future__ import annotations

import base64
import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.models.web_addresses import validate_web_address


class ReceiverQuerySet(models.QuerySet["Receiver"]):
    """Words for choosing receivers. Every method chains."""

    def active(self) -> Self:
        return self.filter(is_active=True).order_by("pk")

    def hubs(self) -> Self:
        """Keep the WebSub hubs that feeds name."""
        return self.active().filter(kind=Receiver.Kind.WEBSUB)


class Receiver(models.Model):
    """A program elsewhere that is told what becomes of articles.

    ``secret`` signs what a webhook gets, and is the key that IndexNow reads at the site's
    root; a hub has none. ``last_sequence`` is the number of the last event that was sent.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", _("Webhook of a partner")
        WEBSUB = "websub", _("WebSub hub")
        INDEXNOW = "indexnow", _("IndexNow (search engines)")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WEBHOOK)
    address = models.URLField(
        _("address"), max_length=500, validators=[validate_web_address]
    )
    secret = models.CharField(
        _("secret"),
        max_length=200,
        blank=True,
        help_text=_(
            "Empty: one is made. A webhook checks signatures with it; IndexNow reads its key "
            "at the root of this site. A hub needs none."
        ),
    )
    variants = models.JSONField(
        _("languages and scripts"),
        default=list,
        blank=True,
        help_text=_("Only what is read in one of these is told. None chosen: all."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    stopped_because = models.CharField(
        _("why it was switched off"), max_length=300, blank=True, editable=False
    )
    note = models.TextField(_("note"), blank=True)
    last_sequence = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("receiver")
        verbose_name_plural = _("receivers")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def wants(self, variants: tuple[Variant, ...]) -> bool:
        """Tell whether it is told of what is read in these variants."""
        return not self.variants or any(one in self.variants for one in variants)

    @staticmethod
    def new_secret(kind: str) -> str:
        """Make a secret of the kind: as Standard Webhooks writes one, or as IndexNow does."""
        if kind == Receiver.Kind.WEBHOOK:
            return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
        return secrets.token_hex(16) if kind == Receiver.Kind.INDEXNOW else ""
