"""Saved states of articles, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.base import RecordAdmin
from articles.admin.readable import field_label, readable
from articles.models import Article, Revision


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ["__str__", "title", "created_at", "created_by", "reason"]
    left_out_of_lists = ["fields"]
    list_select_related = ["article", "created_by"]
    search_fields = ["article__title"]
    readonly_fields = ["title", "created_at", "created_by", "reason", "saved"]
    fieldsets = [(None, {"fields": [*readonly_fields]})]

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
            (field_label(Article, field), readable(Article, field, value))
            for field, value in revision.fields.items()
            if value not in (None, "", [], {})
        )
        lines = format_html_join("", "<dt>{}</dt><dd><pre>{}</pre></dd>", rows)
        return format_html('<dl class="desk-saved">{}</dl>', lines)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # It is reached from its article.
