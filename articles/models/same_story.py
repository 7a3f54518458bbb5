"""Articles that may be one story: of another outlet, or in another script."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class StorySketch(models.Model):
    """A few numbers drawn from an article's text: near-equal texts share most of them.

    ``text_digest`` is the article's at that time: another means that it reads otherwise.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="story_sketch"
    )
    text_digest = models.CharField(max_length=16)
    numbers = models.BinaryField(
        help_text="Unsigned, of four bytes each, lowest first."
    )

    def __str__(self) -> str:
        return str(self.article_id)


class SameStoryQuerySet(models.QuerySet["SameStory"]):
    """Words for choosing pairs. Every method chains."""

    def open(self) -> Self:
        """Keep what nobody has decided yet."""
        return self.filter(decision="")


class SameStory(models.Model):
    """Two articles with near-equal texts, the one stored first first. Nothing follows
    from it: an editor looks."""

    class Decision(models.TextChoices):
        SAME = "same", _("One story")
        DIFFERENT = "different", _("Two stories")

    first = models.ForeignKey(
        Article, models.CASCADE, related_name="+", verbose_name=_("article")
    )
    second = models.ForeignKey(
        Article, models.CASCADE, related_name="+", verbose_name=_("other article")
    )
    percent = models.PositiveSmallIntegerField(
        _("alike"), help_text=_("The share of the texts that is equal, in per cent.")
    )
    decision = models.CharField(
        _("decision"), max_length=9, choices=Decision, blank=True
    )

    objects = SameStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("probable same story")
        verbose_name_plural = _("probable same stories")
        ordering = ["decision", "-percent", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_once")
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
