"""Put articles into the index, in the transaction that stores them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection, transaction

from articles.models import (
    Article,
    ArticleCategory,
    Byline,
    SearchIndex,
    TaggedArticle,
    VariantOverride,
)
from articles.search import entries
from articles.search.documents import (
    BREAK,
    Filed,
    SearchDocument,
    document_of,
    labels_of,
    texts_of,
)
from articles.search.engines import engine
from articles.search.entries import Entry
from articles.search.places import free_places, sought_place


def filed_under(articles: Collection[Article]) -> dict[int, Filed]:
    """What stored articles are filed under, by id. Four queries, however many."""
    filed: dict[int, Filed] = {article.pk: Filed() for article in articles}
    for pk, category in ArticleCategory.objects.filter(article__in=filed).values_list(
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
    for override in overrides:
        filed[override.article_id].overrides.append(override.recorded)
    return filed


def lock_index() -> list[int]:
    """Let no one else write to the index until the transaction that this is in ends.
    Gives the numbers of the indexes there are.

    Call it before any row is locked or changed: who stores articles waits here for his
    turn, so that no two of them can come to wait for each other.
    """
    if numbers := _locked():
        return numbers
    _row, is_new = SearchIndex.objects.get_or_create(
        number=0, defaults={"is_active": True}
    )
    if is_new:
        engine().create(0)
        engine().settle(0)
    return _locked()


def _locked() -> list[int]:
    """The numbers of the indexes, whose rows are locked where the database locks rows."""
    lock = (
        connection.ops.for_update_sql()
        if connection.features.has_select_for_update
        else ""
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number FROM articles_searchindex ORDER BY number {lock}"  # noqa: S608
        )
        return [number for (number,) in cursor.fetchall()]


# Who calls this takes back more than this when it fails.
@transaction.atomic(savepoint=False)
def index(
    articles: Sequence[Article],
    filed: Mapping[int, Filed] | None = None,
    documents: Mapping[int, SearchDocument] | None = None,
    held: Sequence[int] = (),
) -> None:
    """Make the index say what the articles say now. They are stored and rendered.

    What is known already of what they are filed under, and of their documents, can be
    handed in by id, and what ``lock_index`` gave. Costs a handful of queries, however many
    articles.
    """
    if articles:
        filed = filed or filed_under(articles)
        for number in held or lock_index():
            index_in(number, articles, filed, documents or {})


def document(article: Article, filed: Filed) -> SearchDocument:
    names = [name for _pk, name in filed.tags]
    return document_of(texts_of(article, filed.overrides), names)


@transaction.atomic
def forget(articles: Iterable[Article]) -> None:
    """Take articles out of the index; call it before deleting them."""
    lock_index()  # A rebuild may be putting them in.
    for number, places in entries.places_of([a.pk for a in articles]).items():
        _give_up(number, places)


def index_in(
    number: int,
    articles: Sequence[Article],
    filed: Mapping[int, Filed],
    documents: Mapping[int, SearchDocument] | None = None,
) -> None:
    """As ``index``, in one index that is locked. Stores what differs; where only the
    moments do, the entry alone."""
    known = documents or {}
    old = entries.entries_of(number, [article.pk for article in articles])
    new: list[tuple[Entry, SearchDocument]] = []
    moved: list[Entry] = []
    for article in articles:
        own = filed[article.pk]
        made = _with_labels(
            article, own, known.get(article.pk) or document(article, own)
        )
        entry = _entry(article, made)
        before = old.get(article.pk)
        if before is None or before.digest != entry.digest:
            new.append((entry, made))
        elif before.beside != entry.beside:
            moved.append(entry)
    _give_up(number, [old[e.article_id].place for e, _ in new if e.article_id in old])
    _store(number, new)
    if moved:
        entries.store_beside(number, moved)


def differs(
    entry: Entry, article: Article, filed: Filed, known: SearchDocument | None
) -> bool:
    """Whether an entry does not say what the article says."""
    made = _with_labels(article, filed, known or document(article, filed))
    now = _entry(article, made)
    return entry.digest != now.digest or entry.beside != now.beside


def _give_up(number: int, places: Sequence[int]) -> None:
    if places:
        entries.give_up(number, places)
        engine().remove(number, places)


def _store(number: int, new: Sequence[tuple[Entry, SearchDocument]]) -> None:
    if new:
        places = free_places(number, [entry.place or None for entry, _made in new])
        rows = [(place, *pair) for place, pair in zip(places, new, strict=True)]
        entries.add(number, [entry._replace(place=place) for place, entry, _ in rows])
        engine().add(number, [(place, made) for place, _entry, made in rows])


def _with_labels(
    article: Article, filed: Filed, made: SearchDocument
) -> SearchDocument:
    labels = labels_of(article, filed)
    characters = f"{' '.join(labels)} {made.characters}"
    return SearchDocument(f"{' '.join(labels)} {BREAK} {made.words}", characters)


def _entry(article: Article, made: SearchDocument) -> Entry:
    """The entry at the place it is to have if that is free; at none, 0, for what no
    reader may see."""
    published_at = article.published_at if article.public_from else None
    place = sought_place(published_at)
    labels, _break, _words = made.words.partition(f" {BREAK} ")
    # The words tell the characters.
    whole = f"{place}\n{made.words}"
    return Entry(
        article_id=article.pk,
        place=place or 0,
        published_at=published_at,
        public_from=article.public_from,
        public_until=article.expires_at,
        text_key=article.translation_key,
        labels=labels,
        digest=hashlib.sha256(whole.encode()).hexdigest()[:16],
    )
