"""Put articles into the index, in the transaction that stores them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from articles.models import (
    Article,
    Byline,
    Filing,
    SearchEntry,
    SearchIndex,
    TaggedArticle,
    VariantOverride,
)
from articles.search.documents import (
    BREAK,
    Document,
    Filed,
    document_of,
    labels_of,
    texts_of,
)
from articles.search.engines import engine
from articles.search.places import free_places, sought_place

# What may change without any token.
_MOMENTS = ("published_at", "public_from", "public_until", "text_key")


def filed_under(articles: Collection[Article]) -> dict[int, Filed]:
    """What stored articles are filed under, by id. Four queries, however many."""
    filed: dict[int, Filed] = {article.pk: Filed() for article in articles}
    for pk, category in Filing.objects.filter(article__in=filed).values_list(
        "article_id", "category_id"
    ):
        filed[pk].category_ids.append(category)
    taggings = TaggedArticle.objects.filter(content_object__in=filed).order_by("pk")
    for pk, tag, name in taggings.values_list(
        "content_object_id", "tag_id", "tag__name"
    ):
        filed[pk].tags.append((tag, name))
    for pk, author in Byline.objects.filter(article__in=filed).values_list(
        "article_id", "author_id"
    ):
        filed[pk].author_ids.append(author)
    overrides = VariantOverride.objects.filter(article__in=filed)
    for pk, title, lead in overrides.values_list("article_id", "title", "lead"):
        filed[pk].overrides.append({"title": title, "lead": lead})
    return filed


def hold() -> list[int]:
    """Let no one else write to the index until the transaction that this is in ends.
    Gives the numbers of the indexes there are.

    Call it before any row is locked or changed: who stores articles waits here for his
    turn, so that no two of them can come to wait for each other.
    """
    rows = SearchIndex.objects.select_for_update().order_by("pk")
    if numbers := list(rows.values_list("pk", flat=True)):
        return numbers
    _row, is_new = SearchIndex.objects.get_or_create(
        number=0, defaults={"is_active": True}
    )
    if is_new:
        engine().create(0)
    return list(rows.values_list("pk", flat=True))


# Who calls this takes back more than this when it fails.
@transaction.atomic(savepoint=False)
def index(
    articles: Sequence[Article],
    filed: Mapping[int, Filed] | None = None,
    documents: Mapping[int, Document] | None = None,
    held: Sequence[int] = (),
) -> None:
    """Make the index say what the articles say now. They are stored and rendered.

    What is known already of what they are filed under, and of their documents, can be
    handed in by id, and what ``hold`` gave. Costs a handful of queries, however many
    articles.
    """
    if articles:
        filed = filed or filed_under(articles)
        for number in held or hold():
            index_in(number, articles, filed, documents or {})


def document(article: Article, filed: Filed) -> Document:
    names = [name for _pk, name in filed.tags]
    return document_of(texts_of(article, filed.overrides), names)


@transaction.atomic
def forget(articles: Iterable[Article]) -> None:
    """Take articles out of the index; call it before deleting them."""
    hold()  # A rebuild may be putting them in.
    entries = SearchEntry.objects.filter(article__in=[a.pk for a in articles])
    places: dict[int, list[int]] = defaultdict(list)
    for number, place in entries.values_list("index_id", "place"):
        places[number].append(place)
    entries.update(article=None)
    for number, own in places.items():
        engine().remove(number, own)


def index_in(
    number: int,
    articles: Sequence[Article],
    filed: Mapping[int, Filed],
    documents: Mapping[int, Document] | None = None,
) -> None:
    """As ``index``, in one index that is locked. Stores what differs; where only the
    moments do, the entry alone."""
    known = documents or {}
    old = {entry.article_id: entry for entry in _entries_of(number, articles)}
    new: list[tuple[SearchEntry, Document]] = []
    for article in articles:
        own = filed[article.pk]
        made = _with_labels(
            article, own, known.get(article.pk) or document(article, own)
        )
        entry = _entry(number, article, made)
        before = old.get(article.pk)
        if before is None or before.digest != entry.digest:
            new.append((entry, made))
        elif _moments(before) != _moments(entry):
            entry.pk, entry.place = before.pk, before.place
            entry.save()
    _give_up(number, [old[e.article_id] for e, _made in new if e.article_id in old])
    _store(number, new)


def differs(
    entry: SearchEntry, article: Article, filed: Filed, known: Document | None
) -> bool:
    """Whether an entry does not say what the article says."""
    made = _with_labels(article, filed, known or document(article, filed))
    now = _entry(entry.index_id, article, made)
    return entry.digest != now.digest or _moments(entry) != _moments(now)


def _entries_of(number: int, articles: Sequence[Article]) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(index=number, article__in=articles)


def _moments(entry: SearchEntry) -> list[object]:
    return [getattr(entry, name) for name in _MOMENTS]


def _give_up(number: int, entries: Sequence[SearchEntry]) -> None:
    if entries:
        own = SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries])
        own.update(article=None)
        engine().remove(number, [entry.place for entry in entries])


def _store(number: int, new: Sequence[tuple[SearchEntry, Document]]) -> None:
    if new:
        sought = [sought_place(entry.published_at) for entry, _made in new]
        for (entry, _made), place in zip(new, free_places(number, sought), strict=True):
            entry.place = place
        SearchEntry.objects.bulk_create(entry for entry, _made in new)
        engine().add(number, [(entry.place, made) for entry, made in new])


def _with_labels(article: Article, filed: Filed, made: Document) -> Document:
    labels = labels_of(article, filed)
    characters = f"{' '.join(labels)} {made.characters}"
    return Document(f"{' '.join(labels)} {BREAK} {made.words}", characters)


def _entry(number: int, article: Article, made: Document) -> SearchEntry:
    """The entry without its place. Only listed articles have one above zero."""
    published_at = article.published_at if article.public_from else None
    labels, _break, _words = made.words.partition(f" {BREAK} ")
    whole = f"{sought_place(published_at)}\n{made.words}\n{made.characters}"
    return SearchEntry(
        index_id=number,
        article_id=article.pk,
        published_at=published_at,
        public_from=article.public_from,
        public_until=article.expires_at,
        labels=labels,
        text_key=article.translation_key,
        digest=hashlib.sha256(whole.encode()).hexdigest()[:16],
    )
