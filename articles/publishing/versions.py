"""Versions of one story in several languages: how far each has followed the others, and
acts on all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles.choices import ChangeKind, Status
from articles.models import (
    HEAVY_FIELDS,
    Article,
    AuditEntry,
    Revision,
    TranslationLevel,
)
from articles.publishing.audit import audit
from articles.publishing.transactions import transaction
from articles.publishing.workflow import Verb, may

_GONE = (Status.SPIKED, Status.KILLED)
_Result = TypeVar("_Result")


class NotVersions(Exception):
    """These two are not, or no more, versions of one story."""


def versions_of(article: Article, *, seen_by: User | None = None) -> list[Article]:
    """Return the other versions of the same story, without what is spiked or killed, and
    without what a person may not know of. A query, and none for an article without any."""
    if not article.translation_key:
        return []
    rows = Article.objects.filter(translation_key=article.translation_key)
    others = rows.exclude(pk=article.pk).exclude(status__in=_GONE)
    if seen_by:
        others = others.exclude(
            pk__in=Article.objects.hidden_from(seen_by).values("pk")
        )
    return list(others.order_by("language", "pk"))


def act_on_all(
    verb: Callable[..., _Result], articles: Iterable[Article], *, by: User | None = None
) -> list[_Result]:
    """Perform a verb on each of these articles in one transaction: on all or on none.

    ``verb`` takes an article and ``by``; whatever it raises undoes what was done to the
    others. Versions that were level are level afterwards. Return the verb's results, in
    the order of the articles.
    """
    given = list(articles)
    with transaction():
        numbers = [article.pk for article in given]
        # In one order, whoever acts, so that no two come to wait for each other.
        list(Article.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
        with _staying_level(numbers):
            return [verb(article, by=by) for article in given]


@contextmanager
def _staying_level(numbers: Sequence[int]) -> Iterator[None]:
    """Let nobody be behind another of these articles for what is done to all of them. Two
    queries, and none for a single one."""
    if len(numbers) < 2:
        yield
        return
    behind = TranslationLevel.objects.behind()
    among = behind.filter(article__in=numbers, other__in=numbers)
    before = [*among.values_list("pk", flat=True)]
    yield
    for level in among.exclude(pk__in=before).select_related("article", "other"):
        _set_level(level.article, level.other)


def versions_for(verb: Verb, article: Article, by: User) -> list[Article]:
    """Return the other versions with which this person may do the same. Up to six queries
    for each."""
    others = versions_of(article, seen_by=by)
    return [one for one in others if may(verb, one, by)]


def is_substantive(revision: Revision) -> bool:
    """Tell whether the act changed the story for its readers."""
    return revision.kind == ChangeKind.SUBSTANTIVE


def note_change(before: Article, article: Article, revision: Revision) -> None:
    """Mark the other versions as behind, if readers could read the article before and it
    now says something else.

    Of a version that is behind itself, they are not: it follows them. Nor of an import,
    which brings each version as it was made elsewhere. Up to four queries for a version,
    none for an article that is none.
    """
    is_import = revision.act == Revision.Act.IMPORTED
    if is_import or not (before.is_published and is_substantive(revision)):
        return
    others = versions_of(article)
    earlier = article.revisions.exclude(pk=revision.pk).first() if others else None
    if earlier is None:  # The first record is no change.
        return
    followed = TranslationLevel.objects.behind().filter(article=article)
    followed_ids = {*followed.values_list("other_id", flat=True)}
    rows = TranslationLevel.objects.filter(other=article, article__in=others)
    known = {level.article_id: level for level in rows}
    for other in others:
        if other.pk in followed_ids:
            continue
        level = known.get(other.pk)
        if level is None:  # Linked since: it was level until now, as far as is known.
            level = TranslationLevel(article=other, other=article, revision=earlier)
        if level.behind_since is None:
            level.behind_since = revision.created_at
            level.save()


def begin_level(article: Article, other: Article) -> None:
    """Note that two versions say the same now, as one was just begun from the other."""
    _set_level(article, other)
    _set_level(other, article)


def _set_level(article: Article, other: Article) -> None:
    newest = other.revisions.first()
    assert newest is not None  # noqa: S101 – both are stored
    level = {"revision": newest, "behind_since": None}
    TranslationLevel.objects.update_or_create(
        article=article, other=other, defaults=level
    )


@transaction()
def mark_level(
    article: Article, other: Article, seen: int, *, by: User | None = None
) -> TranslationLevel:
    """Note that an article says the same as another version said in a revision, by number.

    If that version has changed since, the article stays behind it. Raises ``NotVersions``.
    """
    rows = Article.objects.select_for_update().order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[article.pk, other.pk])}
    if other.pk not in {row.pk for row in versions_of(locked[article.pk])}:
        raise NotVersions
    revision = other.revisions.filter(pk=seen).first()
    if revision is None:
        raise NotVersions
    later = other.revisions.filter(pk__gt=seen).by_editors().defer("fields")
    since = [row.created_at for row in later.order_by("pk") if is_substantive(row)]
    level, _is_new = TranslationLevel.objects.update_or_create(
        article=article,
        other=other,
        defaults={"revision": revision, "behind_since": next(iter(since), None)},
    )
    detail = {"other": other.pk, "revision": seen}
    audit(AuditEntry.Act.LEVELLED, locked[article.pk], by=by, detail=detail)
    return level


def behind() -> QuerySet[TranslationLevel]:
    """Return the versions that have not followed another one, the longest first. A query."""
    rows = TranslationLevel.objects.behind().select_related("article", "other")
    sides = ("article", "other")
    return rows.defer(*(f"{side}__{name}" for side in sides for name in HEAVY_FIELDS))
