"""Which lists an article is in, and the upkeep of the lists.

Of a text that people wrote in several Chinese scripts, a list holds one version: readers
of each variant see the version nearest to them in its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, QuerySet, Value
from django.utils import timezone

from articles.choices import State
from articles.listings.positions import (
    label_key,
    listing_key,
    month_key,
    month_of,
    position_of,
    weight_in,
)
from articles.models import (
    Article,
    ArticleCategory,
    Byline,
    Label,
    Listing,
    ListingEntry,
    TaggedArticle,
    content_change,
    kind_of,
)

# The columns of an article that its lists depend on, beside its labels.
_COLUMNS = (
    *("language", "status", "published_at", "embargoed_until", "expires_at"),
    *("visibility", "weight", "source_id", "translation_key"),
)
# Clocks are put right, and then it is earlier: what began or ended so lately is still kept
# as what may begin or end.
_CLOCK_MARGIN = timedelta(days=1)
# An article's position, from when to when readers see it, and its weight in that list.
_Placement = tuple[str, datetime, datetime | None, int | None]
_PLACEMENT = ("position", "public_from", "public_until", "weight")
_stored = attrgetter(*_PLACEMENT)

_UPSERT = (
    "INSERT INTO articles_listingentry (article_id, listing_id, position, "
    "public_from, public_until, weight, is_timed) VALUES (%s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (article_id, listing_id) DO UPDATE SET position = excluded.position, "
    "public_from = excluded.public_from, public_until = excluded.public_until, "
    "weight = excluded.weight, is_timed = excluded.is_timed"
)


def update_listings(article: Article) -> None:
    """Enter the article in every list it belongs to, and remove it from the others."""
    add_to_listings([article])


def update_versions(translation_key: str) -> None:
    """As ``update_listings``, for those left under a key that an article had before."""
    _sync(_versions({translation_key}))


def add_to_listings(articles: Sequence[Article]) -> None:
    """Bulk form of ``update_listings``: some ten queries however many articles."""
    _sync([*articles, *_other_versions(articles)])


def update_many(articles: QuerySet[Article]) -> None:
    """As ``update_listings`` for stored articles, however many; some ten queries for each
    thousand of them."""
    for _done in _in_chunks(articles):
        pass


def remove_from_listings(article: Article) -> None:
    """Remove the article from every list; call it before deleting the article."""
    _sync(_other_versions([article]), removed=[article])


@content_change()
def merge_listings(labels: Sequence[Label], into: Label) -> None:
    """Enter in the lists of a label what those of others of its kind hold.

    Their articles have the label by now; call it before deleting the others. A few
    queries for each list, whatever it holds.
    """
    kind = kind_of(into)
    keys = {
        listing.key: listing_key(listing.language_group, into)
        for listing in Listing.objects.filter(**{f"{kind}__in": labels})
    }
    listings = [
        listing
        for listing in _locked({*keys, *keys.values()})
        if getattr(listing, f"{kind}_id") == into.pk
    ]
    for listing in listings:
        entries = ListingEntry.objects.filter(
            **{
                "listing__language_group": listing.language_group,
                f"listing__{kind}__in": labels,
            }
        )
        rows = entries.order_by().values_list("article", *_PLACEMENT).distinct()
        _upsert((pk, listing.pk, (*placement,)) for pk, *placement in rows)
        listing.entry_count = listing.entries.count()
        listing.save(update_fields=["entry_count"])
    _sync(_versions(_texts_listed_twice(listings)))


def _texts_listed_twice(listings: Collection[Listing]) -> set[str]:
    """Return the translation keys of which a list holds several articles."""
    texts = (
        ListingEntry.objects.filter(
            listing__in=listings, article__translation_key__gt=""
        )
        .order_by()
        .values_list("listing", "article__translation_key")
        .annotate(count=Count("pk"))
    )
    return {key for _listing, key, _count in texts.filter(count__gt=1)}


def rebuild_listings() -> Iterator[int]:
    """Rebuild all lists in one transaction; yields how many articles are done."""
    with content_change():
        # As a save does, the lists before the entries.
        list(Listing.objects.select_for_update().order_by("pk").values_list("pk"))
        ListingEntry.objects.all().delete()
        Listing.objects.update(entry_count=0)
        yield from _in_chunks(Article.objects.current())


def _in_chunks(articles: QuerySet[Article]) -> Iterator[int]:
    """Enter articles in their lists, a thousand at a time; yields how many are done."""
    rows = articles.only(*_COLUMNS).order_by("-published_at", "-pk").iterator(1000)
    done = 0
    while chunk := list(islice(rows, 1000)):
        add_to_listings(chunk)
        done += len(chunk)
        yield done


@content_change()
def _sync(articles: Sequence[Article], removed: Sequence[Article] = ()) -> None:
    """Let the lists hold these articles as they should, and the removed ones nowhere.

    Of each text that has versions, all must be among the articles.
    """
    wanted = {
        (article.pk, key): _placement_of(article, key)
        for article, keys in zip(articles, _wanted(articles), strict=True)
        for key in keys
    }
    entries = _entries_of([*articles, *removed])
    if {pair: _stored(entry) for pair, entry in entries.items()} == wanted:
        return
    listings = _locked({key for _pk, key in [*entries, *wanted]})
    entries = _entries_of([*articles, *removed])  # Others may have held the locks.
    ids = {listing.key: listing.pk for listing in listings}
    _upsert(
        (pk, ids[key], placement)
        for (pk, key), placement in wanted.items()
        if (pk, key) not in entries or _stored(entries[pk, key]) != placement
    )
    expired = ListingEntry.objects.filter(
        listing__in=listings, public_until__lte=timezone.now() - _CLOCK_MARGIN
    )
    # Expired entries would pile up.
    gone = {*expired, *(entries[pair] for pair in entries.keys() - wanted.keys())}
    ListingEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    counts = Counter(ids[key] for _pk, key in wanted.keys() - entries.keys())
    counts.subtract(entry.listing_id for entry in gone)
    _count(counts)


def _entries_of(articles: Collection[Article]) -> dict[tuple[int, str], ListingEntry]:
    """Return the stored entries of the articles by article and key of the list."""
    entries = ListingEntry.objects.filter(article__in=articles)
    return {
        (entry.article_id, entry.listing.key): entry
        for entry in entries.select_related("listing")
    }


def _versions(translation_keys: Collection[str]) -> list[Article]:
    """Return the Chinese articles of these keys. One query, and none without a key."""
    if not translation_keys:
        return []
    # Not asked for the status: SQLite would read all that is published.
    articles = Article.objects.filter(
        translation_key__in=translation_keys, language__startswith="zh"
    )
    return list(articles.only(*_COLUMNS))


def _other_versions(articles: Iterable[Article]) -> list[Article]:
    """Return the Chinese versions of these texts that are not among the articles."""
    known = {article.pk for article in articles}
    keys = {article.translation_key for article in articles if article.translation_key}
    return [version for version in _versions(keys) if version.pk not in known]


def _wanted(articles: Sequence[Article]) -> list[set[str]]:
    """Return the keys of the lists that each article is to be in.

    With all versions of a text at hand: a list holds the first of them by rank.
    """
    keys = _keys_of(articles)
    taken: set[tuple[str, str]] = set()
    for article in sorted(articles, key=_rank):
        text = article.translation_key
        if text and article.language.startswith("zh"):
            keys[article.pk] -= {
                key for key in keys[article.pk] if (text, key) in taken
            }
            taken |= {(text, key) for key in keys[article.pk]}
    return [keys[article.pk] for article in articles]


def _rank(article: Article) -> tuple[bool, bool, float, bool, int]:
    """Return what orders the versions of a text: those that are over come last, first
    those that never expire, then those public the soonest (all that are now are alike),
    then the site's own script."""
    starts = article.public_from
    waits = starts is not None and starts > timezone.now()
    return (
        article.state_at() is State.EXPIRED,
        article.expires_at is not None,
        starts.timestamp() if starts and waits else 0,
        article.variant != settings.DEFAULT_VARIANT,
        article.pk,
    )


def _keys_of(articles: Iterable[Article]) -> dict[int, set[str]]:
    """Return the keys of all lists that each article belongs to: none for a draft, for
    what is unlisted, and for what expired some time ago. One query."""
    lately = timezone.now() - _CLOCK_MARGIN
    keys: dict[int, set[str]] = {article.pk: set() for article in articles}
    groups = {}
    for article in articles:
        if article.listed_from and article.state_at(lately) is not State.EXPIRED:
            groups[article.pk] = group = article.language_group
            keys[article.pk] |= {group, month_key(article)}
            if article.source_id:
                keys[article.pk].add(label_key(group, "source", article.source_id))
    if not groups:
        return keys
    categories = ArticleCategory.objects.filter(article__in=groups).order_by()
    tags = TaggedArticle.objects.filter(content_object__in=groups)
    bylines = Byline.objects.filter(article__in=groups).order_by()
    labels = categories.values_list("article", Value("category"), "category").union(
        tags.order_by().values_list("content_object", Value("tag"), "tag"),
        bylines.values_list("article", Value("author"), "author"),
        all=True,
    )
    for pk, kind, label in labels:
        keys[pk].add(label_key(groups[pk], kind, label))
    return keys


def _locked(keys: Collection[str]) -> list[Listing]:
    """Return the lists of these keys, created where missing, locked in one order: two
    transactions never wait for each other."""
    known = set(Listing.objects.filter(key__in=keys).values_list("key", flat=True))
    Listing.objects.bulk_create(
        [_new_listing(key) for key in sorted({*keys} - known)], ignore_conflicts=True
    )
    concerned = Listing.objects.filter(key__in=keys)
    return list(concerned.select_for_update().order_by("pk"))


def _new_listing(key: str) -> Listing:
    language_group, *label = key.split("/")
    if month := month_of(key):
        return Listing(key=key, language_group=language_group, month=month)
    foreign = {f"{label[0]}_id": int(label[1])} if label else {}
    return Listing(key=key, language_group=language_group, **foreign)


def _upsert(rows: Iterable[tuple[int, int, _Placement]]) -> None:
    """Store entries, each by its article, its listing and its placement.

    Nearly half of all rows that an import stores are these: made of instances they
    took a third of its time in the database, as plain SQL a tenth.
    """
    lately = timezone.now() - _CLOCK_MARGIN
    adapt = connection.ops.adapt_datetimefield_value
    values = [
        (pk, listing, position, adapt(starts), adapt(ends), weight, starts > lately)
        for pk, listing, (position, starts, ends, weight) in rows
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, values)


def _count(changes: Mapping[int, int]) -> None:
    """Add to the entry counts of listings, by their ids.

    Counting the 90,000 entries of the front page anew takes 10 ms (SQLite).
    """
    by_change = defaultdict(list)
    for listing, change in changes.items():
        by_change[change].append(listing)
    for change, listings in by_change.items():
        Listing.objects.filter(pk__in=listings).update(
            entry_count=F("entry_count") + change
        )


def _placement_of(article: Article, key: str) -> _Placement:
    starts, ends = article.listed_from, article.expires_at
    assert starts is not None  # noqa: S101 – _keys_of gave no list otherwise
    return position_of(article), starts, ends, weight_in(key, article)
