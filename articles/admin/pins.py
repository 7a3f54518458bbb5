"""Pins, the places on the front page: made from an article, put in order here."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.forms import PinForm
from articles.models import HEAVY_FIELDS, Article, Pin
from articles.rights import Right

_LIST = "admin:articles_pin_changelist"


@admin.register(Pin)
class PinAdmin(DeskAdmin[Pin]):
    """Kept by whoever may place articles."""

    form = PinForm
    fields = ["article", "kind", "starts_at", "ends_at"]
    autocomplete_fields = ["article"]
    list_display = ["article", "kind", "shown", "starts_at", "ends_at", "order"]
    list_select_related = ["article"]
    ordering = ["kind", "position", "pk"]
    actions = ["unpin_selected"]

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        move = self.admin_site.admin_view(self.move_view)
        own = path("<int:pk>/<str:way>/move/", move, name="articles_pin_move")
        return [own, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(Right.PLACE)

    has_add_permission = has_change_permission = has_view_permission
    has_delete_permission = has_module_permission = has_view_permission

    def get_readonly_fields(
        self, request: HttpRequest, obj: Pin | None = None
    ) -> list[str]:
        return ["article"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pin]:
        rows = super().get_queryset(request)
        return rows.defer("article__body", "article__body_html")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # A pin is taken away by its own verb.
        return actions

    @admin.display(description=_("shown"))
    def shown(self, pinned: Pin) -> str:
        if pinned.ends_at and pinned.ends_at <= timezone.now():
            return gettext("ended")
        if pinned.starts_at and pinned.starts_at > timezone.now():
            return gettext("not yet")
        state = pinned.article.state_at()
        return gettext("yes") if pinned.article.is_listed else str(state.label)

    @admin.display(description=_("order"))
    def order(self, pinned: Pin) -> SafeString:
        ways = [("up", "↑", gettext("Up")), ("down", "↓", gettext("Down"))]
        buttons = [
            format_html(
                '<button class="desk-move" formaction="{}" aria-label="{}: {}">{}</button>',
                reverse("admin:articles_pin_move", args=[pinned.pk, way]),
                word,
                pinned.article.title,
                arrow,
            )
            for way, arrow, word in ways
        ]
        return format_html("{}{}", *buttons)

    def move_view(self, request: HttpRequest, pk: int, way: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        publishing.move_pin(get_object_or_404(Pin, pk=pk), up=way == "up")
        return HttpResponseRedirect(reverse(_LIST))

    @admin.action(description=_("Unpin selected articles"), permissions=["change"])
    def unpin_selected(self, request: HttpRequest, queryset: QuerySet[Pin]) -> None:
        for pinned in queryset:
            publishing.unpin(pinned, by=cast(User, request.user))
        text = gettext("Unpinned. The front page shows it at once.")
        self.message_user(request, text, messages.SUCCESS)

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except publishing.VerbRefused as refused:
            # Somebody was quicker, after the form had been checked.
            self.message_user(request, refused.reason, messages.WARNING)
            return HttpResponseRedirect(reverse(_LIST))

    def store(self, request: HttpRequest, record: Pin) -> None:
        by = cast(User, request.user)
        stored = publishing.pin(
            record.article,
            record.kind,
            starts_at=record.starts_at,
            ends_at=record.ends_at,
            by=by,
        )
        if record.pk and record.pk != stored.pk:  # Breaking news that leads now.
            publishing.unpin(record, by=by)
        record.pk = stored.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        publishing.unpin(obj, by=cast(User, request.user))


class PinnedArticles(DeskAdmin[Article]):
    """Pins what is selected in the list of articles."""

    def has_place_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(Right.PLACE)

    @admin.action(
        description=_("Pin selected articles to the front page"), permissions=["place"]
    )
    def pin_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Pin until they are unpinned, as many as there is room for."""
        count = 0
        for article in queryset.defer(*HEAVY_FIELDS)[: 2 * Pin.MOST]:
            try:
                publishing.pin(article, Pin.Kind.PIN, by=cast(User, request.user))
            except publishing.VerbRefused as refused:
                self.message_user(request, refused.reason, messages.WARNING)
            else:
                count += 1
        if count:
            text = ngettext("%(n)s article pinned.", "%(n)s articles pinned.", count)
            line = format_html(
                '{} <a href="{}">{}</a>',
                text % {"n": count},
                reverse(_LIST),
                gettext("Put them in order"),
            )
            self.message_user(request, line, messages.SUCCESS)
