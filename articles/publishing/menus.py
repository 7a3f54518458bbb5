"""Menu entries, and the menus gathered from them on the site's row for every page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve

from articles.choices import Variant
from articles.models import Category, MenuEntry, SiteSettings, content_change


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
    """Gather the menus anew. Call it after a change to an entry, or to the article or the
    category that one leads to."""
    site = SiteSettings.locked()  # First: then no other refresh misses an entry.
    entries = MenuEntry.objects.select_related("article")
    pages = {entry: _page_at(entry.url) for entry in entries if _is_shown(entry)}
    menus = [_as_drawn(entry, page is not None) for entry, page in pages.items()]
    _add_regional_names(menus, pages)
    # Weights first, lowest first, zero last; ties by label.
    menus.sort(key=lambda e: (not e["weight"], e["weight"], e["label"], e["id"]))
    site.menus = menus
    site.save(update_fields=["menus"])


def _is_shown(entry: MenuEntry) -> bool:
    return entry.article is None or entry.article.public_from is not None


def _page_at(url: str) -> ResolverMatch | None:
    """Find the page of the site at an address without its variant, such as ``/tags/``."""
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if not path.startswith("/"):
        return None
    try:
        return resolve(f"/{settings.DEFAULT_VARIANT}{path}")
    except Resolver404:
        return None


def _add_regional_names(
    menus: list[dict[str, Any]], pages: Mapping[MenuEntry, ResolverMatch | None]
) -> None:
    """Call a category in the menus what its own page calls it. One query."""
    slugs = {
        entry.pk: page.kwargs["slug"]
        for entry, page in pages.items()
        if page and page.url_name == "category_detail"
    }
    found = Category.objects.filter(slug__in=slugs.values())
    categories = {category.slug: category for category in found}
    for drawn in menus:
        category = categories.get(slugs.get(drawn["id"], ""))
        if category and category.name == drawn["label"]:
            names = {variant: category.regional_name(variant) for variant in Variant}
            drawn["names"] = {str(v): name for v, name in names.items() if name}


def _as_drawn(entry: MenuEntry, has_variants: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "id": entry.pk,
        "menu": entry.menu,
        "label": entry.label,
        "weight": entry.weight,
        "url": entry.url,
        "family": entry.language_group,
        "has_variants": has_variants,
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
