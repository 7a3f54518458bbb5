"""Save and delete treatments of shortcodes; the articles that hold them are drawn again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from threading import Lock, Thread

from django.db import DatabaseError, connection, transaction

from articles.models import Article, ListPage, Shortcode, content_change
from articles.publishing.derived import render_again
from articles.publishing.list_pages import render_list_page_again

logger = logging.getLogger(__name__)

# More articles than these are drawn by a thread, once the change is stored.
_AT_ONCE = 50
_ONE_AT_A_TIME = Lock()


@content_change()
def save_shortcode(shortcode: Shortcode) -> int:
    """Store a treatment; return the number of articles that it changes."""
    names = {shortcode.name}
    if shortcode.pk:
        names.update(_names(Shortcode.objects.filter(pk=shortcode.pk)))
    shortcode.save()
    return _render_with(names)


@content_change()
def delete_shortcodes(shortcodes: Collection[Shortcode]) -> int:
    """Delete treatments; return the number of articles that this changes."""
    rows = Shortcode.objects.filter(pk__in=[row.pk for row in shortcodes])
    names = _names(rows)
    rows.delete()
    return _render_with(names)


def _names(rows: Iterable[Shortcode]) -> set[str]:
    return {row.name for row in rows}


def _render_with(names: Collection[str]) -> int:
    """Draw again what holds one of the names: a few at once, more by a thread."""
    pks = sorted(
        {
            pk
            for name in names
            for pk in Article.objects.filter(Shortcode.holding(name)).values_list(
                "pk", flat=True
            )
        }
    )
    if len(pks) <= _AT_ONCE:
        _render(pks, names)
    else:
        thread = Thread(target=_render_in_thread, args=(pks, names), daemon=True)
        transaction.on_commit(thread.start)
    return len(pks)


def _render(pks: Iterable[int], names: Iterable[str]) -> None:
    articles = Article.objects.select_related("imported_file__configuration")
    for pk in pks:
        if article := articles.filter(pk=pk).first():
            render_again(article)
    for name in names:
        for page in ListPage.objects.filter(body__contains=name):
            render_list_page_again(page)


def _render_in_thread(pks: Iterable[int], names: Iterable[str]) -> None:
    """The thread ends with its process: ``render_articles`` draws what is left."""
    try:
        with _ONE_AT_A_TIME:
            _render(pks, names)
    except DatabaseError:
        logger.exception("Articles with a shortcode wait: render_articles draws them")
    finally:
        connection.close()
