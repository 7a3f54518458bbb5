"""Compose what receivers get: a signed event, a ping of feeds, a list of addresses."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.choices import Variant
from articles.models import Article, Delivery, Receiver, address_of, variants_of
from articles.outbox.posting import Message
from articles.outbox.signatures import sign

_JSON = "application/json; charset=utf-8"


def compose(receiver: Receiver, deliveries: Sequence[Delivery]) -> Message:
    """Compose one message of these deliveries; a webhook gets one at a time."""
    if receiver.kind == Receiver.Kind.WEBSUB:
        return _ping(receiver, deliveries)
    if receiver.kind == Receiver.Kind.INDEXNOW:
        return _address_list(receiver, deliveries)
    (delivery,) = deliveries
    return _event(receiver, delivery)


def key_address(key: str) -> str:
    """Return where search engines find the key of IndexNow."""
    return settings.SITE_URL + reverse("articles:indexnow_key", args=[key])


def _event(receiver: Receiver, delivery: Delivery) -> Message:
    """Compose a webhook. A kill and a withdrawal tell nothing but addresses."""
    data: dict[str, Any] = {
        "id": delivery.event_id,
        "sequence": delivery.sequence,
        "kind": delivery.kind,
        "addresses": _addresses("article_detail", receiver, delivery),
    }
    if delivery.kind not in Delivery.ENDED:
        data["language"] = delivery.language
        data["ninjs"] = _addresses("article_ninjs", receiver, delivery)
        if delivery.change:
            data["change"] = delivery.change
    occurred_at = timezone.localtime(delivery.occurred_at)
    document = {
        "type": f"article.{delivery.kind}",
        "timestamp": occurred_at.isoformat(timespec="seconds"),
        "data": data,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    timestamp = int(time.time())
    headers = {
        "Content-Type": _JSON,
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(receiver.secret, delivery.event_id, timestamp, body),
    }
    return Message(receiver.address, body, headers)


def _ping(receiver: Receiver, deliveries: Sequence[Delivery]) -> Message:
    """Compose the ping of a hub: each feed that changed, once."""
    topics = dict.fromkeys(topic for one in deliveries for topic in one.topics)
    fields = [("hub.mode", "publish")]
    fields += [("hub.url", settings.SITE_URL + topic) for topic in topics]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Message(receiver.address, urlencode(fields).encode(), headers)


def _address_list(receiver: Receiver, deliveries: Sequence[Delivery]) -> Message:
    """Compose what IndexNow takes: https://www.indexnow.org/documentation"""
    urls = dict.fromkeys(
        url
        for one in deliveries
        for url in _addresses("article_detail", receiver, one).values()
    )
    document = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": receiver.secret,
        "keyLocation": key_address(receiver.secret),
        "urlList": [*urls],
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    return Message(receiver.address, body, {"Content-Type": _JSON})


def _addresses(route: str, receiver: Receiver, delivery: Delivery) -> dict[str, str]:
    """Return the article's absolute address for each variant that the receiver wants."""
    article = delivery.article or Article(
        slug=delivery.slug, language=delivery.language
    )
    return {
        str(variant): settings.SITE_URL + address_of(route, variant, article.slug)
        for variant in _wanted(receiver, variants_of(article))
    }


def _wanted(receiver: Receiver, variants: Iterable[Variant]) -> list[Variant]:
    return [
        one for one in variants if not receiver.variants or one in receiver.variants
    ]
