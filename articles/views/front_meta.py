"""Describe the front page to search engines: who publishes, and what stands first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.models import Article
from articles.pages import PageContext
from articles.views.list_pages import ListPageContent
from articles.views.page_meta import PageMeta, feeds_of
from articles.views.pagination import Paging, list_meta, numbered
from articles.views.site_data import as_script, item_list, organisation, website


def front_meta(
    page: PageContext,
    paging: Paging,
    list_page: ListPageContent,
    first_block: Sequence[Article],
) -> PageMeta:
    """Return the metadata of a page of the front page, on which these stand first."""
    latest = _("Latest: %s") % first_block[0].title if first_block else page.name
    is_first = paging.number == 1
    meta = list_meta(
        "" if is_first else numbered(paging.number),
        page,
        paging,
        list_page.description or page.tagline or latest,
        feeds=feeds_of("front_page_feed", page.variant),
    )
    things = [organisation(page), website(page)]
    if first_block:
        things.append(item_list(first_block, page))
    title = " – ".join(filter(None, [page.name, page.tagline]))
    return replace(
        meta,
        title=title if is_first else meta.title,
        structured_data=as_script(*things),
    )
