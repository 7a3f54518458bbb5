"""Saved states of articles, to look at and to go back to."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy as _

from articles import publishing
from articles.admin.base import RecordAdmin
from articles.admin.readable import field_label, readable
from articles.models import Article, Revision


@admin.register(Revision)
class RevisionAdmin(RecordAdmin[Revision]):
    list_display = ["__str__", "title", "created_at", "created_by", "act"]
    left_out_of_lists = ["fields"]
    list_select_related = ["article", "created_by"]
    search_fields = ["article__title"]
    readonly_fields = ["title", "created_at", "created_by", "act", "saved"]
    fieldsets = [(None, {"fields": [*readonly_fields]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return (
            super().get_queryset(request).defer("article__body", "article__body_html")
        )

    @admin.display(description=_("article"))
    def title(self, revision: Revision) -> str:
        return revision.article.title

    @admin.display(description=_("fields"))
    def saved(self, revision: Revision) -> str:
        rows = (
            (field_label(Article, field), readable(Article, field, value))
            for field, value in revision.recorded.items()
            if value not in (None, "", [], {})
        )
        lines = format_html_join("", "<dt>{}</dt><dd><pre>{}</pre></dd>", rows)
        return format_html('<dl class="desk-saved">{}</dl>', lines)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # It is reached from its article.

    # Going back

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        restore = self.admin_site.admin_view(self.restore_view)
        own = path("<int:pk>/restore/", restore, name="articles_revision_restore")
        return [own, *super().get_urls()]

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if refusal := self.refuse_unless_posted(request):
            return refusal
        revision = get_object_or_404(Revision, pk=pk)
        article = publishing.restore(revision, by=cast(User, request.user))
        message = gettext("Restored: %s") % revision
        self.log_change(request, article, message)  # type: ignore[arg-type]
        text = gettext("The article is as it was. What it was before is kept too.")
        self.message_user(request, text, messages.SUCCESS)
        url = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(url)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {
            "title": gettext("Saved state"),
            "subtitle": None,
            "may_restore": self.may_edit_articles(request),
        }
