"""Past imports, and what they left for an editor to decide."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _, ngettext

from articles.admin.base import DeskAdmin
from articles.importing import resolve
from articles.models import Conflict, ImportRun


class _ReadOnlyAdmin(DeskAdmin):
    """Rows that only the importer writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(ImportRun)
class ImportRunAdmin(_ReadOnlyAdmin):
    list_display = ["started_at", "finished_at", "counts", "open_conflicts"]
    readonly_fields = [
        *("started_at", "finished_at", "where", "counts", "noticed", "lifted"),
        "errors",
    ]
    fieldsets = [(None, {"fields": [*readonly_fields]})]

    class Media:
        css = {"all": ["articles/admin/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).prefetch_related("conflicts")

    @admin.display(description=_("what became of the files"))
    def counts(self, run: ImportRun) -> str:
        return _counts(run.actions)

    @admin.display(description=_("what was noticed"))
    def noticed(self, run: ImportRun) -> str:
        return _counts(run.codes)

    @admin.display(description=_("closing blocks lifted"))
    def lifted(self, run: ImportRun) -> str:
        rows = ((f"{c['count']:,}", c["source"], c["pattern"]) for c in run.closings)
        return format_html_join("", "<p>{} × {}</p><pre>{}</pre>", rows) or "-"

    @admin.display(description=_("paths"))
    def where(self, run: ImportRun) -> str:
        return ", ".join(run.paths)

    @admin.display(description=_("open conflicts"))
    def open_conflicts(self, run: ImportRun) -> int:
        return sum(not conflict.choice for conflict in run.conflicts.all())

    @admin.display(description=_("problems"))
    def errors(self, run: ImportRun) -> str:
        rows = ((p["path"], p["line"] or "", p["message"]) for p in run.problems)
        return format_html_join("", "<p><code>{}:{}</code><br>{}</p>", rows) or "-"


@admin.register(Conflict)
class ConflictAdmin(_ReadOnlyAdmin):
    list_display = ["article", "field", "choice", "resolved_by", "resolved_at"]
    list_filter = ["choice", "field"]
    list_select_related = ["article", "resolved_by"]
    search_fields = ["article__title"]
    readonly_fields = [
        *("article", "field", "before", "here", "there", "choice", "resolved_by"),
    ]
    fieldsets = [(None, {"fields": [*readonly_fields]})]
    actions = ["keep_ours", "take_theirs"]

    class Media:
        css = {"all": ["articles/admin/desk.css"]}

    @admin.display(description=_("at the last import"))
    def before(self, conflict: Conflict) -> str:
        return _shown(conflict.base)

    @admin.display(description=_("in the article"))
    def here(self, conflict: Conflict) -> str:
        return _shown(conflict.ours)

    @admin.display(description=_("in the file"))
    def there(self, conflict: Conflict) -> str:
        return _shown(conflict.theirs)

    @admin.action(description=_("Keep the article's"), permissions=["view"])
    def keep_ours(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._decide(request, queryset, Conflict.Choice.OURS)

    @admin.action(description=_("Take the file's"), permissions=["view"])
    def take_theirs(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._decide(request, queryset, Conflict.Choice.THEIRS)

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[Conflict],
        choice: Conflict.Choice,
    ) -> None:
        conflicts = list(queryset.filter(choice="").select_related("article"))
        for conflict in conflicts:
            resolve(conflict, choice, cast(User, request.user))
        number = len(conflicts)
        text = ngettext(
            "%d conflict was decided.", "%d conflicts were decided.", number
        )
        self.message_user(request, text % number, messages.SUCCESS)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "-"


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return format_html("<pre>{}</pre>", text)
