"""Shortcodes without a meaning of their own: what the desk wants to become of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _, ngettext

from articles.admin.base import DeskAdmin
from articles.models import Article, Shortcode
from articles.publishing import delete_shortcodes, save_shortcode

# More names than these are seldom of use; the most frequent come first.
SHOWN_NAMES = 100


@admin.register(Shortcode)
class ShortcodeAdmin(DeskAdmin[Shortcode]):
    list_display = ["name", "treatment", "article_count"]
    fields = ["name", "treatment"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shortcode]:
        holding = Article.objects.exclude(shortcodes="").filter(
            shortcodes__contains=Concat(Value("\n"), OuterRef("name"), Value("\n"))
        )
        count = holding.order_by().annotate(n=Func("pk", function="COUNT")).values("n")
        return super().get_queryset(request).annotate(used=Subquery(count))

    @admin.display(description=_("articles"))
    def article_count(self, shortcode: Any) -> str:
        return f"{shortcode.used or 0:,}"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        counts = Shortcode.counts()
        chosen = set(Shortcode.objects.values_list("name", flat=True))
        undecided = [
            (name, f"{count:,}")
            for name, count in counts.most_common()
            if name not in chosen
        ]
        context = {"undecided": undecided[:SHOWN_NAMES]}
        return super().changelist_view(request, context | (extra_context or {}))

    def store(self, request: HttpRequest, record: Shortcode) -> None:
        self._tell(request, save_shortcode(record))

    def remove(self, records: Sequence[Shortcode]) -> None:
        delete_shortcodes(records)

    def _tell(self, request: HttpRequest, count: int) -> None:
        text = ngettext(
            "%(n)s article is shown accordingly.",
            "%(n)s articles are shown accordingly, many of them within some minutes.",
            count,
        )
        messages.info(request, text % {"n": f"{count:,}"})
