"""Keep the lists: put articles in, take them out, make everything anew.

Of a text that people wrote in several Chinese scripts, a list holds one version: readers
of each variant see the one that is nearest to them in its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.choices import Status
from articles.listings.positions import listing_key, position_of
from articles.listings.shelves import put_in, reshelve, take_out
from articles.models import (
    Article,
    ArticleCategory,
    Byline,
    Listing,
    ListingEntry,
    Tag,
    TaggedArticle,
)

_KINDS = ("category", "tag", "author", "source")

_INSERT = (
    "INSERT INTO articles_listingentry (listing_id, article_id, position, "
    "public_from, public_until, is_timed) VALUES (%s, %s, %s, %s, %s, %s)"
)

# What stands in two of the lists, or in the one already, is put in once.
_COPY = (
    "INSERT INTO articles_listingentry (listing_id, article_id, position, "
    "public_from, public_until, is_timed) "
    "SELECT %s, entry.article_id, entry.position, entry.public_from, "
    "entry.public_until, entry.is_timed FROM articles_listingentry entry "
    "JOIN articles_listing listing ON listing.id = entry.listing_id "
    "WHERE listing.language_group = %s AND listing.tag_id = %s "
    "ON CONFLICT (listing_id, position) DO NOTHING"
)

# A list of a family, and the label's foreign key on its row.
_Keys = dict[str, dict[str, int]]


class _Place(NamedTuple):
    """Where an article stands, and when it shows: the same in all its lists."""

    position: str
    public_from: datetime
    public_until: datetime | None
    is_timed: bool


@transaction.atomic
def update_listings(article: Article) -> None:
    """Make the article stand in the lists it belongs to, once, and in no other."""
    _place_group([article, *_versions_of([article])])


@transaction.atomic
def update_versions(translation_key: str) -> None:
    """As ``update_listings``, for what is left under a key that an article had before."""
    one = Article(language="zh", translation_key=translation_key)
    if group := _versions_of([one]):
        _place_group(group)


def _place_group(group: Sequence[Article]) -> None:
    """Place all the versions of a text, or one article that has none."""
    wanted = _wanted(group)
    entries = {
        (entry.article_id, entry.listing_id): entry
        for entry in ListingEntry.objects.filter(article__in=group)
    }
    listings = _locked(_together(wanted), {listing for _article, listing in entries})
    changed: dict[int, Listing] = {}
    for listing in listings:
        for article in group:
            old = entries.get((article.pk, listing.pk))
            is_wanted = listing.key in wanted[article.pk]
            new = _entry(listing, article) if is_wanted else None
            if (old is None and new is None) or (old and new and _same(old, new)):
                continue
            if old:
                old.delete()
                take_out(listing, old.position)
            if new:
                new.save()
                put_in(listing, [new.position])
            changed[listing.pk] = listing
    changed |= {listing.pk: listing for listing in _prune(listings)}
    _store(list(changed.values()))


@transaction.atomic
def add_to_listings(articles: Sequence[Article]) -> None:
    """Bulk form of ``update_listings`` for published articles that stand in no list yet."""
    versions = _versions_of(articles)
    _insert_all(articles, versions)
    new: dict[str, list[Article]] = defaultdict(list)
    for article in articles if versions else ():
        new[article.translation_key].append(article)
    # A new version may be the one to stand there instead of an old one.
    displaced = (
        old.translation_key
        for old in versions
        if any(_rank(article) < _rank(old) for article in new[old.translation_key])
    )
    for key in dict.fromkeys(displaced):
        update_versions(key)


def _insert_all(articles: Sequence[Article], versions: Sequence[Article]) -> None:
    """Place articles that stand in no list; ``versions`` are placed already, or will be."""
    keys = _wanted([*articles, *versions])
    wanted = _together({article.pk: keys[article.pk] for article in articles})
    listings = {listing.key: listing for listing in _locked(wanted, [])}
    rows: list[tuple[int, int, _Place]] = []
    positions: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        if own := keys[article.pk]:
            here = _place_of(article)
            rows += [(listings[key].pk, article.pk, here) for key in own]
            for key in own:
                positions[key].append(here.position)
    _insert(rows)
    for key, new in positions.items():
        put_in(listings[key], new)
    _store(list(listings.values()))


@transaction.atomic
def remove_from_listings(article: Article) -> None:
    """Take the article out of every list; call it before deleting the article."""
    entries = {entry.listing_id: entry for entry in article.entries.all()}
    versions = _versions_of([article])
    listings = _locked({}, entries)
    for listing in listings:
        entries[listing.pk].delete()
        take_out(listing, entries[listing.pk].position)
    _store(listings)
    if versions:
        _place_group(versions)


@transaction.atomic
def merge_listings(tags: Sequence[Tag], into: Tag) -> None:
    """Let the lists of a tag hold what those of others hold. Their articles have the tag
    by now; call it before deleting the others.

    A few statements for each list, and ten queries for each text of which two versions
    come together.
    """
    old = Listing.objects.filter(tag__in=tags)
    wanted = {listing_key(own.language_group, into): {"tag_id": into.pk} for own in old}
    listings = _locked(wanted, [own.pk for own in old])
    changed = [listing for listing in listings if listing.key in wanted]
    for listing in changed:
        with connection.cursor() as cursor:
            cursor.executemany(
                _COPY, [(listing.pk, listing.language_group, tag.pk) for tag in tags]
            )
        reshelve(listing)
    _store(changed)
    for key in _keys_that_stand_twice(changed):
        update_versions(key)


def _keys_that_stand_twice(listings: Sequence[Listing]) -> set[str]:
    """The translation keys of which a list holds several articles. Two queries a list."""
    twice: set[str] = set()
    # By the keys alone: an index has them, and the articles' rows are wide.
    rows = Article.objects.filter(translation_key__gt="")
    for listing in listings:
        here = set(listing.entries.values_list("article_id", flat=True))
        pairs = rows.values_list("pk", "translation_key")
        keys = Counter(key for pk, key in pairs if pk in here)
        twice.update(key for key, count in keys.items() if count > 1)
    return twice


def rebuild_listings() -> Iterator[int]:
    """Make all lists anew in one transaction; yields how many articles are done."""
    with transaction.atomic():
        ListingEntry.objects.all().delete()
        Listing.objects.update(entry_count=0, shelves=[])
        done = 0
        articles = Article.objects.filter(_listed()).only(*_PLACED)
        for chunk in _chunks(articles.order_by("-published_at", "-pk"), 1000):
            _insert_all(chunk, _versions_of(chunk))
            done += len(chunk)
            yield done
        for listing in Listing.objects.all():
            reshelve(listing)
            listing.save(update_fields=["entry_count", "shelves"])


def _listed() -> Q:
    """The articles that stand in lists: published or scheduled, and not expired."""
    current = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return Q(status=Status.PUBLISHED) & current


_PLACED = (
    *("language", "status", "published_at", "embargoed_until", "expires_at"),
    *("weight", "source_id", "translation_key"),
)


def _versions_of(articles: Sequence[Article]) -> list[Article]:
    """The other Chinese versions of these texts that lists may hold. One query, and
    none where no text can have any."""
    keys = {a.translation_key for a in articles if _can_have_versions(a)}
    if not keys:
        return []
    # By the key alone: asked for the status too, SQLite reads all that is published.
    known = {article.pk for article in articles}
    return [
        version
        for version in Article.objects.filter(translation_key__in=keys).only(*_PLACED)
        if version.pk not in known
        and _can_have_versions(version)
        and version.public_from
        and not _is_expired(version)
    ]


def _can_have_versions(article: Article) -> bool:
    return bool(article.translation_key) and article.language.startswith("zh")


def _together(keys: Mapping[int, _Keys]) -> _Keys:
    return {key: foreign for own in keys.values() for key, foreign in own.items()}


def _wanted(articles: Sequence[Article]) -> dict[int, _Keys]:
    """The lists that each article stands in, with all its versions known."""
    keys = _keys_of(articles)
    taken: set[tuple[str, str]] = set()
    for article in sorted(filter(_can_have_versions, articles), key=_rank):
        own = keys[article.pk]
        text = article.translation_key
        keys[article.pk] = {k: f for k, f in own.items() if (text, k) not in taken}
        taken |= {(text, key) for key in own}
    return keys


def _rank(article: Article) -> tuple[bool, float, bool, int]:
    """Which version stands for its text: one that stays, that is public first (all that
    are public now are alike), and that is in the site's own script."""
    starts = article.public_from
    waits = starts is not None and starts > timezone.now()
    return (
        article.expires_at is not None,
        starts.timestamp() if starts and waits else 0,
        article.variant != settings.DEFAULT_VARIANT,
        article.pk,
    )


def _keys_of(articles: Sequence[Article]) -> dict[int, _Keys]:
    """The lists that each article belongs to. Three queries, however many."""
    listed = {a.pk: a for a in articles if a.public_from and not _is_expired(a)}
    labels: dict[int, Mapping[str, list[int | None]]] = {
        pk: defaultdict(list, source=[article.source_id])
        for pk, article in listed.items()
    }
    article_categories = ArticleCategory.objects.filter(article__in=listed)
    taggings = TaggedArticle.objects.filter(content_object__in=listed)
    bylines = Byline.objects.filter(article__in=listed)
    for kind, rows in (
        ("category", article_categories.values_list("article_id", "category_id")),
        ("tag", taggings.values_list("content_object_id", "tag_id")),
        ("author", bylines.values_list("article_id", "author_id")),
    ):
        for article_id, label_id in rows:
            labels[article_id][kind].append(label_id)
    keys = {
        pk: _keys_from(listed[pk].language_group, own) for pk, own in labels.items()
    }
    return {article.pk: keys.get(article.pk, {}) for article in articles}


def _is_expired(article: Article) -> bool:
    return article.expires_at is not None and article.expires_at <= timezone.now()


def _keys_from(
    language_group: str, labels: Mapping[str, Iterable[int | None]]
) -> _Keys:
    keys: _Keys = {language_group: {}}
    for kind in _KINDS:
        for pk in labels[kind]:
            if pk is not None:
                keys[f"{language_group}/{kind}/{pk}"] = {f"{kind}_id": pk}
    return keys


def _locked(wanted: _Keys, entries: Iterable[int]) -> list[Listing]:
    """The listings concerned, made where missing, locked in one order: no deadlock."""
    known = set(Listing.objects.filter(key__in=wanted).values_list("key", flat=True))
    if missing := sorted(wanted.keys() - known):
        Listing.objects.bulk_create(
            [
                Listing(key=key, language_group=key.partition("/")[0], **wanted[key])
                for key in missing
            ],
            ignore_conflicts=True,
        )
    concerned = Listing.objects.filter(Q(key__in=wanted) | Q(pk__in=entries))
    return list(concerned.select_for_update().order_by("pk"))


def _store(listings: list[Listing]) -> None:
    """Write counts and shelves: one statement, where bulk_update would write a case
    for each row."""
    if listings:
        Listing.objects.bulk_create(
            listings,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["entry_count", "shelves"],
        )


def _prune(listings: list[Listing]) -> list[Listing]:
    """Take out some of what has expired for good, so that it never piles up."""
    by_id = {listing.pk: listing for listing in listings}
    _not_yet, expired = ListingEntry.objects.filter(listing__in=by_id).hidden()
    gone = list(expired.order_by()[:100])
    for entry in gone:
        take_out(by_id[entry.listing_id], entry.position)
    if gone:
        ListingEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    return [by_id[pk] for pk in {entry.listing_id for entry in gone}]


def _place_of(article: Article) -> _Place:
    assert article.public_from is not None  # noqa: S101 – _keys_of gave none otherwise
    return _Place(
        position=position_of(article),
        public_from=article.public_from,
        public_until=article.expires_at,
        is_timed=article.public_from > timezone.now(),
    )


def _entry(listing: Listing, article: Article) -> ListingEntry:
    here = _place_of(article)
    return ListingEntry(listing=listing, article=article, **here._asdict())


def _insert(rows: Iterable[tuple[int, int, _Place]]) -> None:
    """Store entries, each by its listing, its article and the article's place.

    Nearly half of all rows that an import stores are these: made of instances they
    took a third of its time in the database, as plain SQL a tenth.
    """
    moment = connection.ops.adapt_datetimefield_value
    values = [
        (
            *(listing, article, here.position, moment(here.public_from)),
            *(moment(here.public_until), here.is_timed),
        )
        for listing, article, here in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, values)


def _same(old: ListingEntry, new: ListingEntry) -> bool:
    return (old.position, old.public_from, old.public_until) == (
        new.position,
        new.public_from,
        new.public_until,
    )


def _chunks(articles: QuerySet[Article], size: int) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    for article in articles.iterator(chunk_size=size):
        chunk.append(article)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
