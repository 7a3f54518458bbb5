"""Show past imports: the results of the files, and what an editor should look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.base import RecordAdmin
from articles.admin.import_words import counted_actions, counted_codes
from articles.admin.readable import field_label, readable
from articles.models import Conflict, ImportRun, SiteSettings


@admin.register(ImportRun)
class ImportRunAdmin(RecordAdmin[ImportRun]):
    list_display = ["started_at", "duration", "counts", "open_conflicts"]
    ordering = ["-pk"]
    left_out_of_lists = [
        *("closings", "codes", "missing_links", "problems", "site_changes")
    ]
    fieldsets = [(None, {"fields": ["started_at"]})]  # The template shows the rest.

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        conflicts = Conflict.objects.filter(run=OuterRef("pk")).order_by()
        return (
            super()
            .get_queryset(request)
            .annotate(
                conflict_count=_count(conflicts), open_count=_count(conflicts.open())
            )
        )

    @admin.display(description=_("duration"))
    def duration(self, run: ImportRun) -> str:
        if run.finished_at is None:
            return gettext("Running, or stopped before its end")
        return _duration(run.finished_at - run.started_at)

    @admin.display(description=_("what became of the files"))
    def counts(self, run: ImportRun) -> str:
        counts = counted_actions(run.actions)
        return ", ".join(f"{count.label} {count.number}" for count in counts) or "–"

    @admin.display(description=_("open conflicts"))
    def open_conflicts(self, run: Any) -> str:
        if not run.conflict_count:
            return "–"
        return format_html('<a href="{}">{}</a>', conflicts_url(run), run.open_count)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        total = sum(obj.actions.values())
        return {
            "title": gettext("Import of %s") % obj,
            "subtitle": None,
            "run": obj,
            "duration": self.duration(obj),
            "rate": _rate(obj, total),
            "total": f"{total:,}",
            "actions": list(counted_actions(obj.actions)),
            "codes": list(counted_codes(obj.codes)),
            "closings": [
                {**footer, "count": f"{footer['count']:,}"} for footer in obj.closings
            ],
            "missing_links": [
                {**one, "count": f"{one['count']:,}"} for one in obj.missing_links
            ],
            "conflicts_url": conflicts_url(obj),
            "site_changes": [
                (
                    field_label(SiteSettings, change["choice"]),
                    *(
                        readable(SiteSettings, change["choice"], change[side])
                        for side in _SIDES
                    ),
                )
                for change in obj.site_changes
            ],
        }


_SIDES = ("here", "there")


def conflicts_url(run: ImportRun) -> str:
    """Return the address of the list of the run's conflicts, decided ones too."""
    url = reverse("admin:articles_conflict_changelist")
    return f"{url}?run__id__exact={run.pk}&decision=all"


def _count(rows: QuerySet[Conflict]) -> Coalesce:
    counted = rows.values("run").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _duration(length: timedelta) -> str:
    seconds = length.total_seconds()
    if seconds < 60:
        return gettext("%s s") % f"{seconds:.1f}"
    minutes, rest = divmod(round(seconds), 60)
    return gettext("%(minutes)s min %(seconds)s s") % {
        "minutes": f"{minutes:,}",
        "seconds": rest,
    }


def _rate(run: ImportRun, total: int) -> str:
    """Return files a second; empty before the end, or if there is nothing to divide by."""
    if run.finished_at is None or run.finished_at <= run.started_at:
        return ""
    rate = total / (run.finished_at - run.started_at).total_seconds()
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:,.1f}"
