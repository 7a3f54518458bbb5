"""What imports found out about sources, and what editors decided of it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Language
from articles.models.taxonomy import Source
from articles.variants.engine import fold


class FoundSourceQuerySet(models.QuerySet["FoundSource"]):
    """Words for choosing found sources. Every method chains."""

    def open(self) -> Self:
        """Keep those that no editor has decided on yet."""
        return self.filter(decision="")

    def named(self, label: str, name: str) -> FoundSource | None:
        """Return the row for a label and a name in a file; None if there is none."""
        return self.filter(key=FoundSource.key_of(label, name)).first()


class FoundSource(models.Model):
    """A source as files name it: the label of a link and the name beside it.

    Later files that name it so get its ``source``, however that is called by now; none if
    the row is refused, or only guessed and not accepted yet.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    key = models.CharField(
        max_length=520,
        unique=True,
        editable=False,
        help_text="Label and name, folded: spellings in either script are one.",
    )
    label = models.CharField(_("label"), max_length=255)
    name = models.CharField(_("name in the files"), max_length=255)
    is_guess = models.BooleanField(
        _("only guessed"),
        default=False,
        help_text=_("No file says so: the name comes from an address or an opening."),
    )
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="found_sources",
        verbose_name=_("source"),
    )
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision, blank=True
    )

    objects = FoundSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source found")
        verbose_name_plural = _("sources found")
        ordering = ["label", "name"]

    def __str__(self) -> str:
        return self.label if self.name == self.label else f"{self.label}: {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = self.key_of(self.label, self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @staticmethod
    def key_of(label: str, name: str) -> str:
        label, name = label[:255], name[:255]
        # “%” has no letters to fold, and is a label all the same.
        return f"{(fold(label) or label)[:255]}\t{(fold(name) or name)[:255]}"


class SourceEvidence(models.Model):
    """How many files of a source, in one archive and language, hold one notice.

    It is the source's disclaimer there where it ``is_enough``.
    """

    ENOUGH_FILES = 5
    ENOUGH_PERCENT = 95

    source = models.ForeignKey(Source, models.CASCADE, related_name="evidence")
    archive = models.CharField(_("archive"), max_length=255)
    language = models.CharField(_("language"), max_length=20, choices=Language)
    notice = models.TextField(
        _("notice"), help_text="The one that most of these files hold."
    )
    files = models.PositiveIntegerField(_("files"))
    holders = models.PositiveIntegerField(_("files that hold the notice"))

    class Meta:
        verbose_name = _("evidence of a source's notice")
        verbose_name_plural = _("evidence of sources' notices")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "archive", "language"],
                name="one_evidence_per_source_archive_and_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.holders} / {self.files}"

    @property
    def percent(self) -> int:
        """The share of files that hold the notice, rounded down."""
        return self.holders * 100 // self.files if self.files else 0

    @property
    def is_enough(self) -> bool:
        return (
            self.holders >= self.ENOUGH_FILES
            and self.holders * 100 >= self.files * self.ENOUGH_PERCENT
        )


class FooterRule(models.Model):
    """A closing block that an editor named: to be lifted as a notice, or dropped.

    It counts for files imported from then on, and for all with ``--read-again``.
    """

    class Treatment(models.TextChoices):
        NOTICE = "notice", _("It is a notice: lift it out of the text")
        DROP = "drop", _("It is clutter: leave it out")

    source = models.ForeignKey(
        Source,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="footer_rules",
        verbose_name=_("source"),
        help_text=_("Empty: for the files of every source."),
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "The paragraph or lines as they stand at the end of files; * stands for any"
            " characters."
        ),
    )
    treatment = models.CharField(
        _("treatment"), max_length=6, choices=Treatment, default=Treatment.NOTICE
    )

    class Meta:
        verbose_name = _("closing block")
        verbose_name_plural = _("closing blocks")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]
