"""Menu entries, and the menus gathered from them on the site's row for every page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from articles.models import MenuEntry, SiteSettings, content_change


@content_change()
def save_menu_entry(entry: MenuEntry) -> None:
    """Store an entry and show it."""
    entry.save()
    refresh_menus()


@content_change()
def delete_menu_entries(entries: Sequence[MenuEntry]) -> None:
    """Delete entries for good."""
    MenuEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    refresh_menus()


@content_change()
def refresh_menus() -> None:
    """Gather the menus anew. Call it after a change to an entry or its article."""
    site = SiteSettings.locked()  # First: then no other refresh misses an entry.
    entries = MenuEntry.objects.select_related("article")
    menus = [_as_drawn(entry) for entry in entries if _is_shown(entry)]
    # Weights first, lowest first, zero last; ties by label.
    menus.sort(key=lambda e: (not e["weight"], e["weight"], e["label"], e["id"]))
    site.menus = menus
    site.save(update_fields=["menus"])


def _is_shown(entry: MenuEntry) -> bool:
    return entry.article is None or entry.article.public_from is not None


def _has_variants(url: str) -> bool:
    """Return whether the address is a page of the site without its variant: ``/tags/``."""
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if not path.startswith("/"):
        return False
    try:
        resolve(f"/{settings.DEFAULT_VARIANT}{path}")
    except Resolver404:
        return False
    return True


def _as_drawn(entry: MenuEntry) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "id": entry.pk,
        "menu": entry.menu,
        "label": entry.label,
        "weight": entry.weight,
        "url": entry.url,
        "family": entry.language_group,
        "has_variants": _has_variants(entry.url),
    }
    if article := entry.article:
        assert article.public_from is not None  # noqa: S101 – see _is_shown
        drawn |= {
            "label": entry.label or article.title,
            "slug": article.slug,
            "variant": article.variant,
            "family": article.language_group,
            "language": article.language,
            "from": article.public_from.timestamp(),
            "until": article.expires_at.timestamp() if article.expires_at else None,
        }
    return drawn
