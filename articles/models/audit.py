"""The record of who did what to which article or account. It outlives both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.readable_json import ReadableEncoder
from articles.models.revision import Revision


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Words for choosing audit entries. Every method chains."""

    def by_people(self) -> AuditEntryQuerySet:
        """Leave out what imports did."""
        return self.exclude(act=Revision.Act.IMPORTED)

    def of_articles(self) -> AuditEntryQuerySet:
        """Leave out what was done to accounts."""
        return self.exclude(article_id=AuditEntry.NO_ARTICLE)


class AuditEntry(models.Model):
    """One act on an article, with who did it, as both were called at the time.

    Triggers of the database refuse to change or delete a row. There are no foreign keys:
    the entry stays as it is when the person, the article or the revision goes. ``detail``
    holds the revision's ``changes``, or what an act without a revision has to say. An act on
    an account has ``NO_ARTICLE``, the account's name as title and the path of its page.
    """

    NO_ARTICLE = 0

    class Act(models.TextChoices):
        """The acts that leave no revision."""

        DELETED = "deleted", _("Deleted for good")
        DECIDED = "decided", _("Decided a doubtful character")
        SHARED = "shared", _("Shared the preview")
        REVOKED = "revoked", _("Revoked a link to the preview")
        LINKED = "linked", _("Linked as a follow-up")
        UNLINKED = "unlinked", _("Unlinked a follow-up")
        CHANGE_SCHEDULED = "change_scheduled", _("Scheduled a change")
        CHANGE_DROPPED = "change_dropped", _("Dropped a scheduled change")
        ASSIGNED = "assigned", _("Assigned")
        HELD = "held", _("Put on legal hold")
        RELEASED = "released", _("Released from legal hold")
        LIFTED = "lifted", _("Lifted the embargo early")
        CLEARED = "cleared", _("Recorded a permission")
        LEVELLED = "levelled", _("Marked as level with another version")
        CHECKED = "checked", _("Checked after publication")
        PINNED = "pinned", _("Pinned")
        UNPINNED = "unpinned", _("Unpinned")
        REVIVAL_ASKED = "revival_asked", _("Asked to bring back what was killed")
        COMMENT_APPROVED = "comment_approved", _("Approved a comment")
        COMMENT_REFUSED = "comment_refused", _("Refused a comment")
        COMMENT_SPAM = "comment_spam", _("Marked a comment as spam")
        COMMENT_ERASED = "comment_erased", _("Erased a comment")
        REVIVED = "revived", _("Brought back what was killed")
        FACTOR_SET_UP = "factor_set_up", _("Set up a second factor")
        FACTOR_REMOVED = "factor_removed", _("Removed a second factor")
        LOCK_LIFTED = "lock_lifted", _("Let an account sign in again")
        SESSIONS_ENDED = "sessions_ended", _("Signed an account out everywhere")

    act = models.CharField(
        _("act"), max_length=16, choices=[*Revision.Act.choices, *Act.choices]
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    user_id = models.IntegerField(null=True)
    user_name = models.CharField(_("by"), max_length=150, blank=True)
    article_id = models.BigIntegerField(_("number of the article"))
    title = models.CharField(_("article"), max_length=1000)
    revision_id = models.BigIntegerField(null=True)
    address = models.CharField(
        _("address"), max_length=300, help_text="The path of the article's page."
    )
    client_address = models.GenericIPAddressField(
        _("from where"), null=True, blank=True, help_text="Empty for a command."
    )
    detail = models.JSONField(
        _("what changed"), default=dict, blank=True, encoder=ReadableEncoder
    )

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["article_id", "-id"], name="audit_of_an_article"),
            models.Index(fields=["act", "-id"], name="audit_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_act_display()}"
