"""What a copy editor would mark in a text, beside it and with a fix where one is plain.

The room is pure: it never queries. A check is right nearly always, or it is not here: an
editor who meets three false alarms reads none of the others. Each check is a class in a
module here that registers itself, as the panels of a page do.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from articles.copy_checks.check_registry import (
    Check,
    Severity,
    check_choices,
    check_copy,
)
from articles.copy_checks.checked_copy import Copy, Finding
from articles.copy_checks.headlines import is_long_headline
from articles.copy_checks.known_names import KnownNames

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)  # It registers its checks.

__all__ = [
    "Check",
    "Copy",
    "Finding",
    "KnownNames",
    "Severity",
    "check_choices",
    "check_copy",
    "is_long_headline",
]
