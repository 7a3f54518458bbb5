"""The library of pictures: what it is filtered and searched by, and how often each is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.admin.base import MAX_SEARCH, WordFilter
from articles.choices import GENERATED_TYPES
from articles.models import (
    Article,
    Author,
    Image,
    ImageUse,
    ListPage,
    SiteSettings,
)
from articles.variants.engine import fold

_MOST_CREDITS = 15
_MOST_ARTICLES = 50


def with_use_count(rows: QuerySet[Image]) -> QuerySet[Image]:
    """Add ``use_count``: how many texts, authors and sites show each picture."""
    return rows.annotate(
        use_count=_count(ImageUse, "image")
        + _count(Author, "avatar")
        + _count(SiteSettings, "logo")
    )


def _count(model: type[Model], name: str) -> Coalesce:
    rows = model._default_manager.filter(**{name: OuterRef("pk")}).order_by()
    counted = rows.values(name).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class Use:
    """A place that shows a picture, with its page in the admin."""

    title: str
    url: str


def uses_of(pictures: Sequence[Image], user: User | AnonymousUser) -> list[Use]:
    """Return what shows any of the pictures: the articles edited last that the person may
    know of, and all else."""
    seen = Article.objects.known_to(user)
    articles = seen.filter(image_uses__image__in=pictures).distinct()
    last = articles.order_by("-edited_at").only("title")[:_MOST_ARTICLES]
    found: list[Article | ListPage | Author | SiteSettings] = [
        *last,
        *ListPage.objects.filter(image_uses__image__in=pictures).distinct(),
        *Author.objects.filter(avatar__in=pictures),
        *SiteSettings.objects.filter(logo__in=pictures),
    ]
    uses = [
        Use(
            str(place),
            reverse(f"admin:articles_{place._meta.model_name}_change", args=[place.pk]),
        )
        for place in found
    ]
    hidden = Article.objects.hidden_from(user)
    if hidden.filter(image_uses__image__in=pictures).exists():
        address = reverse("admin:articles_article_changelist")
        uses.append(Use(gettext("An article under embargo"), address))
    if len(last) == _MOST_ARTICLES and (more := articles.count() - _MOST_ARTICLES):
        address = reverse("admin:articles_article_changelist")
        text = ngettext("%(count)s more article", "%(count)s more articles", more)
        uses.append(Use(text % {"count": more}, address))
    return uses


def searched(rows: QuerySet[Image], term: str) -> QuerySet[Image]:
    """Keep the pictures that all words are said of, in either script, or that have an
    address."""
    for word in term.replace("\x00", "")[:MAX_SEARCH].split():
        name = word.rpartition("/")[2]
        rows = rows.filter(
            Q(search_key__contains=fold(word)) | Q(file__contains=name or word)
        )
    return rows


class UseFilter(WordFilter):
    title = _("use")
    parameter_name = "use"
    words = (("used", _("Used")), ("unused", _("Unused")))

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Image]
    ) -> QuerySet[Image]:
        used = (
            Exists(ImageUse.objects.filter(image=OuterRef("pk")))
            | Exists(Author.objects.filter(avatar=OuterRef("pk")))
            | Exists(SiteSettings.objects.filter(logo=OuterRef("pk")))
        )
        match self.value():
            case "used":
                return queryset.filter(used)
            case "unused":
                return queryset.exclude(used)
        return queryset


class LackFilter(WordFilter):
    title = _("what it says")
    parameter_name = "says"
    words = (
        ("no-alt", _("Without alternative text")),
        ("no-credit", _("Without credit")),
        ("generated", _("Made or edited by generative AI")),
    )

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Image]
    ) -> QuerySet[Image]:
        match self.value():
            case "no-alt":
                return queryset.filter(alt="")
            case "no-credit":
                return queryset.filter(credit="")
            case "generated":
                return queryset.filter(source_type__in=GENERATED_TYPES)
        return queryset


class CreditFilter(admin.SimpleListFilter):
    """The credits that stand under most pictures."""

    title = _("credit")
    parameter_name = "credit"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        rows = Image.objects.exclude(credit="").order_by().values("credit")
        counted = rows.annotate(count=Count("pk")).order_by(F("count").desc(), "credit")
        credits_ = counted.values_list("credit", flat=True)[:_MOST_CREDITS]
        return [(credit, credit) for credit in credits_]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Image]
    ) -> QuerySet[Image]:
        value = (self.value() or "").replace("\x00", "")
        return queryset.filter(credit=value) if value else queryset
