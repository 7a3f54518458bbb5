"""Find articles by words of their title."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.choices import Variant
from articles.listings import ListingPage, NoSuchPage
from articles.models import Article
from articles.views.frame import NO_ROBOTS, open_page, show
from articles.views.lists import list_head, paging_of
from articles.views.pagination import PAGE_SIZE, paged
from articles.widgets import PageKind

MOST_HITS = 200
MOST_WORDS = 8

# No database takes a NUL, no encoding half a surrogate pair.
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


@require_safe
@paged
def search_results(request: HttpRequest, variant: Variant, number: int) -> HttpResponse:
    words = _UNUSABLE.sub(" ", request.GET.get("q", ""))[:200].split()[:MOST_WORDS]
    query = " ".join(words)
    query_string = urlencode({"q": query}) if query else ""
    page = open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: reverse("articles:search_results", args=[other]),
        query=f"?{query_string}" if query else "",
    )
    found = find(words, page.family, number)
    page.dress(found.articles)
    paging = paging_of(found, query_string)
    title = _("Search: %s") % query if query else _("Search")
    head = list_head(title, page, paging, robots=NO_ROBOTS)
    context = {
        "query": query,
        "found": found,
        "paging": paging,
        "is_cut": found.total == MOST_HITS,
    }
    return show(request, "articles/search_results.html", page, head, context)


def find(words: list[str], family: str, number: int) -> ListingPage:
    """A page of the newest articles whose title has all the words. Two queries and
    what the cards need. Raises ``NoSuchPage`` for a number out of range."""
    ids: list[int] = []
    if words:
        articles = Article.objects.published().in_family(family)
        for word in words:
            articles = articles.filter(title__icontains=word)
        ids = list(articles.newest_first().values_list("pk", flat=True)[:MOST_HITS])
    page_count = max(1, -(-len(ids) // PAGE_SIZE))
    if number > page_count:
        raise NoSuchPage(number)
    shown = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = Article.objects.filter(pk__in=shown).with_card_data().newest_first()
    return ListingPage(list(rows) if shown else [], number, page_count, len(ids))
