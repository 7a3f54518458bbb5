"""Saved states of articles, to look at. Whoever may see articles may see these."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Article, Revision


@admin.register(Revision)
class RevisionAdmin(DeskAdmin):
    list_display = ["__str__", "title", "created_at", "created_by", "reason"]
    list_select_related = ["article", "created_by"]
    search_fields = ["article__title"]
    readonly_fields = ["title", "created_at", "created_by", "reason", "saved"]
    fieldsets = [(None, {"fields": [*readonly_fields]})]

    class Media:
        css = {"all": ["articles/admin/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return (
            super().get_queryset(request).defer("article__body", "article__body_html")
        )

    @admin.display(description=_("article"))
    def title(self, revision: Revision) -> str:
        return revision.article.title

    @admin.display(description=_("saved"))
    def saved(self, revision: Revision) -> str:
        rows = (
            (_name_of(field), _shown(value))
            for field, value in revision.fields.items()
            if value not in (None, "", [], {})
        )
        lines = format_html_join("", "<dt>{}</dt><dd><pre>{}</pre></dd>", rows)
        return format_html('<dl class="desk-saved">{}</dl>', lines)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(
            request.user.has_perm(f"articles.{verb}_article")
            for verb in ("view", "change")
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # It is reached from its article.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _name_of(field: str) -> Any:
    known = {f.attname: f.verbose_name for f in Article._meta.concrete_fields}
    return known.get(field, field)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
