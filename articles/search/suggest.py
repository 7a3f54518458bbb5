"""Suggest what may be meant by what is being typed: labels, and titles of the newest
articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from articles.models import HEAVY_FIELDS, Article, Listing, Tag
from articles.search.analysis import spelled
from articles.search.query import ParsedQuery, expand, parse
from articles.search.results import active_index, newest
from articles.variants.engine import fold as tag_key

MOST_SUGGESTIONS = 8
# So that titles are among them, however many labels there are.
_MOST_LABELS = 5
# Some have nothing that can be read now; more sources than this nobody knows by name.
_MOST_TAGS = 3 * _MOST_LABELS
_MOST_SOURCES = 300
# Of one text in two scripts the second does not count.
_MOST_HITS = 2 * MOST_SUGGESTIONS


@dataclass(frozen=True)
class Suggestion:
    """``kind`` is ``category``, ``tag`` or ``source``, which the slug is of, or ``title``.

    ``text`` is the name or title as it was written. Only a title has the ``article``.
    """

    text: str
    kind: str
    slug: str
    article: Article | None = None


def suggest(typed: str, language_group: str, version: int) -> list[Suggestion]:
    """Return the labels whose name holds what was typed, those that begin with it and are
    used most first; then the newest titles that have it, where the last word may go on.

    ``version`` is that of the terms. Only what has something published for readers of the
    language group. Five small queries.
    """
    # No database takes a NUL.
    typed = typed[: ParsedQuery.MAX_LENGTH].replace("\x00", " ")
    if all(part.is_excluded for part in parse(typed)):
        return []
    labels = _labels(typed, language_group)
    titles = _titles(typed, language_group, version, MOST_SUGGESTIONS - len(labels))
    return labels + titles


def _labels(typed: str, language_group: str) -> list[Suggestion]:
    """Two queries: the labels, and which of them have something to be read now."""
    key = _squeezed(typed)
    used = Listing.objects.filter(language_group=language_group, entry_count__gt=0)
    sources = used.filter(source__gt=0).order_by("-entry_count", "pk")
    # A union: for an OR of these SQLite would look for the tags twice.
    rows = _named("tag", _tags(used, typed)[:_MOST_TAGS]).union(
        _named("category", used.filter(category__gt=0)),
        _named("source", sources[:_MOST_SOURCES]),
    )
    found = []
    for kind, name, slug, count, pk in rows:
        at = _squeezed(name).find(key)
        if at >= 0:
            rank = (at > 0, -count, len(name), pk)
            found.append((rank, Suggestion(name, kind, slug)))
    found = sorted(found, key=lambda ranked: ranked[0])[:_MOST_TAGS]
    listings = Listing.objects.filter(pk__in=[rank[-1] for rank, _label in found])
    counted = listings.with_visible_count()
    is_seen = {listing.pk: listing.visible_count > 0 for listing in counted}
    return [label for rank, label in found if is_seen[rank[-1]]][:_MOST_LABELS]


def _named(kind: str, listings: QuerySet[Listing]) -> QuerySet[Listing, Any]:
    """Kind, name, slug, number of articles, and the key of the listing."""
    rows = Listing.objects.filter(pk__in=listings.values("pk"))
    names = (f"{kind}__name", f"{kind}__slug")
    return rows.values_list(Value(kind), *names, "entry_count", "pk")


def _tags(used: QuerySet[Listing], typed: str) -> QuerySet[Listing]:
    """The tags whose name holds what was typed. There may be tens of thousands: an index
    of their keys alone is read, and no listing but theirs."""
    keys = dict.fromkeys(map(tag_key, (typed, _squeezed(typed), spelled(typed))))
    # One letter stands in nearly every name.
    lookup = "startswith" if max(map(len, keys)) == 1 else "contains"
    holds, begins = Q(), Q()
    for key in filter(None, keys):
        holds |= Q(**{f"key__{lookup}": key})
        begins |= Q(tag__key__startswith=key)
    found = used.filter(tag__in=Tag.objects.filter(holds).values("pk"))
    ranked = found.annotate(rank=Case(When(begins, then=0), default=1))
    return ranked.order_by("rank", "-entry_count", "pk")


def _squeezed(name: str) -> str:
    """As tags are compared, whatever their spaces."""
    return tag_key(name).replace(" ", "")


def _titles(
    typed: str, language_group: str, version: int, most: int
) -> list[Suggestion]:
    """Three queries: which index, the hits, and their titles."""
    index = active_index()
    if index is None:
        return []
    query = ParsedQuery(typed, language_group)
    expression = expand(query, version)
    if typed[-1].isalnum() and not query.parts[-1].is_excluded:
        expression = expression.unfinished()
    ids = newest(index, expression.in_title(), _MOST_HITS)[:most]
    articles = Article.objects.defer(*HEAVY_FIELDS).in_bulk(ids)
    return [
        Suggestion(article.title, "title", article.slug, article)
        for pk in ids
        if (article := articles.get(pk))
    ]
