"""Index articles a while after what changed them: a tag may stand on tens of thousands.

What is out of date is marked in the transaction that makes it so, as an entry without a
digest. Until it is indexed anew, readers find it by what it said before. The marks are in
the database: if the process ends in the middle, the next one that marks something goes
through all of them, and so does ``prepare_site``; ``check_search_index`` lists them, and
``rebuild_search_index`` needs none. No queue of jobs, whose upkeep a rename a year would not be worth.
"""

from __future__ import annotations

import logging
from threading import Lock, Thread
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from articles.models import Article, SearchEntry
from articles.search.batches import current, make, read
from articles.search.writing import index, index_in, lock_index

logger = logging.getLogger(__name__)

# Who saves meanwhile waits for so many: in SQLite a fifth of a second, in PostgreSQL one.
_BATCH = 100
_ONE_AT_A_TIME = Lock()


def mark_stale(article_ids: QuerySet[Any, Any]) -> None:
    """Note that what the index says of these articles is out of date. Call it after
    ``lock_index``, before or after the change. One statement, however many."""
    SearchEntry.objects.filter(article__in=article_ids).update(digest="")


def waiting() -> int:
    """How many articles are marked. Reads all entries."""
    return len(_marked())


def index_marked() -> None:
    """Index what is marked: a few articles here and now, more of them beside whatever
    else is done, once this transaction is over."""
    pks = _marked()
    if len(pks) <= _BATCH:
        index(list(Article.objects.filter(pk__in=pks)))
    else:
        transaction.on_commit(Thread(target=_catch_up_beside, daemon=True).start)


def reindex_stale() -> None:
    """Index what is marked, in short transactions with a pause for others between them:
    the documents of each are made before it begins."""
    pks = _marked()
    for start in range(0, len(pks), _BATCH):
        batch = pks[start : start + _BATCH]
        made = make(batch)
        with transaction.atomic():
            numbers = lock_index()
            articles, filed = read(batch)
            documents = current(made, articles, filed)
            for number in numbers:
                index_in(number, articles, filed, documents)


def _catch_up_beside() -> None:
    """In a thread of its own, which ends with its process: what is not done stays marked."""
    try:
        with _ONE_AT_A_TIME:
            reindex_stale()
    except DatabaseError:
        logger.exception(
            "Articles wait to be indexed: prepare_site does it now, else the next tag "
            "that is renamed, merged or deleted"
        )
    finally:
        connection.close()


def _marked() -> list[int]:
    entries = SearchEntry.objects.filter(digest="", article__isnull=False)
    # In the order of their places, nearly: what is near is written together.
    pks = entries.order_by("article").values_list("article_id", flat=True).distinct()
    return [pk for pk in pks if pk]
