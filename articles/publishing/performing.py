"""The desk's verbs for one article as it is stored: hand in, approve, publish, spike …"""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.models import Article
from articles.publishing.article import delete
from articles.publishing.changes import save_changes
from articles.publishing.transactions import transaction
from articles.publishing.workflow import Verb, check


def perform(
    verb: Verb, article: Article, *, by: User | None = None, note: str = ""
) -> Article:
    """Do with the article what the verb says, and return it as it is then.

    Raises what ``save_changes`` raises: ``VerbRefused`` above all.
    """
    return save_changes(article.pk, {}, verb=verb, by=by, note=note).article


@transaction()
def delete_for_good(
    article: Article, *, leads_to: Article | None = None, by: User | None = None
) -> None:
    """Delete a spiked article with its history; its addresses lead to another, or are gone.

    Its audit stays, and so does the file that it was imported from, so that the next import
    does not bring it back. Raises ``VerbRefused``.
    """
    stored = Article.objects.select_for_update().get(pk=article.pk)
    check(Verb.DELETE, stored, by)
    delete(stored, leads_to=leads_to, by=by)
