"""Comments of readers on articles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Window
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from articles.models.article import Article

LONGEST_COMMENT = 2_000
LONGEST_COMMENTER = 40


class CommentQuerySet(models.QuerySet["Comment"]):
    """Words for choosing comments. Every method chains."""

    def held(self) -> CommentQuerySet:
        """Keep those that nobody has decided yet."""
        return self.filter(state=Comment.State.HELD)

    def public_under(self, article: Article) -> CommentQuerySet:
        """Keep those that readers of the article see, newest first."""
        return self.filter(article=article, state=Comment.State.APPROVED).order_by(
            "-pk"
        )

    def with_total(self) -> CommentQuerySet:
        """Annotate ``total``, of all comments, on each: one query for some and their number."""
        return self.annotate(total=Window(Count("*")))


class Comment(models.Model):
    """A reader's comment on an article. Plain text, in the words of its reader.

    ``language`` is that of the text, which is never converted. ``digest`` keeps the same
    comment from being stored twice; it is empty once the comment is erased, and so are
    name and text. Nothing tells from where it was sent.
    """

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("a comment", "Held")
        APPROVED = "approved", pgettext_lazy("a comment", "Approved")
        REFUSED = "refused", pgettext_lazy("a comment", "Refused")
        SPAM = "spam", _("Spam")
        ERASED = "erased", _("Erased")

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="reader_comments",
        verbose_name=_("article"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_COMMENTER, blank=True)
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    language = models.CharField(_("language"), max_length=20)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.HELD
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments of readers")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["article", "state", "-id"], name="comments_under_article"
            ),
            models.Index(fields=["state", "-id"], name="comments_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "digest"],
                condition=~Q(digest=""),
                name="one_comment_per_article_and_digest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:30]}" if self.text else str(_("Erased"))
