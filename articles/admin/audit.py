"""Who did what to which article or account: a list that nobody can change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _, pgettext

from articles.admin.base import OpenFilter, RecordAdmin
from articles.admin.timeline import summary_of
from articles.choices import ChangeKind
from articles.models import Article, AuditEntry, Pin
from articles.rights import GROUP_NAMES, Right
from articles.time_zones import moment_in_words

PEOPLE, ALL = "people", "all"

# Of places on the front page and of changes.
_KINDS: dict[str, Any] = {kind.value: kind.label for kind in (*Pin.Kind, *ChangeKind)}


class ActFilter(OpenFilter):
    """The acts of people, unless somebody asks for all or for one act."""

    title = _("act")
    parameter_name = "act"
    words = [
        (PEOPLE, _("What people did")),
        (ALL, _("All")),
        *AuditEntry._meta.get_field("act").flatchoices,
    ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == PEOPLE:
            return queryset.by_people()  # type: ignore[attr-defined,no-any-return]
        return queryset if self.value() == ALL else queryset.filter(act=self.value())


_COLUMNS = ("at", "person", "act", "article", "what", "whence")


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin[AuditEntry]):
    list_display = [*_COLUMNS]
    list_display_links = None
    fields = [*_COLUMNS]
    readonly_fields = [*_COLUMNS]
    list_filter = [ActFilter, "at"]
    search_fields = ["title", "user_name", "address", "client_address"]
    search_help_text = _(
        "Words of an article's title or address, a person, the network address that "
        "somebody acted from, or a day: 2026-12-01"
    )
    ordering = ["-pk"]

    class Media:
        css = {"all": ["articles/admin/history.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        stored = Article.objects.filter(pk=OuterRef("article_id"))
        hidden = Article.objects.hidden_from(request.user)
        rows = AuditEntry.objects.exclude(article_id__in=hidden.values("pk"))
        if not request.user.has_perm(Right.MANAGE):
            rows = rows.of_articles()
        return rows.annotate(is_stored=Exists(stored))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Take a day among the words for the day of the act."""
        others = []
        for word in search_term.split():
            if day := _day_in(word):
                queryset = queryset.filter(at__date=day)
            else:
                others.append(word)
        return super().get_search_results(request, queryset, " ".join(others))

    @admin.display(description=_("by"), ordering="user_name")
    def person(self, entry: AuditEntry) -> str:
        return entry.user_name or "–"

    @admin.display(description=_("article"), ordering="title")
    def article(self, entry: AuditEntry) -> str:
        if entry.article_id == AuditEntry.NO_ARTICLE:
            return format_html('<a href="{}">{}</a>', entry.address, entry.title)
        # What is deleted has no page: its address tells two of one title apart.
        if not entry.is_stored:  # type: ignore[attr-defined]
            return format_html("{} <code>{}</code>", entry.title, entry.address)
        url = reverse("admin:articles_article_history", args=[entry.article_id])
        return format_html('<a href="{}">{}</a>', url, entry.title)

    @admin.display(
        description=_("from where"), ordering="client_address", empty_value="–"
    )
    def whence(self, entry: AuditEntry) -> str | None:
        return entry.client_address

    @admin.display(description=_("what changed"))
    def what(self, entry: AuditEntry) -> str:
        if entry.act in AuditEntry.Act:
            words = [_in_words(*item) for item in entry.detail.items()]
            return pgettext("between sentences", "; ").join(filter(None, words))
        return summary_of(entry.detail)


def _in_words(name: str, value: Any) -> str:
    """Say a detail of an act as the desk does; empty for what only the record needs."""
    match name:
        case "revision":
            return ""
        case "other":
            return f"#{value}"
        case "go_live_at" | "was_until":
            return moment_in_words(datetime.fromisoformat(value))
        case "kind":
            return str(_KINDS.get(value, value))
        case "marked_for_group":
            return str(GROUP_NAMES.get(value, value))
    return str(value)


def _day_in(word: str) -> date | None:
    try:
        return parse_date(word)
    except ValueError:  # Such as a 30th of February.
        return None
