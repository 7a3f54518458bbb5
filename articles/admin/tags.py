"""Tags: how much each is used, and making one of several."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _, ngettext

from articles import search
from articles.admin.base import MAX_SEARCH, WordFilter
from articles.admin.leading import LabelDeskAdmin
from articles.admin.list_pages import LabelPagesAdmin
from articles.forms import TagForm
from articles.models import Tag, TaggedArticle
from articles.publishing import save_tag


class UseFilter(WordFilter):
    """Tags by whether any article has them."""

    title = _("use")
    parameter_name = "use"
    words = (("unused", _("Unused")), ("used", _("In use")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        is_used = Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")))
        if self.value() == "unused":
            return queryset.exclude(is_used)
        return queryset.filter(is_used) if self.value() == "used" else queryset


@admin.register(Tag)
class TagAdmin(LabelPagesAdmin[Tag], LabelDeskAdmin[Tag]):
    form = TagForm
    fields = ["name", "slug"]
    list_display = ["name", "article_count", "slug"]
    list_filter = [UseFilter]
    search_fields = ["name"]
    search_help_text = _("In any script: 关税 finds 關稅.")
    ordering = ["name"]
    may_be_lost = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        # A subquery, so that only the rows of the page at hand are counted.
        taggings = TaggedArticle.objects.filter(tag=OuterRef("pk")).order_by()
        counts = taggings.values("tag").annotate(n=Count("pk")).values("n")
        tags: QuerySet[Tag] = (
            super().get_queryset(request).annotate(used=Subquery(counts))
        )
        return tags

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = Tag.fold_spaces(search_term.replace("\x00", "")[:MAX_SEARCH])
        return queryset.filter(key__contains=term) if term else queryset, False

    @admin.display(description=_("articles"))
    def article_count(self, tag: Any) -> int:
        return tag.used or 0

    def view_on_site(self, tag: Tag) -> str:
        return tag.url_in(settings.DEFAULT_VARIANT)

    # Saving

    def store(self, request: HttpRequest, record: Tag) -> None:
        save_tag(record)

    def report(self, request: HttpRequest) -> None:
        if waiting := search.stale_count():
            text = ngettext(
                "%(n)s article is being indexed: until then it is found by its old tags.",
                "%(n)s articles are being indexed: until then they are found by their "
                "old tags.",
                waiting,
            )
            self.message_user(request, text % {"n": waiting})
