"""The editors' side. One module per group of records; rules live in ``publishing``."""

from __future__ import annotations

import taggit.admin  # noqa: F401 – loaded first, so that its own Tag can be taken out
from django.contrib import admin
from taggit.models import Tag as TaggitTag

from articles.admin import (
    after_checks,
    article,
    article_templates,
    audit,
    conflicts,
    declared_languages,
    footer_rules,
    found_sources,
    images,
    imports,
    instruments,
    labels,
    list_pages,
    menus,
    pins,
    queue,
    redirects,
    reports,
    revisions,
    same_stories,
    shortcodes,
    site,
    tags,
    terms,
    tombstones,
    users,
)

__all__ = [
    "after_checks",
    "article",
    "article_templates",
    "audit",
    "conflicts",
    "declared_languages",
    "footer_rules",
    "found_sources",
    "images",
    "imports",
    "instruments",
    "labels",
    "list_pages",
    "menus",
    "pins",
    "queue",
    "redirects",
    "reports",
    "revisions",
    "same_stories",
    "shortcodes",
    "site",
    "tags",
    "terms",
    "tombstones",
    "users",
]

# Its tags and its merging know only taggit's own tables, which hold nothing here.
admin.site.unregister(TaggitTag)
