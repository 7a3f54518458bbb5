"""Notices that tell readers of errors in articles that they could read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONArray
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import CorrectionSeverity
from articles.models.article import Article
from articles.models.article_queryset import ArticleQuerySet
from articles.models.relation import Collected

LONGEST_CORRECTION = 2_000


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Words for choosing corrections. Every method chains."""

    def public(self, language_group: str) -> CorrectionQuerySet:
        """Keep those of articles that lists of these readers hold now."""
        listed = Article.objects.listed().in_language_group(language_group)
        return self.filter(article__in=listed.order_by().values("pk"))


class Correction(models.Model):
    """A notice on an article, in the article's language. Plain text."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    severity = models.CharField(
        _("severity"),
        max_length=13,
        choices=CorrectionSeverity,
        default=CorrectionSeverity.CORRECTION,
    )
    text = models.TextField(_("text"), max_length=LONGEST_CORRECTION)
    corrected_at = models.DateTimeField(_("corrected"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_at", "-id"]
        indexes = [
            models.Index(fields=["-corrected_at", "-id"], name="corrections_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}: {self.text[:80]}"


@dataclass(frozen=True)
class CorrectionNotice:
    """A correction as it was read together with its article."""

    severity: CorrectionSeverity
    text: str
    corrected_at: datetime


def with_corrections(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Annotate ``correction_rows``: a page needs no query of its own for them."""
    own = Correction.objects.filter(article=OuterRef("pk"))
    rows = own.order_by().annotate(
        rows=Collected(JSONArray("corrected_at", "id", "severity", "text"))
    )
    return articles.annotate(correction_rows=Subquery(rows.values("rows")))


def corrections_of(article: Article) -> list[CorrectionNotice]:
    """Return the corrections of an article of ``with_corrections``, newest first.

    None for an article that is not stored. No query.
    """
    rows: list[Any] = getattr(article, "correction_rows", None) or []
    read = sorted(((_moment(row[0]), *row[1:]) for row in rows), reverse=True)
    return [
        CorrectionNotice(CorrectionSeverity(severity), text, moment)
        for moment, _number, severity, text in read
    ]


def _moment(written: str) -> datetime:
    """Read a time as a database writes it into JSON; SQLite leaves out that it is UTC."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
