"""Show what a search found, the best or the newest first, with its filters."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import search
from articles.choices import Variant
from articles.models import Article, read_bodies, read_found
from articles.pages import PageContext, PageKind
from articles.rendering import whole_text
from articles.search import Highlighter, Order, Piece, SearchResults
from articles.variants import conversions
from articles.views import search_filters
from articles.views.page_meta import feeds_of, open_page, render_page
from articles.views.pagination import PAGE_SIZE, list_meta, paged, paging_of
from articles.views.search_filters import SearchParameters


class Result(NamedTuple):
    """An article found, its title and excerpt cut into pieces, some of them matches."""

    article: Article
    title: list[Piece]
    excerpt: list[Piece]


@require_safe
@paged
def search_results(request: HttpRequest, variant: Variant, number: int) -> HttpResponse:
    """Search, the best first unless asked otherwise.

    Stories about the words come before those that mention them; among equals the
    newest is first.
    """
    parameters = search_filters.read(request.GET, variant)
    query_string = parameters.address()
    page = open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: reverse("articles:search_results", args=[other]),
        query=f"?{query_string}" if query_string else "",
    )
    context: dict[str, Any] = {"parameters": parameters, "query": parameters.query}
    shown: Page[Article] = Paginator([], PAGE_SIZE).page(1)
    if parameters.unknown:
        context["unknown"] = search_filters.unknown_filters(parameters)
    elif not parameters.parsed.is_empty:
        found = _find(parameters, page, number)
        shown = _page_of(found, number)
        context |= _results(parameters, found, shown, page)
        if not found.article_ids:
            meant = search.did_you_mean(parameters.parsed, page.site.conversion_version)
            context["suggestions"] = [page.convert_name(query) for query in meant]
    elif number > 1:
        raise EmptyPage
    paging = paging_of(shown, query_string)
    context |= {"found": shown, "paging": paging}
    title = _("Search: %s") % parameters.query if parameters.query else _("Search")
    feed_query = f"?{parameters.address(order='')}"
    has_feeds = query_string and not parameters.unknown
    feeds = feeds_of("search_feed", variant, query=feed_query) if has_feeds else ()
    meta = list_meta(title, page, paging, is_hidden=True, feeds=feeds)
    return render_page(request, "articles/search_results.html", page, meta, context)


def _find(
    parameters: SearchParameters, page: PageContext, number: int
) -> SearchResults:
    order = parameters.order if parameters.has_words else Order.NEWEST
    version = page.site.conversion_version
    return search.find_articles(parameters.parsed, order, version, number * PAGE_SIZE)


def _page_of(found: SearchResults, number: int) -> Page[Any]:
    """Read the articles of one page. One query, which asks again what is listed."""
    page: Page[Any] = Paginator(found.article_ids, PAGE_SIZE).page(number)
    by_pk = {article.pk: article for article in read_found([*page.object_list])}
    found_rows = [by_pk[pk] for pk in page.object_list if pk in by_pk]
    page.object_list = [article for article in found_rows if article.is_listed]
    return page


def _results(
    parameters: SearchParameters,
    found: SearchResults,
    shown: Page[Article],
    page: PageContext,
) -> dict[str, Any]:
    _apply_variant(list(shown), page, found)
    highlighter = Highlighter(parameters.query, page.site.conversion_version)
    return {
        "results": [_result(article, highlighter) for article in shown],
        "is_cut": found.is_cut,
        "chips": search_filters.chips(parameters, page),
        "groups": search_filters.groups(parameters, found, page),
        "orders": [
            (
                _("Best first"),
                parameters.address(order=""),
                parameters.order == Order.BEST,
            ),
            (
                _("Newest first"),
                parameters.address(order=Order.NEWEST),
                parameters.order == Order.NEWEST,
            ),
        ],
    }


def _apply_variant(
    articles: list[Article], page: PageContext, found: SearchResults
) -> None:
    """Choose versions and convert texts with their bodies, which excerpts are cut from.

    One query, and two more where texts stand in several variants.
    """
    conversions.select_versions(articles, page.variant, found.versions)
    bodies = read_bodies([article.pk for article in articles])
    for article in articles:
        article.body_html = bodies.get(article.pk, "")
    conversions.apply_variant(
        articles, page.variant, page.site.conversion_version, whole=True
    )


def _result(article: Article, highlighter: Highlighter) -> Result:
    texts = (article.lead, whole_text(article.body_html))
    excerpt = highlighter.excerpt(texts)
    title = highlighter.pieces(article.title)
    return Result(article, title, highlighter.pieces(excerpt))
