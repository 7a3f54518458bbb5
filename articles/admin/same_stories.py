"""Probable same stories, for an editor to look at. Nothing is merged."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.base import RecordAdmin
from articles.admin.conflicts import DecisionFilter
from articles.choices import Language
from articles.models import HEAVY_FIELDS, Article, SameStory

_SIDES = ("first", "second")


class PairDecisionFilter(DecisionFilter):
    column = "decision"


@admin.register(SameStory)
class SameStoryAdmin(RecordAdmin[SameStory]):
    list_display = ["first_article", "second_article", "alike", "decision"]
    list_display_links = None
    list_filter = [PairDecisionFilter]
    list_select_related = [
        f"{side}__{name}" for side in _SIDES for name in ("source", "imported_file")
    ]
    left_out_of_lists = [
        f"{side}__{name}"
        for side in _SIDES
        for name in (*HEAVY_FIELDS, "imported_file__content")
    ]
    search_fields = ["first__title", "second__title"]
    actions = ["are_same", "are_different"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self.may_decide(request)

    @admin.display(description=_("article"), ordering="first__title")
    def first_article(self, pair: SameStory) -> SafeString:
        return _linked(pair.first)

    @admin.display(description=_("other article"), ordering="second__title")
    def second_article(self, pair: SameStory) -> SafeString:
        return _linked(pair.second)

    @admin.display(description=_("alike"), ordering="percent")
    def alike(self, pair: SameStory) -> str:
        return f"{pair.percent} %"

    @admin.action(description=_("Mark as one story"), permissions=["decide"])
    def are_same(self, request: HttpRequest, queryset: QuerySet[SameStory]) -> None:
        queryset.update(decision=SameStory.Decision.SAME)

    @admin.action(description=_("Mark as two stories"), permissions=["decide"])
    def are_different(
        self, request: HttpRequest, queryset: QuerySet[SameStory]
    ) -> None:
        queryset.update(decision=SameStory.Decision.DIFFERENT)


def _linked(article: Article) -> SafeString:
    """Link to the article's form, with its source, or its archive, and language below."""
    url = reverse("admin:articles_article_change", args=[article.pk])
    language = dict(Language.choices).get(article.language, article.language)
    imported_file = getattr(article, "imported_file", None)
    outlet = article.source or (imported_file and imported_file.archive) or ""
    about = filter(None, [str(outlet), str(language)])
    return format_html(
        '<a href="{}">{}</a><br><small>{}</small>',
        url,
        article.title,
        " · ".join(about),
    )
