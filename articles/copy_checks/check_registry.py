"""Register the checks by key, and run those that are on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from itertools import islice
from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from articles.copy_checks.checked_copy import Copy, Finding

# A list that is longer is not read; what is fixed makes room for the rest.
MOST_OF_A_KIND = 20


class Severity(StrEnum):
    MUST = "must"
    SHOULD = "should"
    HINT = "hint"


class Check:
    """One kind of slip: a key, a label for editors, and how much it matters."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    severity: ClassVar[Severity] = Severity.SHOULD

    def find(self, copy: Copy) -> Iterator[Finding]:
        raise NotImplementedError


_checks: dict[str, Check] = {}


def register(check_class: type[Check]) -> type[Check]:
    """Register a class; a decorator. A second class of that key fails at start-up."""
    if check_class.key in _checks:
        raise ImproperlyConfigured(f"Two checks are called {check_class.key!r}.")
    _checks[check_class.key] = check_class()
    return check_class


def check_copy(
    copy: Copy, off: Collection[str] = ()
) -> list[tuple[Check, list[Finding]]]:
    """Return what each check finds that is not ``off``, the gravest first."""
    order = list(Severity)
    checks = sorted(_checks.values(), key=lambda check: order.index(check.severity))
    found = [
        (check, list(islice(check.find(copy), MOST_OF_A_KIND)))
        for check in checks
        if check.key not in off
    ]
    return [(check, findings) for check, findings in found if findings]


def check_choices() -> list[tuple[str, str | Promise]]:
    """Return keys and labels for form fields, never for a model: no migrations."""
    return [(key, check.label) for key, check in _checks.items()]
