"""The desk's queue: the open ambiguities of all Chinese articles, to be decided one by one.

They are found by converting, so they are stored: ``open_places`` reads articles and keeps
what it finds (``OpenAmbiguities``), ``queued_articles`` says which articles stand in the
queue and in what order, ``queue_page`` puts a page of it together and reads what it must,
newest first. Nothing is read when an article is saved or imported. ``decisions`` stores
an editor's choice, or proposes the term that makes it for good.
"""

from __future__ import annotations

from articles.variants.queue.decisions import decide, proposed_term
from articles.variants.queue.open_places import read_all, surroundings
from articles.variants.queue.queue_page import QueueEntry, QueuePage, queue_page
from articles.variants.queue.queued_articles import QueueFilter

__all__ = [
    "QueueEntry",
    "QueueFilter",
    "QueuePage",
    "decide",
    "proposed_term",
    "queue_page",
    "read_all",
    "surroundings",
]
