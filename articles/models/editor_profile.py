"""The choices that an editor made for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditorProfile(models.Model):
    """The choices of one account, the same in every browser.

    Without a language the desk speaks the one that the browser asks for. A session keeps
    the language under ``SESSION_KEY``, so that no page asks the table for it.
    """

    SESSION_KEY = "desk_language"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="editor_profile",
    )
    language = models.CharField(
        _("language of the desk"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
    )

    class Meta:
        verbose_name = _("editor's choices")
        verbose_name_plural = _("editors' choices")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.language}"
