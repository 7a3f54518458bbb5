"""Pages of an article beside its form: found for who may see it, drawn in one frame."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles.admin.base import DeskAdmin
from articles.models import Article


class ArticlePages(DeskAdmin[Article]):
    """Shares what the pages of an article begin and end with."""

    def article_seen(self, request: HttpRequest, pk: int) -> Article:
        """Return an article that this person may see. Raises ``Http404`` and
        ``PermissionDenied``."""
        article: Article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def article_page(
        self,
        request: HttpRequest,
        template: str,
        article: Article,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        """Draw a template, named below ``admin/articles/``, with the frame of the desk."""
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "media": self.media,
            **context,
        }
        name = f"admin/articles/{template}.html"
        return TemplateResponse(request, name, whole, status=status)
