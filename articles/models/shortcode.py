"""What the desk wants to become of shortcodes that have no meaning of their own."""

from __future__ import annotations

from collections import Counter

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.choices import ShortcodeTreatment
from articles.models.article import Article


class Shortcode(models.Model):
    """A shortcode's name with its treatment, in the bodies of all articles.

    ``Article.shortcodes`` tells which articles hold one of the name.
    """

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_(
            "As it stands in a text: video for {{< video … >}}, and for an include its file "
            "too: include video.html. One with a meaning of its own, such as figure, keeps it."
        ),
    )
    treatment = models.CharField(_("becomes"), max_length=7, choices=ShortcodeTreatment)

    class Meta:
        verbose_name = _("shortcode")
        verbose_name_plural = _("shortcodes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def treatments(cls) -> dict[str, str]:
        """Return the treatments by name. A query."""
        return dict(cls.objects.values_list("name", "treatment"))

    @staticmethod
    def counts() -> Counter[str]:
        """Count the articles for each name without a meaning of its own."""
        counts: Counter[str] = Counter()
        rows = Article.objects.exclude(shortcodes="").order_by()
        for names, count in rows.values_list("shortcodes").annotate(n=Count("pk")):
            counts.update(dict.fromkeys(names.split("\n")[1:-1], count))
        return counts

    @staticmethod
    def holding(name: str) -> Q:
        """Return the condition for articles that hold a shortcode of that name."""
        return ~Q(shortcodes="") & Q(shortcodes__contains=f"\n{name}\n")

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
