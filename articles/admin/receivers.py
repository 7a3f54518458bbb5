"""Receivers of publications: partners, hubs and search engines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.readable import yes_or_no
from articles.forms import ReceiverForm
from articles.models import Delivery, Receiver, content_change


@admin.register(Receiver)
class ReceiverAdmin(DeskAdmin[Receiver]):
    form = ReceiverForm
    list_display = ["name", "kind", "address", "is_told", "waiting", "given_up"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "address", "note"]
    fields = [
        *("name", "kind", "address", "secret"),
        *("variants", "is_active", "stopped_because", "note"),
    ]
    readonly_fields = ["stopped_because"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Receiver]:
        is_open = Q(deliveries__state__in=Delivery.OPEN)
        is_given_up = Q(deliveries__state=Delivery.State.GIVEN_UP)
        return (
            super()
            .get_queryset(request)
            .annotate(
                open_count=Count("deliveries", is_open),
                given_up_count=Count("deliveries", is_given_up),
            )
        )

    @admin.display(description=_("active"), ordering="is_active")
    def is_told(self, receiver: Receiver) -> str:
        return yes_or_no(receiver.is_active)

    @admin.display(description=_("to be sent"))
    def waiting(self, receiver: Any) -> str:
        return f"{receiver.open_count:,}"

    @admin.display(description=_("given up"))
    def given_up(self, receiver: Any) -> str:
        count = receiver.given_up_count
        if not count:
            return "0"
        page = reverse("admin:articles_delivery_changelist")
        query = f"?state=given_up&receiver__id__exact={receiver.pk}"
        return format_html('<a href="{}">{}</a>', page + query, f"{count:,}")

    def store(self, request: HttpRequest, record: Receiver) -> None:
        # What is sent meanwhile counts on.
        kept = [*ReceiverForm.Meta.fields, "stopped_because"]
        with content_change():  # Feeds name hubs.
            record.save(update_fields=None if record._state.adding else kept)
