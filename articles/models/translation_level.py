"""How far versions of one story in two languages have gone together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from articles.choices import Status
from articles.models.article import Article
from articles.models.revision import Revision

_GONE = (Status.SPIKED, Status.KILLED)


class TranslationLevelQuerySet(models.QuerySet["TranslationLevel"]):
    """Words for choosing levels. Every method chains."""

    def behind(self) -> TranslationLevelQuerySet:
        """Keep those whose article has not followed a change, the longest behind first."""
        return self.filter(
            Q(article__translation_key=F("other__translation_key"))
            & ~Q(article__translation_key=""),
            behind_since__isnull=False,
        ).exclude(Q(article__status__in=_GONE) | Q(other__status__in=_GONE))


class TranslationLevel(models.Model):
    """The state of ``other`` that ``article``, a version of the same story, says the same as.

    ``behind_since`` is when ``other`` changed first after it; None while both are level.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="levels")
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    behind_since = models.DateTimeField(null=True)

    objects = TranslationLevelQuerySet.as_manager()

    class Meta:
        ordering = ["behind_since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "other"], name="one_level_of_two_versions"
            ),
            models.CheckConstraint(
                condition=~Q(article=F("other")), name="no_version_of_itself"
            ),
        ]
        indexes = [
            # Few are behind, and the board asks for them alone.
            models.Index(
                fields=["behind_since"],
                condition=Q(behind_since__isnull=False),
                name="versions_behind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}"
