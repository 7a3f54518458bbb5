"""Tags: how much each is used, and making one of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles import search
from articles.admin.base import MAX_SEARCH
from articles.admin.list_pages import LabelPagesAdmin
from articles.admin.redirects import tell_gone
from articles.forms import MergeForm, TagForm
from articles.models import Tag, TaggedArticle
from articles.publishing import delete_labels, merge_labels, save_tag
from articles.variants.engine import fold


@admin.register(Tag)
class TagAdmin(LabelPagesAdmin[Tag]):
    form = TagForm
    fields = ["name", "slug"]
    list_display = ["name", "article_count", "slug"]
    search_fields = ["name"]
    search_help_text = _("In any script: 关税 finds 關稅.")
    ordering = ["name"]
    actions = ["merge_selected"]

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
        term = fold(search_term.replace("\x00", "")[:MAX_SEARCH])
        return queryset.filter(key__contains=term) if term else queryset, False

    @admin.display(description=_("articles"))
    def article_count(self, tag: Any) -> int:
        return tag.used or 0

    def view_on_site(self, tag: Tag) -> str:
        return tag.url_in(settings.DEFAULT_VARIANT)

    # Saving

    def store(self, request: HttpRequest, record: Tag) -> None:
        save_tag(record)

    def remove(self, records: Sequence[Tag]) -> None:
        delete_labels(records)

    def report(self, request: HttpRequest) -> None:
        if waiting := search.stale_count():
            text = ngettext(
                "%(n)s article is being indexed: until then it is found by its old tags.",
                "%(n)s articles are being indexed: until then they are found by their "
                "old tags.",
                waiting,
            )
            self.message_user(request, text % {"n": waiting})

    def report_removed(self, request: HttpRequest) -> None:
        super().report_removed(request)
        tell_gone(self, request)

    # Merging

    @admin.action(
        description=_("Merge selected tags"), permissions=["change", "delete"]
    )
    def merge_selected(
        self, request: HttpRequest, queryset: QuerySet[Tag]
    ) -> TemplateResponse | None:
        tags = list(queryset[:101])
        if not 2 <= len(tags) <= 100:
            refusal = _("Select from two to a hundred tags.")
            self.message_user(request, refusal, messages.WARNING)
            return None
        is_sent = "merge" in request.POST
        most_used = max(tags, key=self.article_count)
        form = MergeForm(
            request.POST if is_sent else None, tags=tags, initial={"into": most_used}
        )
        if is_sent and form.is_valid():
            self._merge(request, tags, form.cleaned_data["into"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "form": form,
            "tags": tags,
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def _merge(self, request: HttpRequest, tags: list[Tag], into: Tag) -> None:
        moved = merge_labels(tags, into)
        names = ", ".join(tag.name for tag in tags if tag != into)
        self.log_change(request, into, gettext("Merged with %s.") % names)
        text = ngettext(
            "Merged into “%(tag)s”; %(n)s article moved.",
            "Merged into “%(tag)s”; %(n)s articles moved.",
            moved,
        )
        self.message_user(request, text % {"tag": into, "n": moved})
        self.report(request)
