"""Lead addresses that no page has any more to where they belong."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from articles.choices import Status, Variant
from articles.listings import public_labels
from articles.models import Article, Page, Redirect, kind_of
from articles.pages import shown_in
from articles.publishing import was_public


class Gone(Http404):
    """The page of the address was deleted for good, or is an article that was killed."""

    def __init__(self, killed: Article | None = None) -> None:
        super().__init__()
        self.killed = killed


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return the redirect for an address without a page, or None. One query, another for
    the address of an article.

    Raises ``Gone``.
    """
    if "\x00" in request.path_info:
        return None
    if killed := _killed_article(request):
        raise Gone(killed)
    paths = _paths(request)
    redirects = Redirect.objects.with_targets().filter(path__in=paths)
    rows = {row.path: row for row in redirects}
    found = [rows[path] for path in paths if path in rows]
    here = request.get_full_path().partition("?")[0]
    for redirect in found:
        if redirect.article and redirect.article.status == Status.KILLED:
            raise Gone(redirect.article)
        target = _target(request, redirect)
        if target and target.partition("?")[0] != here:
            response = HttpResponsePermanentRedirect(target)
            # A browser that kept it would go round once the page has its slug back.
            patch_cache_control(response, no_cache=True)
            return response
    if any(redirect.is_gone for redirect in found):
        raise Gone
    return None


def _paths(request: HttpRequest) -> list[str]:
    """Return the paths under which the address may be stored, the surest first."""
    kind, slug = _page_asked(request)
    pages = [Redirect.page_path(kind, slug)] if kind else []
    return [*pages, *Redirect.stored_as(request.path_info)]


def _page_asked(request: HttpRequest) -> tuple[str, str]:
    """Return the kind and slug of the page whose address it is; empty for another."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    if "slug" not in given:
        return "", ""
    return given.get("kind", "article"), given["slug"]


def _killed_article(request: HttpRequest) -> Article | None:
    """Return the article whose address it is, if that was killed after readers could see
    it: of any other they were never told."""
    kind, slug = _page_asked(request)
    if kind != "article":
        return None
    found = Article.objects.filter(slug=slug, status=Status.KILLED).first()
    return found if found and was_public(found) else None


def _is_public(page: Page) -> bool:
    """Tell whether readers may know of a page. One query for a label."""
    if isinstance(page, Article):
        return page.is_published
    return public_labels(kind_of(page)).filter(pk=page.pk).exists()


def _target(request: HttpRequest, redirect: Redirect) -> str:
    """Return the address it leads to; empty if nobody may read that, or it is gone.

    A page that only got another slug is found in the variant and form (a feed, say) and
    with the query that were asked for.
    """
    page, match = redirect.page, request.resolver_match
    if page and not _is_public(page):
        return ""
    first = request.path_info.lstrip("/").partition("/")[0]
    asked = Variant(first if first in Variant else settings.DEFAULT_VARIANT)
    asked = Variant(redirect.variant or asked)
    if not (match and page and _page_asked(request)[0] == kind_of(page)):
        return redirect.target_in(asked)
    shown = shown_in(page, asked) if isinstance(page, Article) else asked
    kwargs = match.kwargs | {"variant": shown, "slug": page.slug}
    address = reverse(f"articles:{match.url_name}", kwargs=kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
