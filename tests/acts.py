"""Verbs for one article, as tests call them."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.models import Article
from articles.publishing import Verb, perform


def publish(article: Article, *, by: User | None = None) -> Article:
    return perform(Verb.PUBLISH, article, by=by)


def withdraw(article: Article, *, by: User | None = None) -> Article:
    return perform(Verb.WITHDRAW, article, by=by)


def spike(article: Article, *, by: User | None = None) -> Article:
    return perform(Verb.SPIKE, article, by=by)


def unspike(article: Article, *, by: User | None = None) -> Article:
    return perform(Verb.UNSPIKE, article, by=by)
