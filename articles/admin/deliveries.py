"""Deliveries, sent and still to be sent: a list that nobody writes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _, ngettext

from articles import outbox
from articles.admin.base import DeskAdmin
from articles.models import Delivery
from articles.rights import Right


@admin.register(Delivery)
class DeliveryAdmin(DeskAdmin[Delivery]):
    list_display = [
        *("happened", "kind", "what", "receiver", "sequence"),
        *("what_became", "error"),
    ]
    list_display_links = None
    list_filter = ["state", "kind", "receiver"]
    list_select_related = ["receiver", "article"]
    search_fields = ["slug", "event_id", "article__title", "error"]
    ordering = ["-pk"]
    actions = ["send_again"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(Right.MANAGE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("article"), ordering="slug")
    def what(self, delivery: Delivery) -> str:
        article = delivery.article
        if article is None:
            return delivery.slug or "–"
        url = reverse("admin:articles_article_change", args=[article.pk])
        return format_html('<a href="{}">{}</a>', url, article.title)

    @admin.display(description=_("happened"), ordering="occurred_at")
    def happened(self, delivery: Delivery) -> str:
        return f"{timezone.localtime(delivery.occurred_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("state"), ordering="state")
    def what_became(self, delivery: Delivery) -> str:
        """Tell the state, when it is sent if it is still to be, and how often it was."""
        words = [str(delivery.get_state_display())]
        if delivery.state in Delivery.OPEN:
            words.append(f"{timezone.localtime(delivery.due_at):%m-%d %H:%M}")
        if delivery.attempts > 1:
            words.append(f"{delivery.attempts}×")
        return " · ".join(words)

    @admin.action(description=_("Send these again"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = outbox.send_again(list(queryset))
        text = ngettext(
            "%(n)s delivery is sent again within a minute.",
            "%(n)s deliveries are sent again within a minute.",
            count,
        )
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text % {"n": f"{count:,}"}, level)
