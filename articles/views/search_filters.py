"""Read the parameters of a search, and offer filters to narrow it further."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from heapq import nlargest
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy

from articles import search
from articles.choices import Variant
from articles.forms import on_one_line
from articles.listings import LabelName, public_labels
from articles.models import Category, Source, Tag
from articles.pages import PageContext
from articles.prepared_queries import few_lengths, parameters, prepared
from articles.search import Order, ParsedQuery, SearchResults

MOST_OPTIONS = 10
# The count in the other language stops here: many is enough to know.
_MOST_ELSEWHERE = 99

_KINDS: Mapping[str, type[Category | Tag | Source]] = {
    "category": Category,
    "tag": Tag,
    "source": Source,
}
_TITLES: Mapping[str, str | Promise] = {
    "category": gettext_lazy("Categories"),
    "tag": gettext_lazy("Tags"),
    "source": gettext_lazy("Sources"),
}
_LANGUAGE_GROUPS: Mapping[str, str | Promise] = {
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
}
_LATELY = {
    "day": (timedelta(days=1), gettext_lazy("Last 24 hours")),
    "week": (timedelta(weeks=1), gettext_lazy("Last week")),
    "month": (timedelta(days=30), gettext_lazy("Last month")),
    "year": (timedelta(days=365), gettext_lazy("Last year")),
}
_PERIOD = re.compile(r"([1-9]\d{3})(?:-(0[1-9]|1[0-2]))?", re.ASCII)
_LONGEST_SLUG = 255
# Characters of an unknown filter's value that are shown.
_SHOWN_OF_UNKNOWN = 60
_UNKNOWN: Mapping[str, str | Promise] = {
    "category": gettext_lazy("There is no category “%s” here."),
    "tag": gettext_lazy("There is no tag “%s” here."),
    "source": gettext_lazy("There is no source “%s” here."),
    "language": gettext_lazy(
        "“%s” is no language to search in: Chinese is zh, English is en."
    ),
    "period": gettext_lazy(
        "“%s” is no period: a year is written 2025, a month 2025-02."
    ),
}


@dataclass(frozen=True)
class FilterLabel(LabelName):
    """A category, tag or source that a filter names."""

    pk: int


@dataclass(frozen=True)
class Option:
    """A link that narrows or widens a search. ``count`` is empty where unknown."""

    name: str
    url: str
    count: str = ""


@dataclass(frozen=True)
class Group:
    key: str
    title: str | Promise
    options: list[Option]


@dataclass(frozen=True)
class SearchParameters:
    """The parameters of a search, read from its address.

    ``language_group`` is searched; ``readers`` is the language group of the page. ``period``
    is a key of ``_LATELY``, a year or a month. ``unknown`` are filters that mean nothing,
    by their names: without them the search would find more than was asked for.
    """

    query: str
    readers: str
    language_group: str
    order: Order = Order.BEST
    period: str = ""
    labels: tuple[FilterLabel, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def parsed(self) -> ParsedQuery:
        labels = [search.label(label.kind, label.pk) for label in self.labels]
        since = None
        if self.period in _LATELY:
            since = timezone.now() - _LATELY[self.period][0]
        elif self.period:
            labels.append(search.label("period", self.period))
        return ParsedQuery(self.query, self.language_group, tuple(labels), since)

    @property
    def has_words(self) -> bool:
        """Tell whether anything was typed: without words no result is better."""
        return bool(self.parsed.parts)

    @property
    def words(self) -> str:
        """Return the words and the names of the labels, on one line."""
        return " ".join(
            filter(None, (self.query, *(label.name for label in self.labels)))
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.labels or self.period or self.language_group != self.readers)

    @property
    def other_language_group(self) -> str:
        return "en" if self.language_group == "zh" else "zh"

    @property
    def everything_url(self) -> str:
        """Return the parameters of the same words without any filter."""
        return self.address(**dict.fromkeys((*_KINDS, "language", "period"), ""))

    @property
    def known_url(self) -> str:
        """Return the parameters without the unknown filters."""
        return self.address(**dict.fromkeys(self.unknown, ""))

    def address(self, **changes: str) -> str:
        """Encode the parameters with these changes; an empty one goes."""
        parameters = {"q": self.query} | self.filters | changes
        return urlencode({k: v for k, v in parameters.items() if v})

    @property
    def filters(self) -> dict[str, str]:
        """Return the parameters except the words, for a form that asks for other words."""
        parameters = {
            "order": "" if self.order == Order.BEST else str(self.order),
            **{label.kind: label.slug for label in self.labels},
            "language": ""
            if self.language_group == self.readers
            else self.language_group,
            "period": self.period,
            **self.unknown,
        }
        return {name: value for name, value in parameters.items() if value}


def read(query_dict: QueryDict, variant: Variant) -> SearchParameters:
    """Read the parameters of a search. One query where labels are named, else none."""
    given = {name: on_one_line(query_dict.get(name, "")) for name in query_dict}
    period = given.get("period", "")
    language_group = given.get("language", "")
    is_period = period in _LATELY or _PERIOD.fullmatch(period)
    is_newest = given.get("order") == Order.NEWEST
    labels = tuple(_chosen(given))
    known = {label.kind for label in labels}
    known |= {"language"} if language_group in _LANGUAGE_GROUPS else set()
    known |= {"period"} if is_period else set()
    return SearchParameters(
        query=given.get("q", "")[: ParsedQuery.MAX_LENGTH].strip(),
        readers=variant.language_group,
        language_group=language_group
        if language_group in _LANGUAGE_GROUPS
        else variant.language_group,
        order=Order.NEWEST if is_newest else Order.BEST,
        period=period if is_period else "",
        labels=labels,
        unknown={
            name: given[name][:_LONGEST_SLUG]
            for name in _UNKNOWN
            if given.get(name) and name not in known
        },
    )


def _chosen(given: Mapping[str, str]) -> Iterator[FilterLabel]:
    slugs = {kind: given.get(kind, "") for kind in _KINDS}
    if any(slugs.values()):
        rows = {
            kind: public_labels(kind).filter(slug=slug[:_LONGEST_SLUG])
            for kind, slug in slugs.items()
            if slug
        }
        yield from _names(_with_names(rows))


def _names(rows: Iterable[tuple[Any, ...]]) -> list[FilterLabel]:
    names = [FilterLabel(*row) for row in rows]
    return sorted(names, key=lambda label: (list(_KINDS).index(label.kind), label.pk))


def _with_names(rows: Mapping[str, QuerySet[Any]]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return what a ``FilterLabel`` is made of, for labels of several kinds at once."""
    first, *others = (
        queryset.order_by()
        .annotate(
            kind=Value(kind, CharField()),
            in_taiwan=F("name_tw") if kind == "category" else Value("", CharField()),
            in_hong_kong=F("name_hk") if kind == "category" else Value("", CharField()),
        )
        .values_list("kind", "name", "slug", "in_taiwan", "in_hong_kong", "pk")
        for kind, queryset in rows.items()
    )
    found: QuerySet[Any, tuple[Any, ...]] = first
    return found.union(*others, all=True) if others else found


@prepared
def _numbered(*counts: tuple[str, int]) -> QuerySet[Any, tuple[Any, ...]]:
    return _with_names(
        {
            kind: _KINDS[kind]._default_manager.filter(
                pk__in=parameters(kind, count, BigIntegerField())
            )
            for kind, count in counts
        }
    )


def unknown_filters(parameters: SearchParameters) -> list[str]:
    """Say of each unknown filter that it means nothing."""
    return [
        _UNKNOWN[name] % Truncator(value).chars(_SHOWN_OF_UNKNOWN)
        for name, value in parameters.unknown.items()
    ]


def chips(parameters: SearchParameters, page: PageContext) -> list[Option]:
    """Return the filters in use, each with the parameters without it."""
    found = [
        Option(page.name_of(label), parameters.address(**{label.kind: ""}))
        for label in parameters.labels
    ]
    if parameters.language_group != parameters.readers:
        name = str(_LANGUAGE_GROUPS[parameters.language_group])
        found.append(Option(name, parameters.address(language="")))
    if parameters.period:
        found.append(
            Option(_period_name(parameters.period), parameters.address(period=""))
        )
    return found


def groups(
    parameters: SearchParameters, found: SearchResults, page: PageContext
) -> list[Group]:
    """Return the filters to narrow the search by, with the number of results.

    Two queries for the other language and one for names.
    """
    version = page.site.conversion_version
    elsewhere = replace(
        parameters.parsed, language_group=parameters.other_language_group
    )
    total, is_cut = search.count_results(elsewhere, version, _MOST_ELSEWHERE)
    # The language group of the page itself is the default and needs no parameter.
    language = (
        parameters.other_language_group
        if parameters.other_language_group != parameters.readers
        else ""
    )
    other = Option(
        str(_LANGUAGE_GROUPS[parameters.other_language_group]),
        parameters.address(language=language),
        _count_text(total, is_cut),
    )
    made = [
        *_of_labels(parameters, found, page),
        Group("period", _("Period"), list(_periods(parameters, found))),
        Group("language", _("Language"), [other] if total else []),
    ]
    return [group for group in made if group.options]


def _of_labels(
    parameters: SearchParameters, found: SearchResults, page: PageContext
) -> Iterator[Group]:
    chosen = {label.kind for label in parameters.labels}
    counts = {
        kind: _most(found.counts, search.label(kind))
        for kind in _KINDS
        if kind not in chosen
    }
    pks = {kind: few_lengths(counted) for kind, counted in counts.items() if counted}
    shape = ((kind, len(numbers)) for kind, numbers in pks.items())
    names = _names(_numbered.read(*shape, **pks)) if pks else []
    for kind, counted in counts.items():
        by_pk = {label.pk: label for label in names if label.kind == kind}
        yield Group(
            kind,
            _TITLES[kind],
            [
                Option(
                    page.name_of(by_pk[pk]),
                    parameters.address(**{kind: by_pk[pk].slug}),
                    _count_text(count, found.is_cut),
                )
                for pk, count in counted.items()
                if pk in by_pk
            ],
        )


def _most(counts: Counter[str], prefix: str) -> dict[int, int]:
    """Return the most frequent labels of a kind: counts by primary key."""
    counted = (
        (count, -int(name.removeprefix(prefix)))
        for name, count in counts.items()
        if name.startswith(prefix)
    )
    return {-pk: count for count, pk in nlargest(MOST_OPTIONS, counted)}


def _periods(parameters: SearchParameters, found: SearchResults) -> Iterator[Option]:
    """Offer recent periods and years; within a year its months."""
    if not parameters.period and found.article_ids:
        for period in _LATELY:
            yield Option(_period_name(period), parameters.address(period=period))
        for year in _years(found.counts):
            yield _counted(f"{year:04d}", parameters, found)
    elif len(parameters.period) == 4 and parameters.period not in _LATELY:
        for month in range(12, 0, -1):
            key = f"{parameters.period}-{month:02d}"
            if found.counts[search.label("period", key)]:
                yield _counted(key, parameters, found)


def _years(counts: Counter[str]) -> list[int]:
    names = (name.removeprefix(search.label("period")) for name in counts)
    return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def _counted(period: str, parameters: SearchParameters, found: SearchResults) -> Option:
    count = found.counts[search.label("period", period)]
    shown = _count_text(count, found.is_cut)
    return Option(_period_name(period), parameters.address(period=period), shown)


def _period_name(period: str) -> str:
    if period in _LATELY:
        return str(_LATELY[period][1])
    year, _dash, month = period.partition("-")
    if not month:
        return year
    return date_format(date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")


def _count_text(count: int, is_cut: bool) -> str:
    return f"{count}+" if is_cut else str(count)
