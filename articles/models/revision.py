"""Saved states of articles, so that nothing written is ever lost."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import ChangeKind
from articles.models.article import Article
from articles.models.readable_json import ReadableEncoder


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Words for choosing revisions. Every method chains."""

    def by_editors(self) -> RevisionQuerySet:
        """Keep what somebody at the desk did. Like ``Revision.is_by_editor``."""
        return self.exclude(act=Revision.Act.IMPORTED)

    def imported(self) -> RevisionQuerySet:
        """Keep what imports brought."""
        return self.filter(act=Revision.Act.IMPORTED)

    def without_body(self) -> RevisionQuerySet:
        """Keep those whose body is the article's own still."""
        return self.exclude(fields__has_key="body")


class Revision(models.Model):
    """The state of an article after an act that changed it, with who did it.

    ``changes`` says what the act changed, by the names of ``fields``, for a line of the
    history: as ``publishing.changes_between`` gives it, empty where nobody has worked it
    out; and with ``note``, what was said with the act. ``rejected`` keeps the texts that lost where two editors had changed the same
    place. ``parents`` is there if others had saved meanwhile: the numbers of the revision
    that the editor started from (``base``) and of the newest then (``theirs``), and the
    fields as the editor had them (``ours``).

    An import leaves the body out of the ``fields``: it stands in the article. Whoever
    replaces it there puts it into these revisions first (``publishing.save``).
    """

    class Act(models.TextChoices):
        SAVED = "saved", _("Saved")
        HANDED_IN = "handed_in", _("Handed in")
        TAKEN_BACK = "taken_back", _("Taken back")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        SCHEDULED = "scheduled", _("Scheduled")
        UNSCHEDULED = "unscheduled", _("Schedule cancelled")
        UPDATED = "updated", _("Updated")
        CORRECTED = "corrected", _("Corrected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        KILLED = "killed", _("Killed")
        RESTORED = "restored", _("Restored")
        MERGED = "merged", _("Merged")
        IMPORTED = "imported", _("Imported")
        SPIKED = "spiked", _("Spiked")
        UNSPIKED = "unspiked", _("Unspiked")

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    act = models.CharField(_("act"), max_length=16, choices=Act)
    kind = models.CharField(
        _("kind of change"),
        max_length=11,
        choices=ChangeKind,
        blank=True,
        help_text="Of a change to a live article.",
    )
    changes = models.JSONField(
        _("changes"), default=dict, blank=True, encoder=ReadableEncoder
    )
    rejected = models.JSONField(
        _("not taken"), default=list, blank=True, encoder=ReadableEncoder
    )
    parents = models.JSONField(null=True, blank=True, encoder=ReadableEncoder)
    fields = models.JSONField(_("fields"), encoder=ReadableEncoder)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        get_latest_by = "id"
        indexes = [
            # Who began and who last touched an article: the rows themselves hold texts.
            models.Index(
                fields=["article", "-id", "created_by", "act"],
                name="revisions_by_whom",
            ),
            # Whether a person worked on an article. By the person alone, SQLite would read
            # every text that they ever saved.
            models.Index(
                fields=["created_by", "article"], name="revisions_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        saved = timezone.localtime(self.created_at)
        return f"{self.article_id}: {saved:%Y-%m-%d %H:%M}"

    @property
    def is_by_editor(self) -> bool:
        return self.act != self.Act.IMPORTED

    @property
    def recorded(self) -> dict[str, Any]:
        """The whole state, by the names of columns and labels. A query for the article if
        it is not at hand, and the body is its own."""
        if "body" in self.fields:
            return {**self.fields}
        return {**self.fields, "body": self.article.body}
