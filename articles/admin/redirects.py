"""Addresses without a page, and where each leads."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import unquote

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.forms import RedirectForm
from articles.models import PAGE_FOLDERS, Redirect, RedirectQuerySet
from articles.publishing import save_redirect


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin[Redirect]):
    form = RedirectForm
    fields = ["path", "leads_to"]
    list_display = ["address", "leads_to", "reason"]
    list_filter = ["reason"]
    search_fields = [
        *("path", "url", "article__title"),
        *(f"{kind}__name" for kind in PAGE_FOLDERS if kind != "article"),
    ]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redirect]:
        rows = cast(RedirectQuerySet, super().get_queryset(request))
        return rows.with_targets().order_by("-pk")

    def get_form(
        self,
        request: HttpRequest,
        obj: Redirect | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[Redirect]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.own_host = request.get_host().lower()  # type: ignore[attr-defined]
        return form

    @admin.display(description=_("address"), ordering="path")
    def address(self, redirect: Redirect) -> str:
        return redirect.path

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect: Redirect) -> str:
        if redirect.is_gone:
            return gettext("Gone for good (410)")
        target = redirect.target_in(settings.DEFAULT_VARIANT)
        name = str(redirect.page or "")
        link = format_html('<a href="{}">{}</a>', target, name or unquote(target))
        if redirect.page is None:
            return link
        kind = redirect.page._meta.verbose_name
        return format_html("{}: {}", kind, link)

    def store(self, request: HttpRequest, record: Redirect) -> None:
        save_redirect(record)
