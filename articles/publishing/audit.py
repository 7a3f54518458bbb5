"""Keep a record of each act on an article, which nothing changes or deletes afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.models import User

from articles.client_address import acting_from
from articles.models import Article, AuditEntry, Revision


def audit(
    act: Revision.Act | AuditEntry.Act,
    article: Article,
    *,
    by: User | None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record an act that leaves no revision, in the transaction of the act."""
    audit_entry(act, article, by=by, detail=detail).save()


def audit_entry(
    act: Revision.Act | AuditEntry.Act,
    article: Article,
    *,
    by: User | None = None,
    revision: Revision | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Make the entry of an act. Stores nothing."""
    return AuditEntry(
        act=act,
        user_id=by.pk if by else None,
        user_name=by.get_username() if by else "",
        article_id=article.pk,
        title=article.title,
        revision_id=revision.pk if revision else None,
        address=unquote(article.get_absolute_url())[:300],
        client_address=acting_from(),
        detail=detail or {},
    )
