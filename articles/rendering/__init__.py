"""Markdown in, safe HTML out: the only room that decides what a body may print.

The room is pure. It never queries: whoever calls ``render`` hands it functions
that find an image or the new address of a link. ``sanitise`` documents which ids
belong to the site and which to the text.

Bodies read here as they did under Hugo (Goldmark), except where Chinese or its figures
read better otherwise; ``tests/benchmarks/compare_with_hugo.py`` compares the step
``to_html`` and counts what differs on purpose.
"""

from __future__ import annotations

from articles.rendering.article import Rendered, render, render_inline
from articles.rendering.excerpts import count_words
from articles.rendering.headings import Heading, TocEntry, table_of_contents
from articles.rendering.links import escape_address
from articles.rendering.markdown import to_html
from articles.rendering.maths import without_formulas
from articles.rendering.plain_text import (
    plain_text,
    whole_text,
    without_controls,
    without_struck,
)
from articles.rendering.postprocess import (
    ImageData,
    links_in,
    pictures_in,
    with_base,
    without_sources,
)
from articles.rendering.raw_html import raw_html
from articles.rendering.reader_links import links_for_readers, requested_language
from articles.rendering.sanitise import sanitise
from articles.rendering.scripts import is_han
from articles.rendering.shortening import shorten

__all__ = [
    "Heading",
    "ImageData",
    "Rendered",
    "TocEntry",
    "count_words",
    "escape_address",
    "is_han",
    "links_for_readers",
    "links_in",
    "pictures_in",
    "plain_text",
    "raw_html",
    "render",
    "render_inline",
    "requested_language",
    "sanitise",
    "shorten",
    "table_of_contents",
    "to_html",
    "whole_text",
    "with_base",
    "without_controls",
    "without_formulas",
    "without_sources",
    "without_struck",
]
