"""What stands where on the front page: first what the desk placed, then what time says.

Nothing stands there twice: each block takes from what those before it left. Of a text that
was written in several versions one stands for all.

The column of short news is the clock of the page. So the headlines take what was given a
picture and leave the newest stories to it, and no section takes a line out of its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from articles.listings.panels import CountedLabel
from articles.models import (
    HEAVY_FIELDS,
    Article,
    ArticleQuerySet,
    Listing,
    ListingEntry,
    ListingEntryQuerySet,
    ListingQuerySet,
    Pin,
)
from articles.prepared_queries import Parameter, few_lengths, parameters, prepared

# A site with fewer has no column of short news and no row of sections.
LEAST_FOR_SECTIONS = 20
# All of the newest stand somewhere on the page, so that its further pages can go on
# behind them.
COVERED = 40
# A picture takes the room of one of the headlines, and what is related to the lead
# leaves room for one more.
HEADLINES, SECTION_SIZE = 5, 4
WIRE = 18
WIRE_SPAN = timedelta(days=1)
# Where fewer are of the last day, the column shows the latest instead, of which sections
# leave it this many.
LEAST_FOR_WIRE, LATEST_FIRST = 6, 8
# The newest that no headline takes from the column.
_LEFT_TO_WIRE = 3
# So far down a story may have the picture that makes it lead or a headline.
_LEADS_AMONG = 20
# A picture puts no story of a section before others that are newer by more than this.
_PICTURE_SPAN = timedelta(days=3)
# From so many a section chooses what was not taken before: the wire may be all its own.
_SECTION_CHOICE = 24


@dataclass(frozen=True)
class Section:
    """A category and its newest articles that stand nowhere above."""

    label: CountedLabel
    articles: list[Article]


@dataclass(frozen=True)
class FrontPage:
    """The blocks of the front page. ``covers_a_day`` tells whether the wire holds the last
    24 hours, or the latest articles of whatever days; of the first, ``wire_changes_at`` is
    when its oldest line is a day old."""

    lead: Article
    is_lead_breaking: bool = False
    breaking: list[Article] = field(default_factory=list)
    related: list[Article] = field(default_factory=list)
    headlines: list[Article] = field(default_factory=list)
    wire: list[Article] = field(default_factory=list)
    covers_a_day: bool = False
    wire_changes_at: datetime | None = None
    sections: list[Section] = field(default_factory=list)
    latest: list[Article] = field(default_factory=list)

    @property
    def first_block(self) -> list[Article]:
        return [self.lead, *self.breaking, *self.related, *self.headlines]

    @property
    def articles(self) -> list[Article]:
        sections = chain.from_iterable(section.articles for section in self.sections)
        return [*self.first_block, *self.wire, *sections, *self.latest]


def with_front_data(
    listings: ListingQuerySet, at: datetime | None = None
) -> ListingQuerySet:
    """Annotate what ``front_of`` reads with the listing of a language group: ``pins``, and
    the data of its ``newest`` entries, of a moment."""
    newest = _entries_of_outer(at).order_by("position")[:COVERED]
    return listings.annotate(
        pins=Subquery(Pin.objects.live(at).as_data()), newest=Subquery(newest.as_data())
    )


def front_of(
    listing: Listing | None,
    sections: Sequence[CountedLabel],
    leads_with_picture: Callable[[Article], bool],
) -> FrontPage | None:
    """Arrange the front page; None where readers see no article. Three queries at most.

    ``listing`` comes from ``with_visible_count`` and ``with_front_data``; ``sections`` are
    the categories in the order in which they may stand.
    """
    if listing is None:
        return None
    pins = [
        (pk, kind) for _at, pk, kind in sorted(getattr(listing, "pins", None) or [])
    ]
    newest = _ids(getattr(listing, "newest", None))
    has_sections = listing.visible_count >= LEAST_FOR_SECTIONS
    filed = _newest_of(sections, listing.language_group) if has_sections else {}
    wanted = {
        *newest,
        *(pk for pk, _kind in pins),
        *chain.from_iterable(filed.values()),
    }
    pks = few_lengths(wanted)
    found = _stories.read(len(pks), pk=pks) if pks else []
    pool = _Pool(
        article
        for article in found
        if article.is_listed and article.language_group == listing.language_group
    )
    placed = {kind.value: [pk for pk, of in pins if of == kind] for kind in Pin.Kind}
    front = _head(pool, placed, newest, leads_with_picture)
    if front is None:
        return None
    if not front.lead.lead:  # Its text begins under the title instead.
        front.lead.excerpt_html = next(iter(_excerpt.read(pk=front.lead.pk)), "")
    if not has_sections:
        pinned = front.headlines
        rest = pool.take(newest, HEADLINES - len(pinned))
        latest = pool.take(newest, COVERED)
        return replace(front, headlines=[*pinned, *rest], latest=latest)
    filled = [(label, filed[label.slug]) for label in sections]
    return _whole(front, pool, newest, filled, leads_with_picture)


class _Pool:
    """The articles that may stand on the page; what is taken is in it no more."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._left = {article.pk: article for article in articles}

    def of(self, pks: Iterable[int]) -> list[Article]:
        return [self._left[pk] for pk in pks if pk in self._left]

    def take(self, pks: Iterable[int], count: int) -> list[Article]:
        """Take the first that are left of these."""
        taken: list[Article] = []
        for pk in pks:
            if len(taken) >= count:
                break
            if article := self._left.get(pk):
                taken.append(article)
                self._remove(article)
        return taken

    def _remove(self, article: Article) -> None:
        del self._left[article.pk]
        if key := article.translation_key:
            same = [
                pk for pk, left in self._left.items() if left.translation_key == key
            ]
            for pk in same:
                del self._left[pk]


def _head(
    pool: _Pool,
    placed: dict[str, list[int]],
    newest: Sequence[int],
    leads_with_picture: Callable[[Article], bool],
) -> FrontPage | None:
    """Arrange what the desk placed above, and a lead: what is pinned is in the headlines."""
    leads = pool.of(placed[Pin.Kind.LEAD])
    recent = pool.of(newest[:_LEADS_AMONG])
    pictured = (article for article in recent if leads_with_picture(article))
    chosen = next(iter([*leads[:1], *pictured, *recent, *pool.of(newest)]), None)
    if chosen is None:
        return None
    breaking = placed[Pin.Kind.BREAKING]
    (lead,) = pool.take([chosen.pk], 1)
    bar = pool.take(breaking, Pin.MOST)
    related = pool.take(placed[Pin.Kind.RELATED], Pin.MOST) if leads else []
    pinned = pool.take(placed[Pin.Kind.PIN], Pin.MOST)
    return FrontPage(lead, lead.pk in breaking, bar, related, pinned)


def _headlines(
    front: FrontPage,
    pool: _Pool,
    newest: Sequence[int],
    leads_with_picture: Callable[[Article], bool],
) -> list[Article]:
    """Fill up what is pinned: what has a picture first, and nothing of the very newest."""
    pinned = front.headlines
    chosen = pool.of(newest[:_LEADS_AMONG])[_LEFT_TO_WIRE:]
    chosen.sort(key=leads_with_picture, reverse=True)
    first = next(iter([*pinned, *chosen]), None)
    is_pictured = bool(first and leads_with_picture(first))
    count = HEADLINES - is_pictured + bool(front.related)
    return [*pinned, *pool.take((a.pk for a in chosen), count - len(pinned))]


def _whole(
    front: FrontPage,
    pool: _Pool,
    newest: Sequence[int],
    sections: Sequence[tuple[CountedLabel, Sequence[int]]],
    leads_with_picture: Callable[[Article], bool],
) -> FrontPage:
    """Add the other headlines, the wire, the sections, and what is left of the newest."""
    headlines = _headlines(front, pool, newest, leads_with_picture)
    since = timezone.now() - WIRE_SPAN
    of_a_day = [a for a in pool.of(newest) if (a.published_at or since) > since]
    covers_a_day = len(of_a_day) >= LEAST_FOR_WIRE
    lines = [a.pk for a in of_a_day] if covers_a_day else newest
    oldest = min((a.published_at or since for a in of_a_day), default=since)
    wire = pool.take(lines, WIRE if covers_a_day else LATEST_FIRST)
    filled = []
    for label, pks in sections:
        if articles := pool.take(pks, SECTION_SIZE):
            filled.append(Section(label, _picture_first(articles, leads_with_picture)))
    return replace(
        front,
        headlines=headlines,
        wire=[*wire, *pool.take(lines, WIRE - len(wire))],
        covers_a_day=covers_a_day,
        wire_changes_at=oldest + WIRE_SPAN if covers_a_day else None,
        sections=filled,
        latest=pool.take(newest, COVERED),
    )


def _picture_first(
    articles: list[Article], leads_with_picture: Callable[[Article], bool]
) -> list[Article]:
    """Put the first with a picture before the others, unless it is much older."""
    newest = max(filter(None, (a.published_at for a in articles)), default=None)
    for article in filter(leads_with_picture, articles):
        at = article.published_at
        if newest and at and newest - at <= _PICTURE_SPAN:
            return [article, *(other for other in articles if other is not article)]
    return articles


def _newest_of(
    sections: Sequence[CountedLabel], language_group: str
) -> dict[str, list[int]]:
    """Return the newest articles of each category, by its slug. One query."""
    slugs = few_lengths(label.slug for label in sections)
    if not slugs:
        return {}
    rows = _newest.read(
        len(slugs), slug=slugs, language_group=language_group, at=timezone.now()
    )
    found = {slug: _ids(data) for slug, data in rows}
    return {slug: found.get(slug, []) for slug in slugs}


@prepared
def _newest(sections: int) -> QuerySet[Listing, tuple[str, Any]]:
    at: Any = Parameter("at", DateTimeField())
    entries = _entries_of_outer(at).order_by("position")[:_SECTION_CHOICE]
    rows = Listing.objects.filter(
        language_group=Parameter("language_group", CharField()),
        category__slug__in=parameters("slug", sections, CharField()),
    )
    data = rows.annotate(newest=Subquery(entries.as_data()))
    return data.values_list("category__slug", "newest")


@prepared
def _stories(count: int) -> ArticleQuerySet:
    """A list without texts: of each the title, the picture and the time are shown."""
    rows = Article.objects.filter(pk__in=parameters("pk", count, BigIntegerField()))
    texts = (*HEAVY_FIELDS, "excerpt_html", "summary", "description")
    return rows.defer(*texts).select_related("thumbnail")


@prepared
def _excerpt() -> QuerySet[Article, str]:
    rows = Article.objects.filter(pk=Parameter("pk", BigIntegerField()))
    return rows.values_list("excerpt_html", flat=True)


def _entries_of_outer(at: datetime | None) -> ListingEntryQuerySet:
    # Of the listing that is two queries further out.
    return ListingEntry.objects.visible(at).filter(listing=OuterRef(OuterRef("pk")))


def _ids(data: list[tuple[int | None, str, int]] | None) -> list[int]:
    """Return the articles of ``ListingEntryQuerySet.as_data`` by time."""
    return [pk for _position, pk in sorted((at, pk) for _weight, at, pk in data or [])]
