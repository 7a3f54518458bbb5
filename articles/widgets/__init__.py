"""The panels of the sidebar.

A panel gets the ``Page`` and asks it for what it shows, so that panels sharing rows
share the query. A new one is a module here, a template and a test of its name, and
one import below.
"""

from __future__ import annotations

# Each import registers its panel.
from articles.widgets import (  # noqa: F401
    categories,
    languages,
    recent,
    search,
    sidemenu,
    social,
    taglist,
)
from articles.widgets.registry import Widget, choices, get_widget, is_known, register

__all__ = ["Widget", "choices", "get_widget", "is_known", "register"]
