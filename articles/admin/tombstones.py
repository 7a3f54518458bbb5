"""Labels that were merged or deleted, and how to bring them back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.base import RecordAdmin
from articles.models import LABEL_FOLDERS, LabelTombstone, Redirect
from articles.people_names import desk_name
from articles.publishing import LabelTaken, revive_label


@admin.register(LabelTombstone)
class LabelTombstoneAdmin(RecordAdmin[LabelTombstone]):
    list_display = ["name", "kind", "became", "article_count", "buried_at", "person"]
    list_display_links = None
    list_filter = ["kind"]
    list_select_related = ["buried_by"]
    left_out_of_lists = ["rows", "filed", "moved"]
    search_fields = ["name", "slug"]
    actions = ["bring_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LabelTombstone]:
        names = [
            When(kind=kind, then=Subquery(_labels(kind).values("name")[:1]))
            for kind in LABEL_FOLDERS
        ]
        became = Case(*names, output_field=CharField())
        return super().get_queryset(request).annotate(became_name=became)

    @admin.display(description=_("became"))
    def became(self, tombstone: Any) -> str:
        return tombstone.became_name or gettext("Gone for good (410)")

    @admin.display(description=LabelTombstone._meta.get_field("buried_by").verbose_name)
    def person(self, tombstone: LabelTombstone) -> str:
        return desk_name(tombstone.buried_by)

    def has_bring_back_permission(self, request: HttpRequest) -> bool:
        return any(self._may_add(request, kind) for kind in LABEL_FOLDERS)

    def _may_add(self, request: HttpRequest, kind: str) -> bool:
        return request.user.has_perm(f"articles.add_{kind}")

    @admin.action(description=_("Bring back"), permissions=["bring_back"])
    def bring_back(
        self, request: HttpRequest, queryset: QuerySet[LabelTombstone]
    ) -> None:
        for tombstone in queryset.order_by("-pk"):
            if not self._may_add(request, tombstone.kind):
                text = gettext("You may not add this: %s") % tombstone
                self.message_user(request, text, messages.WARNING)
                continue
            try:
                label = revive_label(tombstone)
            except LabelTaken as taken:
                text = gettext(
                    "“%(name)s” cannot come back: “%(other)s” has its name or address by "
                    "now. Give that another one first, or merge both."
                ) % {"name": tombstone, "other": taken.label}
                self.message_user(request, text, messages.ERROR)
                continue
            log = gettext("Brought back.")
            self.log_change(request, label, log)  # type: ignore[arg-type]
            link = format_html('<a href="{}">{}</a>', label.url_in("zh-cn"), label)
            text = format_html("{} {}", gettext("Brought back:"), link)
            self.message_user(request, text, messages.SUCCESS)


def _labels(kind: str) -> Any:
    model: Any = Redirect._meta.get_field(kind).related_model
    return model.objects.filter(pk=OuterRef("into_id"))
