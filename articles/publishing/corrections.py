"""Tell readers what was wrong in an article that they could read.

Each act stores the notice, the time of the article's last change, a revision and its audit.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import ChangeKind, CorrectionSeverity
from articles.models import Article, Correction, Revision
from articles.publishing.article import store
from articles.publishing.derived import render_article
from articles.publishing.transactions import transaction
from articles.publishing.workflow import VerbRefused


@transaction()
def correct(
    article: Article,
    severity: CorrectionSeverity,
    text: str,
    *,
    corrected_at: datetime | None = None,
    by: User | None = None,
) -> Correction:
    """Add a notice to a live article. Raises ``VerbRefused``."""
    stored = _live(article.pk)
    correction = Correction.objects.create(
        article=stored,
        severity=severity,
        text=text,
        corrected_at=corrected_at or timezone.now(),
        by=by,
    )
    _record(stored, by, correction=text)
    return correction


@transaction()
def change_correction(
    correction: Correction,
    severity: CorrectionSeverity,
    text: str,
    *,
    corrected_at: datetime | None = None,
    by: User | None = None,
) -> None:
    """Change a notice on a live article. Raises ``VerbRefused`` and ``DoesNotExist``."""
    article = _live(correction.article_id)
    stored = Correction.objects.get(pk=correction.pk)
    before = stored.text
    stored.severity, stored.text = severity, text
    stored.corrected_at = corrected_at or stored.corrected_at
    stored.save()
    _record(article, by, correction=text, removed=before)


@transaction()
def remove_correction(correction: Correction, *, by: User | None = None) -> None:
    """Take a notice away again. Raises ``VerbRefused`` and ``DoesNotExist``."""
    article = _live(correction.article_id)
    stored = Correction.objects.get(pk=correction.pk)
    stored.delete()
    _record(article, by, removed=stored.text)


def _live(number: int) -> Article:
    article = Article.objects.select_for_update().get(pk=number)
    if not article.is_published:
        raise VerbRefused(
            _("Readers cannot read this article now, so nothing is corrected.")
        )
    return article


def _record(article: Article, by: User | None, **also: str) -> None:
    article.modified_at = timezone.now()
    render_article(article)
    store(
        article,
        by=by,
        act=Revision.Act.CORRECTED,
        kind=ChangeKind.SUBSTANTIVE,
        also=also,
    )
