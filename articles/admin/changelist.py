"""The list of articles: what it loads, and how it is narrowed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Max, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import board, search
from articles.admin.base import MAX_SEARCH, WordFilter
from articles.admin.presence import present_in
from articles.choices import Language, State
from articles.models import (
    HEAVY_FIELDS,
    Article,
    ArticleCategory,
    ArticleQuerySet,
    Byline,
    Revision,
    Shortcode,
    SiteSettings,
)


class PeriodQuerySet(ArticleQuerySet):
    """Articles whose years, months or days are found without reading them all."""

    def datetimes(  # type: ignore[override]
        self, field_name: str, kind: str, *args: Any, **kwargs: Any
    ) -> list[datetime]:
        """Every period from the first to the last; some between may be empty.

        Django would cut the time of every row to the period: 1.6 s for 100,000.
        """
        ends = self.aggregate(first=Min(field_name), last=Max(field_name))
        if ends["first"] is None:
            return []
        first, last = (timezone.localtime(ends[end]) for end in ("first", "last"))
        if kind == "year":
            years = range(first.year, last.year + 1)
            return [datetime(year, 1, 1) for year in years]
        if kind == "month":
            months = range(
                first.year * 12 + first.month - 1, last.year * 12 + last.month
            )
            return [datetime(month // 12, month % 12 + 1, 1) for month in months]
        days = range((last.date() - first.date()).days + 1)
        return [first + timedelta(days=day) for day in days]


def searched(queryset: QuerySet[Article], term: str) -> QuerySet[Article]:
    """Keep what a query means: an original's address, a slug, or words of the text."""
    exact = term.replace("\x00", "").strip()
    if not exact:
        return queryset
    # The address lies behind the body in a row: asked only when one is meant.
    if exact.startswith(("http://", "https://")):
        return queryset.filter(source_url=exact[:4000])
    if "-" in exact and (named := queryset.filter(slug=exact)).exists():
        return named
    ids = search.ids_for_editors(term, SiteSettings.current().conversion_version)
    # "+ 0": articles are taken in the order of the list, each looked up among the hits.
    # By their numbers, SQLite would read and sort the rows of all hits for one page.
    return queryset.alias(number=F("pk") + 0).filter(number__in=ids)


class ArticleChangeList(ChangeList):
    """Loads what a row shows and no body, and who has it open and edited it last, in five
    queries however many rows."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        queryset = super().get_queryset(request, exclude_parameters)
        article_categories = ArticleCategory.objects.select_related("category")
        bylines = Byline.objects.select_related("author")
        saved = Revision.objects.filter(article=OuterRef("pk")).order_by("-id")
        rows: QuerySet[Any] = (
            queryset.defer(*HEAVY_FIELDS)
            .select_related("source", "thumbnail")
            .prefetch_related(
                Prefetch("article_categories", article_categories),
                Prefetch("bylines", bylines),
            )
            .annotate(editor_id=Subquery(saved.values("created_by")[:1]))
        )
        return rows

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        names = present_in([article.pk for article in self.result_list])
        people = board.names_of_people(a.editor_id for a in self.result_list)
        for article in self.result_list:
            article.present = names.get(article.pk, [])
            article.editor_name = people.get(article.editor_id, "")
        if self.query and not search.ParsedQuery(self.query).parts:
            text = _("Nothing was searched for: type a word, a number or a name.")
            self.model_admin.message_user(request, text, messages.INFO)


class StateFilter(WordFilter):
    title = _("state")
    parameter_name = "state"
    words = State.choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article]:
        assert isinstance(queryset, ArticleQuerySet)  # noqa: S101 – for the type checker
        value = self.value() or ""
        if value in State:
            return queryset.in_state(State(value))
        return queryset.unspiked()  # They are shown to who asks for them.


class BoardFilter(WordFilter):
    """The articles of a block of the board, for who asks; shown where the board led here."""

    title = _("on the board")
    parameter_name = "board"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        if self.parameter_name not in request.GET:
            return []
        user = request.user
        return [(b.key, b.title) for b in board.ARTICLE_BLOCKS if b.is_for(user)]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article]:
        for block in board.ARTICLE_BLOCKS:
            if block.key == self.value() and block.is_for(request.user):
                return queryset.filter(pk__in=block.articles(request.user).values("pk"))
        return queryset


class LanguageFilter(WordFilter):
    """The four by name: asking the table which there are would read all of it."""

    title = _("language")
    parameter_name = "language"
    words = [*Language.choices, ("other", _("Other"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article]:
        if self.value() == "other":
            return queryset.exclude(language__in=Language.values)
        if self.value() in Language.values:
            return queryset.filter(language=self.value())
        return queryset


class WarningsFilter(WordFilter):
    title = _("import")
    parameter_name = "import"
    words = [
        ("warnings", _("With warnings")),
        ("imported", _("Imported")),
        ("written", _("Written here")),
    ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article]:
        if self.value() == "warnings":
            imported = queryset.filter(imported_file__isnull=False)
            return imported.exclude(imported_file__warnings=[])
        if self.value() in {"imported", "written"}:
            return queryset.filter(imported_file__isnull=self.value() == "written")
        return queryset


class ShortcodeFilter(admin.SimpleListFilter):
    """Shown only where the list of shortcodes led here."""

    title = _("shortcode")
    parameter_name = "shortcode"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        name = request.GET.get(self.parameter_name, "")
        return [(name, name)] if name else []

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article]:
        name = (self.value() or "").replace("\x00", "")[:MAX_SEARCH]
        return queryset.filter(Shortcode.holding(name)) if name else queryset
