"""Refuse writes to what readers see that give the content no new version.

Tests write rows as they like; what is refused is a statement of the product's own. Then
every test is one of this rule too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from articles.models import is_content_changing

_ARTICLES = Path(__file__).resolve().parent.parent / "articles"
_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?')
# What no kept page shows, and what is made of the rest when somebody reads it.
UNSEEN = {
    *("AfterCheck", "ArchiveConfiguration", "ArchiveSite", "ArticleTemplate"),
    *("AuditEntry", "Buffer", "Comment", "Conflict", "ContentVersion"),
    *(
        "DeclaredLanguage",
        "Delivery",
        "DeskSession",
        "EdgePurge",
        "EditorProfile",
        "EmbargoLift",
    ),
    *("FooterPattern", "FooterRule", "FormerFile", "FoundSource", "Handling"),
    *("ImageOrigin", "ImageReference", "ImageUse", "ImportRun", "ImportedFile"),
    *("ImportedListPage",),
    *("OpenAmbiguities", "PendingVersion", "Presence", "PreviewLink", "ReaderReport"),
    *("Receiver", "RemoteImage", "Revision", "SameStory", "SearchEntry"),
    *("SearchIndex", "SourceClearance", "SourceEvidence", "StorySketch"),
    *("TranslationLevel", "VariantText"),
}
SEEN_TABLES = {
    model._meta.db_table
    for model in apps.get_app_config("articles").get_models(include_auto_created=True)
    if model.__name__ not in UNSEEN
}


class UnversionedWrite(AssertionError):
    """Readers would not see this: it gives the content no new version."""


def guard(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Run a statement, as ``connection.execute_wrapper`` asks; raise ``UnversionedWrite``."""
    found = _WRITE.match(sql)
    is_seen = found is not None and found[1] in SEEN_TABLES
    if is_seen and not is_content_changing() and (writer := _writer()):
        raise UnversionedWrite(f"{writer} writes what readers see: {sql[:60]}")
    return execute(sql, *rest)


def _writer() -> str:
    """Return the place in the product that wrote; empty where a test did."""
    frame = sys._getframe(2)
    while frame := frame.f_back:  # type: ignore[assignment]
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ARTICLES):
            room = path.relative_to(_ARTICLES).parts[0]
            if room == "migrations":
                return ""
            if room != "models":
                return f"{path.relative_to(_ARTICLES)}:{frame.f_lineno}"
        elif path.is_relative_to(_ARTICLES.parent / "tests"):
            return ""
    return ""
