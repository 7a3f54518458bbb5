"""The editors' side. One module per group of records; rules live in ``publishing``."""

from __future__ import annotations

import taggit.admin  # noqa: F401 – loaded first, so that its own Tag can be taken out
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as TaggitTag

from articles.admin import (
    article,
    audit,
    conflicts,
    declared_languages,
    footer_rules,
    found_sources,
    images,
    imports,
    labels,
    list_pages,
    menus,
    queue,
    redirects,
    reports,
    revisions,
    same_stories,
    shortcodes,
    site,
    tags,
    terms,
)

__all__ = [
    "article",
    "audit",
    "conflicts",
    "declared_languages",
    "footer_rules",
    "found_sources",
    "images",
    "imports",
    "labels",
    "list_pages",
    "menus",
    "queue",
    "redirects",
    "reports",
    "revisions",
    "same_stories",
    "shortcodes",
    "site",
    "tags",
    "terms",
]

# Its tags and its merging know only taggit's own tables, which hold nothing here.
admin.site.unregister(TaggitTag)

admin.site.site_header = _("Newsdesk")
admin.site.site_title = _("Newsdesk")
admin.site.index_title = _("The desk")
