"""The panels of the sidebar, and the frame of the page that they stand in.

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
from articles.widgets.page import (
    Alternative,
    MenuLink,
    Page,
    PageKind,
    address,
    shown_in,
    shows_thumbnail,
    version_for,
)
from articles.widgets.registry import Widget, choices, get_widget, is_known, register

__all__ = [
    "Alternative",
    "MenuLink",
    "Page",
    "PageKind",
    "Widget",
    "address",
    "choices",
    "get_widget",
    "is_known",
    "register",
    "shown_in",
    "shows_thumbnail",
    "version_for",
]
