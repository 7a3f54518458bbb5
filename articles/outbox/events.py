"""Write what receivers are to be told, in the transaction of the act that it tells of.

Nothing is written of what readers never see. What waits is replaced by what happens next: a
receiver learns where an article is, not each step on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from articles.choices import ChangeKind, Status, Variant
from articles.models import (
    Article,
    Delivery,
    Label,
    Receiver,
    address_of,
    kind_of,
    variants_of,
)
from articles.outbox.standing import wanted_by

Kind = Delivery.Kind
_ENDINGS = ("rss", "atom", "json")


@dataclass(frozen=True)
class _Event:
    """Something that readers see happen to an article at a moment."""

    kind: Delivery.Kind
    at: datetime
    change: str = ""


def note_publication(
    before: Article | None,
    article: Article,
    labels: Iterable[Label],
    *,
    change: ChangeKind | None = None,
    is_correction: bool = False,
    had_readers: bool = False,
) -> None:
    """Write what a stored article's change means to receivers: now, and when its hour comes.

    ``before`` is what was stored until now, ``labels`` those that it had or has;
    ``had_readers`` tells of one that is killed. A query without receivers.
    """
    if receivers := list(Receiver.objects.active()):
        now = timezone.now()
        was_listed = before is not None and before.is_listed
        kind = _kind_now(article, was_listed, had_readers, is_correction)
        events = [_Event(kind, now, change or "")] if kind else []
        events += _events_to_come(article, now)
        _write(receivers, article, labels, events)


def note_deletion(article: Article, labels: Iterable[Label]) -> None:
    """Write that an article which readers have is taken from them for good."""
    event = _Event(Kind.WITHDRAWN, timezone.now())
    _write(Receiver.objects.active(), article, labels, [event])


def note_import(articles: Sequence[Article]) -> None:
    """Write one ping of the feeds of front pages for each hub, however much is imported.

    Partners and search engines are told nothing: an archive is no news.
    """
    if not any(article.is_listed for article in articles):
        return
    for hub in Receiver.objects.hubs():
        waiting = Delivery.objects.untouched().filter(receiver=hub, kind=Kind.IMPORTED)
        if not waiting.exists():
            now = timezone.now()
            topics = [topic for variant in Variant for topic in _front_feeds(variant)]
            Delivery.objects.create(
                receiver=hub,
                kind=Kind.IMPORTED,
                topics=topics,
                occurred_at=now,
                due_at=now,
            )


def _kind_now(
    article: Article, was_listed: bool, had_readers: bool, is_correction: bool
) -> Delivery.Kind | None:
    if article.is_listed:
        if not was_listed:
            return Kind.PUBLISHED
        return Kind.CORRECTED if is_correction else Kind.UPDATED
    if article.status == Status.KILLED:
        return Kind.KILLED if had_readers else None
    return Kind.WITHDRAWN if was_listed else None


def _events_to_come(article: Article, now: datetime) -> list[_Event]:
    starts, ends = article.listed_from, article.expires_at
    if starts is None or (ends and ends <= max(starts, now)):
        return []
    events = [_Event(Kind.PUBLISHED, starts)] if starts > now else []
    return [*events, _Event(Kind.WITHDRAWN, ends)] if ends else events


def _write(
    receivers: Iterable[Receiver],
    article: Article,
    labels: Iterable[Label],
    events: Sequence[_Event],
) -> None:
    now = timezone.now()
    for receiver in receivers:
        waiting = Delivery.objects.untouched().filter(
            receiver=receiver, article=article
        )
        # What was still to come is what the article says now.
        waiting.filter(due_at__gt=now).delete()
        if not wanted_by(receiver, article):
            continue
        is_hub = receiver.kind == Receiver.Kind.WEBSUB
        for event in events:
            delivery = Delivery(
                receiver=receiver,
                kind=event.kind,
                change=event.change,
                article=article,
                slug=article.slug,
                language=article.language,
                topics=_feeds_of(article, labels) if is_hub else [],
                occurred_at=event.at,
                due_at=event.at,
            )
            if event.at > now or not _joined(delivery, receiver, article):
                delivery.save()


def _joined(delivery: Delivery, receiver: Receiver, article: Article) -> bool:
    """Put the event into the delivery that is due and that nobody has begun to send."""
    untouched = Delivery.objects.untouched().filter(receiver=receiver, article=article)
    waiting = untouched.order_by("-due_at", "-pk").first()
    if waiting is None:
        return False
    rows = Delivery.objects.untouched().filter(pk=waiting.pk)
    changes = [*ChangeKind]
    change = max(waiting.change, delivery.change, key=["", *changes].index)
    return bool(
        rows.update(
            kind=_joined_kind(waiting.kind, delivery.kind),
            change=change,
            slug=delivery.slug,
            language=delivery.language,
            topics=[*dict.fromkeys([*waiting.topics, *delivery.topics])],
            occurred_at=delivery.occurred_at,
        )
    )


def _joined_kind(before: str, after: str) -> str:
    """Return what two events come to for a receiver that knows of neither."""
    if before == Kind.PUBLISHED and after in {Kind.UPDATED, Kind.CORRECTED}:
        return before
    return before if (before, after) == (Kind.CORRECTED, Kind.UPDATED) else after


def _feeds_of(article: Article, labels: Iterable[Label]) -> list[str]:
    """Return the addresses of the feeds that hold the article, in every variant."""
    own = [*dict.fromkeys([*labels, *filter(None, [article.source])])]
    return [
        topic
        for variant in variants_of(article)
        for topic in (
            *_front_feeds(variant),
            *(feed for label in own for feed in _label_feeds(label, variant)),
        )
    ]


def _front_feeds(variant: Variant) -> list[str]:
    return [
        reverse("articles:front_page_feed", args=[variant, ending])
        for ending in _ENDINGS
    ]


def _label_feeds(label: Label, variant: Variant) -> list[str]:
    page = address_of(f"{kind_of(label)}_detail", variant, label.slug)
    return [f"{page}feed.{ending}" for ending in _ENDINGS]
