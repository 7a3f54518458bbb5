"""The panels of the sidebar: each a module here, found by itself, and a template.

A panel reads what it shows from the ``PageContext``, so that panels with the same rows
share a query.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from articles.widgets.registry import Widget, choices, get_widget, is_known, register

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)  # It registers its panel.

__all__ = ["Widget", "choices", "get_widget", "is_known", "register"]
