"""The panels of the sidebar.

A panel reads what it shows from the ``PageContext``, so that panels with the same rows
share a query. A new one is a module here, a template and a test of its name, and one
import below.
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
