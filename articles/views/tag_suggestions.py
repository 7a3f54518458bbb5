"""Suggest tags while an article is written."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.forms import split_tags
from articles.publishing import suggested_tags


@require_POST
@never_cache
@staff_member_required
def tag_suggestions(request: HttpRequest) -> JsonResponse:
    """Answer ``{"tags": [name, …]}`` for ``title``, ``body`` and the ``tags`` chosen."""
    user = request.user
    if not (
        user.has_perm("articles.add_article")
        or user.has_perm("articles.change_article")
    ):
        raise PermissionDenied
    title, body = request.POST.get("title", ""), request.POST.get("body", "")
    chosen = split_tags(request.POST.get("tags", ""))
    return JsonResponse({"tags": suggested_tags(title, body, chosen)})
