"""Check an article's texts while it is being written. Nothing is stored."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.copy_checks import Check, Finding
from articles.forms import CopyForm
from articles.publishing import check_texts

# A browser counts these as two.
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@require_POST
@never_cache
@staff_member_required
def copy_checks(request: HttpRequest) -> JsonResponse:
    """Answer ``{"checks": [{"key", "label", "severity", "findings": […]}, …]}``.

    Places count UTF-16 code units, as scripts do, in texts whose lines end in LF. Texts
    that cannot be checked answer ``{"problem": …}`` with 400.
    """
    user = request.user
    if not (
        user.has_perm("articles.add_article")
        or user.has_perm("articles.change_article")
    ):
        raise PermissionDenied
    form = CopyForm(request.POST)
    form.full_clean()
    form.errors.pop("published_on", None)  # A day half typed is no day yet.
    if form.errors:
        problem = next(iter(form.errors.values()))[0]
        return JsonResponse({"problem": str(problem)}, status=400)
    language = form.cleaned_data["language"]
    found = check_texts(form.texts, language, form.day)
    places = {name: _Places(text) for name, text in form.texts.items()}
    return JsonResponse(
        {"checks": [_as_data(check, findings, places) for check, findings in found]}
    )


class _Places:
    """Places of a text in UTF-16."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._astral = [found.start() for found in _ASTRAL.finditer(text)]

    def utf16(self, at: int) -> int:
        return at + bisect_left(self._astral, at)


def _as_data(
    check: Check, findings: list[Finding], places: dict[str, _Places]
) -> dict[str, Any]:
    data = []
    for finding in findings:
        place = places[finding.field]
        data.append(
            {
                "field": finding.field,
                "start": place.utf16(finding.start),
                "end": place.utf16(finding.end),
                "text": place.text[finding.start : finding.end],
                "message": finding.message,
                "fix": finding.fix,
            }
        )
    return {
        "key": check.key,
        "label": str(check.label),
        "severity": check.severity.value,
        "findings": data,
    }
