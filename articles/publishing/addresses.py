"""Let the addresses that pages had lead to where they are now."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Category,
    Page,
    Redirect,
    Source,
    kind_of,
)
from articles.publishing.menus import refresh_menus
from articles.publishing.transactions import transaction


@transaction()
def save_redirect(redirect: Redirect) -> None:
    """Store a redirect. Others that lead to its address lead where it leads instead."""
    redirect.save()
    for other in Redirect.objects.filter(url__startswith="/").exclude(pk=redirect.pk):
        if redirect.path in Redirect.stored_as(re.split(r"[?#]", other.url)[0]):
            other.lead_to(redirect.page, redirect.url, redirect.variant)
            other.save()


@transaction()
def save_label(label: Category | Author | Source) -> None:
    """Store a label. The address that it had leads to a new one, and menus call it by its
    name of today."""
    rows = type(label)._default_manager.filter(pk=label.pk)
    before = rows.values_list("slug", flat=True).first()
    label.save()
    move_page(label, before or "")
    if isinstance(label, Category):
        refresh_menus()


def was_public(article: Article) -> bool:
    """Tell whether readers could see the stored article at any time. Up to one query."""
    until = timezone.now()
    if _began(article, until):
        return True
    for revision in article.revisions.all():
        times = {
            name: datetime.fromisoformat(value)
            for name in ("published_at", "embargoed_until", "expires_at")
            if (value := revision.fields.get(name))
        }
        if _began(Article(status=revision.fields["status"], **times), until):
            return True
        until = revision.created_at
    return False


def _began(state: Article, until: datetime) -> bool:
    """Tell whether the article, if it was in that state until then, was public."""
    start, end = state.public_from, state.expires_at
    return start is not None and start < until and (end is None or start < end)


def move_page(page: Page, slug_before: str) -> None:
    """Let the address under a former slug lead to the stored page; empty: it had none.

    An address that is the page's own from now on leads nowhere else. Two queries, none if
    the slug is as it was.
    """
    if slug_before == page.slug:
        return
    kind = kind_of(page)
    at_page = Redirect.objects.filter(path=Redirect.page_path(kind, page.slug))
    if isinstance(page, Article) and not page.is_published:
        # Until readers see the page, they are better led to where they were.
        at_page = at_page.leading_to(page)
    at_page.delete()
    if slug_before:
        _lead(kind, slug_before, page, Redirect.Reason.MOVED)


def lead_away(
    pages: Collection[Page], into: Page | None, reason: Redirect.Reason
) -> None:
    """Let all addresses of pages that are about to go lead to another of their kind; none:
    let them answer that they are gone."""
    for page in pages:
        kind = kind_of(page)
        Redirect.objects.leading_to(page).update(**{kind: into})
        _lead(kind, page.slug, into, reason)


def _lead(kind: str, slug: str, page: Page | None, reason: Redirect.Reason) -> None:
    redirect = Redirect(path=Redirect.page_path(kind, slug), reason=reason)
    redirect.lead_to(page)
    Redirect.objects.filter(path=redirect.path).delete()
    redirect.save()
