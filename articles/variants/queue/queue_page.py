"""Put a page of the queue together, reading as few articles as it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from articles.choices import Variant
from articles.models import HEAVY_FIELDS, Article, OpenAmbiguities
from articles.variants.conversions import rules_at
from articles.variants.queue.open_places import (
    articles_to_read,
    keep,
    read,
    settled_before,
)
from articles.variants.queue.queued_articles import QueueFilter, queued

# An editor decides some twenty before looking up; an article's places stay together.
PER_PAGE = 20
# Articles that may be looked at for a page. Most that were read have something.
_EXAMINED = 60
# Reading a news story takes some 15 ms, and a page is to open within a second.
READ_AT_ONCE = 30
_CHARACTERS_AT_ONCE = 100_000
# Of what was settled before the rules changed, these are read again with each page.
_SETTLED_AT_ONCE = 5


@dataclass(frozen=True)
class QueueEntry:
    """An ambiguity to be decided, alike in each of the ``variants``.

    ``key`` finds it again in the article as it is then; ``before`` and ``after`` are the
    sentence around the character.
    """

    article: Article
    key: str
    variants: tuple[Variant, ...]
    before: str
    source: str
    after: str
    chosen: str
    others: tuple[str, ...]


@dataclass
class QueuePage:
    """A page of the queue.

    ``last`` is the article to go on behind, None at the queue's end. Where the end is
    not ``is_final``, articles that were settled before the rules changed are yet to be
    read again.
    """

    entries: list[QueueEntry] = field(default_factory=list)
    last: int | None = None
    is_final: bool = True


def queue_page(
    chosen: QueueFilter,
    version: int,
    *,
    after: Article | None = None,
    by: User | AnonymousUser | None = None,
) -> QueuePage:
    """Make the page that begins behind the article ``after``, of what a person may see.

    Articles that were never read, or not since their text or the rules changed, are read
    now and their ambiguities stored: ``READ_AT_ONCE`` at most, so a page may be short
    and the queue still go on. A dozen queries, whatever the number of articles.
    """
    rows = queued(chosen, after, _EXAMINED)
    reader = _Reader(rows, version)
    shown: list[OpenAmbiguities] = []
    count = examined = 0
    for pk, digest in rows:
        row = reader.row_of(pk, digest)
        if row is None:
            break
        examined += 1
        shown.append(row)
        count += len(_places(row, chosen))
        if count >= PER_PAGE:
            break
    is_end = examined == len(rows) < _EXAMINED
    reader.read_settled(READ_AT_ONCE if is_end else _SETTLED_AT_ONCE)
    reader.keep()
    seen = Article.objects.known_to(by) if by else Article.objects.all()
    articles = seen.defer(*HEAVY_FIELDS).in_bulk(
        [row.article_id for row in shown if _places(row, chosen)]
    )
    page = QueuePage()
    for row in shown:
        if row.article_id in articles:
            page.entries += _entries(articles[row.article_id], row, chosen)
    if is_end:
        page.is_final = not settled_before(version).exists()
    else:
        page.last = rows[examined - 1][0] if examined else None
    return page


def _places(row: OpenAmbiguities, chosen: QueueFilter) -> list[dict[str, Any]]:
    return [
        place
        for place in row.found
        if not chosen.variant or chosen.variant.value in place["variants"]
    ]


def _entries(
    article: Article, row: OpenAmbiguities, chosen: QueueFilter
) -> list[QueueEntry]:
    return [
        QueueEntry(
            article,
            place["key"],
            tuple(map(Variant, place["variants"])),
            place["before"],
            place["source"],
            place["after"],
            place["chosen"],
            tuple(place["others"]),
        )
        for place in _places(row, chosen)
    ]


class _Reader:
    """Gives what is open in articles: as stored, or read anew while there is room."""

    def __init__(self, rows: list[tuple[int, str]], version: int) -> None:
        self.version = version
        stored = OpenAmbiguities.objects.filter(
            article__in=[pk for pk, _digest in rows]
        )
        self.stored = {row.article_id: row for row in stored}
        stale = [pk for pk, digest in rows if not self._is_current(pk, digest)]
        self.to_read = {
            article.pk: article for article in articles_to_read(stale[:READ_AT_ONCE])
        }
        self.made: list[OpenAmbiguities] = []
        self.characters = 0

    def row_of(self, pk: int, digest: str) -> OpenAmbiguities | None:
        """Return the article's row, or None where no more can be read now."""
        if self._is_current(pk, digest):
            return self.stored[pk]
        article = self.to_read.get(pk)
        if article is None or self.characters > _CHARACTERS_AT_ONCE:
            return None
        return self._read(article)

    def read_settled(self, most: int) -> None:
        """Read some articles anew in which nothing was open by the rules of before."""
        room = min(most, READ_AT_ONCE - len(self.made))
        if room > 0 and self.characters <= _CHARACTERS_AT_ONCE:
            settled = settled_before(self.version).values_list("pk", flat=True)
            for article in articles_to_read(settled[:room]):
                self._read(article)

    def keep(self) -> None:
        if self.made:
            keep(self.made)

    def _read(self, article: Article) -> OpenAmbiguities:
        self.characters += len(article.body_html)
        row = read(article, rules_at(self.version), self.version)
        self.made.append(row)
        return row

    def _is_current(self, pk: int, digest: str) -> bool:
        row = self.stored.get(pk)
        return row is not None and (row.text_digest, row.conversion_version) == (
            digest,
            self.version,
        )
