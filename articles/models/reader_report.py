"""Reports by readers that something in an article is wrong."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.models.article import Article

# Of all that readers say in one report; several may say the same words differently.
LONGEST_REPORT = 2_000


class ReaderReport(models.Model):
    """Readers' word that something is wrong, stored once however many say it.

    Of a wording, ``passage`` is the words that read wrong in the variant, once for each
    sentence. Of a fact, ``note`` says what is wrong; ``passage`` may be empty. ``contact``
    is how a reader wants to be answered, and is forgotten when the report is decided.
    """

    class Kind(models.TextChoices):
        WORDING = "wording", _("Wording or character")
        FACT = "fact", _("Fact")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        FIXED = "fixed", _("Fixed")
        DISMISSED = "dismissed", _("Dismissed")

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="reader_reports",
        verbose_name=_("article"),
    )
    kind = models.CharField(
        _("what is wrong"), max_length=7, choices=Kind, default=Kind.WORDING
    )
    variant = models.CharField(_("variant"), max_length=5, choices=Variant)
    passage = models.CharField(_("passage"), max_length=200, blank=True)
    sentence = models.TextField(_("sentence"), blank=True)
    note = models.TextField(
        _("what the reader says"), max_length=LONGEST_REPORT, blank=True
    )
    contact = models.CharField(_("how to answer"), max_length=200, blank=True)
    report_count = models.PositiveIntegerField(_("times reported"), default=1)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)

    class Meta:
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.passage or self.note[:80]
