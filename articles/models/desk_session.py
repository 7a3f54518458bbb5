"""The sessions of accounts, by what their owners know again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeskSession(models.Model):
    """One session of one account. It goes with Django's own row of it."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="desk_session")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_sessions"
    )
    user_agent = models.CharField(max_length=300, blank=True)
    client_address = models.GenericIPAddressField(
        null=True, blank=True, help_text="As it was seen last."
    )
    signed_in_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(
        default=timezone.now,
        help_text="Within some minutes: not every page is recorded.",
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.user_agent}"
