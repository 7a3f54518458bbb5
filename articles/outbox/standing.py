"""Compare deliveries with what readers see at the moment of sending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from django.utils import timezone

from articles.choices import Status, Visibility
from articles.models import Article, Delivery, Receiver, SiteSettings, variants_of


class Standing(Enum):
    """The next step for a delivery."""

    TRUE = "true"  # It is as the event says.
    EARLY = "early"  # It will be.
    OVER = "over"  # It is not any more.


def standings(
    receiver: Receiver, deliveries: Sequence[Delivery]
) -> list[tuple[Delivery, Standing]]:
    """Return what is to become of each delivery. Up to two queries."""
    numbers = [one.article_id for one in deliveries if one.article_id]
    listed = set(
        Article.objects.listed().filter(pk__in=numbers).values_list("pk", flat=True)
    )
    if receiver.kind == Receiver.Kind.INDEXNOW:
        hidden = _hidden_from_search(deliveries)
        return [
            (one, Standing.OVER if one.pk in hidden else _standing(one, listed))
            for one in deliveries
        ]
    return [(one, _standing(one, listed)) for one in deliveries]


def is_for_search(article: Article) -> bool:
    """Tell whether search engines may be told of the article, whatever its state.

    Up to a query, for its source.
    """
    if article.visibility != Visibility.EVERYWHERE:
        return False
    source = article.source
    return source is None or source.usage_terms.allows_search_engines is not False


def wanted_by(receiver: Receiver, article: Article) -> bool:
    """Tell whether events of the article are for the receiver at all."""
    if not receiver.wants(variants_of(article)):
        return False
    return receiver.kind != Receiver.Kind.INDEXNOW or is_for_search(article)


def _hidden_from_search(deliveries: Iterable[Delivery]) -> set[int]:
    is_refused = SiteSettings.current().usage_terms.allows_search_engines is False
    return {
        one.pk
        for one in deliveries
        if is_refused or (one.article and not is_for_search(one.article))
    }


def _standing(delivery: Delivery, listed: set[int]) -> Standing:
    article = delivery.article
    if delivery.kind == Delivery.Kind.IMPORTED:
        return Standing.TRUE
    is_ended = delivery.kind in Delivery.ENDED
    if article is None:
        return Standing.TRUE if is_ended else Standing.OVER
    if is_ended:
        is_kill = delivery.kind == Delivery.Kind.KILLED
        is_over = is_kill and article.status != Status.KILLED
        return Standing.OVER if article.pk in listed or is_over else Standing.TRUE
    if article.pk in listed:
        return Standing.TRUE
    starts = article.listed_from
    is_ahead = starts is not None and starts > timezone.now()
    is_early = is_ahead and delivery.kind == Delivery.Kind.PUBLISHED
    return Standing.EARLY if is_early else Standing.OVER
