"""The list of instruments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from articles import search
from articles.admin.base import MAX_SEARCH, DeskAdmin
from articles.forms import InstrumentForm
from articles.models import Instrument, symbols_in
from articles.publishing import save_instrument
from articles.variants.engine import fold


@admin.register(Instrument)
class InstrumentAdmin(DeskAdmin[Instrument]):
    form = InstrumentForm
    fields = ["exchange", "symbol", "name", "name_en"]
    list_display = ["code", "name", "name_en", "exchange"]
    list_filter = ["exchange"]
    search_fields = ["code"]
    search_help_text = _(
        "A symbol in any spelling, or a name in any script: 騰訊 finds 腾讯."
    )
    ordering = ["code"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.replace("\x00", "")[:MAX_SEARCH].strip()
        if not term:
            return queryset, False
        codes = [exchange.code(symbol) for exchange, symbol in symbols_in(term)]
        named = Q(key__contains=fold(term)) | Q(name_en__icontains=term)
        return queryset.filter(
            named | Q(code__icontains=term) | Q(code__in=codes)
        ), False

    def what_protects(self, objs: Iterable[Model]) -> list[str]:
        used = Instrument.objects.filter(
            pk__in=[obj.pk for obj in objs], article_instruments__isnull=False
        ).distinct()
        said = gettext("%s is named by articles. Take it out of them first.")
        return [said % instrument for instrument in used]

    # Saving

    def store(self, request: HttpRequest, record: Instrument) -> None:
        save_instrument(record)

    def report(self, request: HttpRequest) -> None:
        if search.stale_count():
            text = gettext(
                "Its articles are being indexed: until then they are found by what it was "
                "called."
            )
            self.message_user(request, text)
