"""Changes to live articles that went out before anybody who may publish read them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision


class AfterCheckQuerySet(models.QuerySet["AfterCheck"]):
    """Words for choosing after-checks. Every method chains."""

    def open(self) -> AfterCheckQuerySet:
        """Keep those that nobody has taken yet."""
        return self.filter(at=None)


class AfterCheck(models.Model):
    """A revision that went out at once, and who read it afterwards."""

    revision = models.OneToOneField(
        Revision, models.CASCADE, related_name="after_check"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    at = models.DateTimeField(_("checked"), null=True, blank=True)

    objects = AfterCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("after-check")
        verbose_name_plural = _("after-checks")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(at=None),
                name="after_checks_that_are_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.revision)
