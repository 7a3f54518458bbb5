"""How a search is narrowed: what its address says, and what readers may choose next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from heapq import nlargest
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import CharField, QuerySet, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy

from articles import search
from articles.choices import Variant
from articles.forms import on_one_line
from articles.models import Category, Source, Tag
from articles.pages import PageContext
from articles.search import Order, ParsedQuery, SearchResults

MOST_OPTIONS = 10
# Of the other language it is enough to know that there are many.
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
_FAMILIES: Mapping[str, str | Promise] = {
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
# Of what no filter is called enough to know it by.
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


class LabelName(NamedTuple):
    """A category, tag or source, with what a link to it says."""

    kind: str
    pk: int
    name: str
    slug: str


@dataclass(frozen=True)
class Option:
    """A link that narrows or widens. ``count`` is empty where nobody counted."""

    name: str
    url: str
    count: str = ""


@dataclass(frozen=True)
class Group:
    key: str
    title: str | Promise
    options: list[Option]


@dataclass(frozen=True)
class Asked:
    """What the address of a search says.

    ``language_group`` is whose articles are searched, ``readers`` whose page it is. ``period``
    is a key of ``_LATELY``, a year or a month. ``unknown`` are filters that mean nothing,
    by their names: without them the search would find more than was asked for.
    """

    query: str
    readers: str
    language_group: str
    order: Order = Order.BEST
    period: str = ""
    labels: tuple[LabelName, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def parsed(self) -> ParsedQuery:
        labels = [search.label(own.kind, own.pk) for own in self.labels]
        since = None
        if self.period in _LATELY:
            since = timezone.now() - _LATELY[self.period][0]
        elif self.period:
            labels.append(search.label("period", self.period))
        return ParsedQuery(self.query, self.language_group, tuple(labels), since)

    @property
    def has_words(self) -> bool:
        """Without any there is no best; all that is found is as good."""
        return bool(self.parsed.parts)

    @property
    def words(self) -> str:
        """What is asked for, in a line: the words, and the labels by name."""
        return " ".join(filter(None, (self.query, *(own.name for own in self.labels))))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.labels or self.period or self.language_group != self.readers)

    @property
    def other_family(self) -> str:
        return "en" if self.language_group == "zh" else "zh"

    @property
    def everything_url(self) -> str:
        """The address of the same words without any filter."""
        return self.address(**dict.fromkeys((*_KINDS, "language", "period"), ""))

    @property
    def known_url(self) -> str:
        """The address without the filters that mean nothing."""
        return self.address(**dict.fromkeys(self.unknown, ""))

    def address(self, **changes: str) -> str:
        """The address as it stands with these parameters; an empty one goes."""
        parameters = {"q": self.query} | self.filters | changes
        return urlencode({k: v for k, v in parameters.items() if v})

    @property
    def filters(self) -> dict[str, str]:
        """The parameters beside the words: who types others goes on with these."""
        parameters = {
            "order": "" if self.order == Order.BEST else str(self.order),
            **{own.kind: own.slug for own in self.labels},
            "language": ""
            if self.language_group == self.readers
            else self.language_group,
            "period": self.period,
            **self.unknown,
        }
        return {name: value for name, value in parameters.items() if value}


def read(parameters: QueryDict, variant: Variant) -> Asked:
    """One query where labels are named, else none."""
    given = {name: on_one_line(parameters.get(name, "")) for name in parameters}
    period = given.get("period", "")
    language_group = given.get("language", "")
    is_period = period in _LATELY or _PERIOD.fullmatch(period)
    is_newest = given.get("order") == Order.NEWEST
    labels = tuple(_chosen(given))
    known = {own.kind for own in labels}
    known |= {"language"} if language_group in _FAMILIES else set()
    known |= {"period"} if is_period else set()
    return Asked(
        query=given.get("q", "")[: ParsedQuery.MAX_LENGTH].strip(),
        readers=variant.language_group,
        language_group=language_group
        if language_group in _FAMILIES
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


def _chosen(given: Mapping[str, str]) -> Iterator[LabelName]:
    slugs = {kind: given.get(kind, "") for kind in _KINDS}
    if any(slugs.values()):
        yield from _names(
            {
                kind: _rows(kind).filter(slug=slug[:_LONGEST_SLUG])
                for kind, slug in slugs.items()
                if slug
            }
        )


def _names(rows: Mapping[str, QuerySet[Any]]) -> list[LabelName]:
    """One query for labels of several kinds."""
    first, *others = (
        own.order_by()
        .annotate(kind=Value(kind, CharField()))
        .values_list("kind", "pk", "name", "slug")
        for kind, own in rows.items()
    )
    found = first.union(*others, all=True) if others else first
    names = [LabelName(*row) for row in found]
    return sorted(names, key=lambda own: (list(_KINDS).index(own.kind), own.pk))


def unknown_filters(asked: Asked) -> list[str]:
    """A sentence for each filter that means nothing."""
    return [
        _UNKNOWN[name] % Truncator(value).chars(_SHOWN_OF_UNKNOWN)
        for name, value in asked.unknown.items()
    ]


def chips(asked: Asked, page: PageContext) -> list[Option]:
    """What the search is narrowed by, each with the address without it."""
    found = [
        Option(page.convert_name(own.name), asked.address(**{own.kind: ""}))
        for own in asked.labels
    ]
    if asked.language_group != asked.readers:
        name = str(_FAMILIES[asked.language_group])
        found.append(Option(name, asked.address(language="")))
    if asked.period:
        found.append(Option(_said(asked.period), asked.address(period="")))
    return found


def groups(asked: Asked, found: SearchResults, page: PageContext) -> list[Group]:
    """What the search can be narrowed by further, with how many it would find.

    Two queries for the other language and one for names.
    """
    version = page.site.conversion_version
    elsewhere = replace(asked.parsed, language_group=asked.other_family)
    total, is_cut = search.count_results(elsewhere, version, _MOST_ELSEWHERE)
    # On the pages of the other language it is what needs no saying.
    language = asked.other_family if asked.other_family != asked.readers else ""
    other = Option(
        str(_FAMILIES[asked.other_family]),
        asked.address(language=language),
        _shown(total, is_cut),
    )
    made = [
        *_of_labels(asked, found, page),
        Group("period", _("Period"), list(_periods(asked, found))),
        Group("language", _("Language"), [other] if total else []),
    ]
    return [group for group in made if group.options]


def _of_labels(
    asked: Asked, found: SearchResults, page: PageContext
) -> Iterator[Group]:
    chosen = {own.kind for own in asked.labels}
    counts = {
        kind: _most(found.counts, search.label(kind))
        for kind in _KINDS
        if kind not in chosen
    }
    names = _names_of(counts) if any(counts.values()) else []
    for kind, counted in counts.items():
        by_pk = {own.pk: own for own in names if own.kind == kind}
        yield Group(
            kind,
            _TITLES[kind],
            [
                Option(
                    page.convert_name(by_pk[pk].name),
                    asked.address(**{kind: by_pk[pk].slug}),
                    _shown(count, found.is_cut),
                )
                for pk, count in counted.items()
                if pk in by_pk
            ],
        )


def _names_of(keys: Mapping[str, Collection[int]]) -> list[LabelName]:
    return _names({kind: _rows(kind).filter(pk__in=own) for kind, own in keys.items()})


def _rows(kind: str) -> QuerySet[Any]:
    return _KINDS[kind]._default_manager.all()


def _most(counts: Counter[str], prefix: str) -> dict[int, int]:
    """The most frequent labels of a kind, by key."""
    own = (
        (count, -int(name.removeprefix(prefix)))
        for name, count in counts.items()
        if name.startswith(prefix)
    )
    return {-pk: count for count, pk in nlargest(MOST_OPTIONS, own)}


def _periods(asked: Asked, found: SearchResults) -> Iterator[Option]:
    """Within a year its months; within anything shorter nothing."""
    if not asked.period and found.article_ids:
        for period in _LATELY:
            yield Option(_said(period), asked.address(period=period))
        for year in _years(found.counts):
            yield _counted(f"{year:04d}", asked, found)
    elif len(asked.period) == 4 and asked.period not in _LATELY:
        for month in range(12, 0, -1):
            key = f"{asked.period}-{month:02d}"
            if found.counts[search.label("period", key)]:
                yield _counted(key, asked, found)


def _years(counts: Counter[str]) -> list[int]:
    names = (name.removeprefix(search.label("period")) for name in counts)
    return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def _counted(period: str, asked: Asked, found: SearchResults) -> Option:
    count = found.counts[search.label("period", period)]
    shown = _shown(count, found.is_cut)
    return Option(_said(period), asked.address(period=period), shown)


def _said(period: str) -> str:
    if period in _LATELY:
        return str(_LATELY[period][1])
    year, _dash, month = period.partition("-")
    if not month:
        return year
    return date_format(date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")


def _shown(count: int, is_cut: bool) -> str:
    return f"{count}+" if is_cut else str(count)
