"""Put an article aside, take it up again, and delete it for good."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.choices import Status
from articles.models import Article
from articles.publishing.article import delete, save
from articles.publishing.transactions import transaction


class NotSpiked(Exception):
    """Only a spiked article is deleted for good."""


def spike(article: Article, *, by: User | None = None) -> None:
    """Put the article aside, with its history. A published one is withdrawn by it."""
    _change_status(article, Status.SPIKED, by)


def unspike(article: Article, *, by: User | None = None) -> None:
    """Make a spiked article a draft again; its times stay."""
    _change_status(article, Status.DRAFT, by)


@transaction()
def delete_for_good(
    article: Article, *, leads_to: Article | None = None, by: User | None = None
) -> None:
    """Delete a spiked article with its history; its addresses lead to another, or are gone.

    Its audit stays, and so does the file that it was imported from, so that the next import
    does not bring it back. Raises ``NotSpiked``.
    """
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if stored.status != Status.SPIKED:
        raise NotSpiked
    delete(stored, leads_to=leads_to, by=by)


@transaction()
def _change_status(article: Article, status: Status, by: User | None) -> None:
    """Change the status of the article as it is stored by now, if it goes to or from the
    spike."""
    stored = Article.objects.select_for_update().get(pk=article.pk)
    is_killed = stored.status == Status.KILLED
    is_other = (stored.status == Status.SPIKED) != (status == Status.SPIKED)
    if is_other and not is_killed:
        stored.status = status
        save(stored, by=by)
    article.status = stored.status
