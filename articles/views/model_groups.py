"""The lists of the admin, grouped by what editors do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Mapping[str, tuple[str | Promise, Sequence[str]]] = {
    "write": (
        _("Write"),
        [
            "Article",
            "ArticleTemplate",
            "Image",
            "Pin",
            "AfterCheck",
            "Revision",
            "SameStory",
        ],
    ),
    "labels": (
        _("Labels"),
        [
            "Category",
            "Tag",
            "Author",
            "Source",
            "Instrument",
            "FoundSource",
            "LabelTombstone",
        ],
    ),
    "scripts": (
        _("Scripts"),
        ["OpenAmbiguities", "Term", "StyleRule"],
    ),
    "readers": (_("Readers"), ["Comment", "ReaderReport"]),
    "site": (
        _("Site"),
        ["SiteSettings", "MenuEntry", "ListPage", "Redirect", "Receiver", "Delivery"],
    ),
    "archive": (
        _("Archive"),
        [
            *("ImportRun", "Conflict", "FooterRule", "Shortcode"),
            "DeclaredLanguage",
        ],
    ),
    "people": (_("People"), ["User", "Group", "AuditEntry"]),
}
_GROUP_OF = {model: key for key, (_title, models) in GROUPS.items() for model in models}
_REST = "site"


def grouped(apps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put the models of Django's list of apps into our groups, as if each was an app; empty
    ones are left out."""
    found: dict[str, list[Any]] = {key: [] for key in GROUPS}
    for app in apps:
        for model in app["models"]:
            found[_GROUP_OF.get(model["object_name"], _REST)].append(model)
    for key, (_title, names) in GROUPS.items():
        order = {name: number for number, name in enumerate(names)}
        found[key].sort(key=lambda model: order.get(model["object_name"], len(order)))
    return [
        {"name": GROUPS[key][0], "app_label": key, "models": models}
        for key, models in found.items()
        if models
    ]
