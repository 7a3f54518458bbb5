"""The readers' search: what was found, the best or the newest first, and its filters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import search
from articles.choices import Variant
from articles.models import HEAVY_FIELDS, Article
from articles.pages import PageContext, PageKind
from articles.rendering import whole_text
from articles.search import Highlighter, Order, Piece, SearchResults
from articles.variants import conversions
from articles.views import search_filters
from articles.views.lists import list_head
from articles.views.page_meta import NO_ROBOTS, feeds_of, open_page, render_page
from articles.views.pagination import PAGE_SIZE, paged, paging_of
from articles.views.search_filters import Asked


class Result(NamedTuple):
    """An article found, as its card says it: pieces of text, some of them matches."""

    article: Article
    title: list[Piece]
    excerpt: list[Piece]


@require_safe
@paged
def search_results(request: HttpRequest, variant: Variant, number: int) -> HttpResponse:
    """The best first unless asked otherwise: stories about what was typed come before
    those that mention it, and among equals the newest is first anyway."""
    asked = search_filters.read(request.GET, variant)
    query_string = asked.address()
    page = open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: reverse("articles:search_results", args=[other]),
        query=f"?{query_string}" if query_string else "",
    )
    context: dict[str, Any] = {"asked": asked, "query": asked.query}
    shown: Page[Article] = Paginator([], PAGE_SIZE).page(1)
    if asked.unknown:
        context["unknown"] = search_filters.unknown_filters(asked)
    elif not asked.parsed.is_empty:
        found = _find(asked, page, number)
        shown = _page_of(found, number)
        context |= _results(asked, found, shown, page)
        if not found.article_ids:
            meant = search.did_you_mean(asked.parsed, page.site.conversion_version)
            context["suggestions"] = [page.convert_name(query) for query in meant]
    elif number > 1:
        raise EmptyPage
    paging = paging_of(shown, query_string)
    context |= {"found": shown, "paging": paging}
    title = _("Search: %s") % asked.query if asked.query else _("Search")
    feed_query = f"?{asked.address(order='')}"
    has_feeds = query_string and not asked.unknown
    feeds = feeds_of("search_feed", variant, query=feed_query) if has_feeds else ()
    head = list_head(title, page, paging, robots=NO_ROBOTS, feeds=feeds)
    return render_page(request, "articles/search_results.html", page, head, context)


def _find(asked: Asked, page: PageContext, number: int) -> SearchResults:
    order = asked.order if asked.has_words else Order.NEWEST
    version = page.site.conversion_version
    return search.find_articles(asked.parsed, order, version, number * PAGE_SIZE)


def _page_of(found: SearchResults, number: int) -> Page[Any]:
    """One query. Both the index and the articles say what readers may see."""
    page: Page[Any] = Paginator(found.article_ids, PAGE_SIZE).page(number)
    # By their ids alone: asked for the status too, SQLite reads all that is published.
    rows = Article.objects.defer(*HEAVY_FIELDS).select_related("source")
    by_pk = {
        pk: own
        for pk, own in rows.in_bulk(page.object_list).items()
        if own.is_published
    }
    page.object_list = [by_pk[pk] for pk in page.object_list if pk in by_pk]
    return page


def _results(
    asked: Asked, found: SearchResults, shown: Page[Article], page: PageContext
) -> dict[str, Any]:
    _dress(list(shown), page, found)
    highlighter = Highlighter(asked.query, page.site.conversion_version)
    return {
        "results": [_result(article, highlighter) for article in shown],
        "is_cut": found.is_cut,
        "chips": search_filters.chips(asked, page),
        "groups": search_filters.groups(asked, found, page),
        "orders": [
            (_("Best first"), asked.address(order=""), asked.order == Order.BEST),
            (
                _("Newest first"),
                asked.address(order=Order.NEWEST),
                asked.order == Order.NEWEST,
            ),
        ],
    }


def _dress(articles: list[Article], page: PageContext, found: SearchResults) -> None:
    """Let each say what readers of the page see, its body too: excerpts are cut from
    that. One query, and two more where texts stand in several variants."""
    conversions.select_versions(articles, page.variant, found.versions)
    bodies = dict(_bodies(articles))
    for article in articles:
        article.body_html = bodies.get(article.pk, "")
    conversions.apply_variant(
        articles, page.variant, page.site.conversion_version, whole=True
    )


def _bodies(articles: Iterable[Article]) -> Iterable[tuple[int, str]]:
    found = Article.objects.filter(pk__in=[article.pk for article in articles])
    return found.values_list("pk", "body_html")


def _result(article: Article, highlighter: Highlighter) -> Result:
    texts = (article.lead, whole_text(article.body_html))
    excerpt = highlighter.excerpt(texts)
    return Result(
        article,
        highlighter.pieces(article.title),
        highlighter.pieces(excerpt),
    )
