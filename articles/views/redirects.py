"""Lead addresses that no page has to where they belong: the page of their own title or list.

Asked after everything else failed. One query for what is stored; one more where an
address may be another spelling of a page that is here, or names a page of a list.
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.cache import patch_cache_control

from articles.choices import Status, Variant
from articles.listings import listing_key, public_labels
from articles.models import (
    PAGE_FOLDERS,
    Article,
    Keyed,
    Label,
    Listing,
    Page,
    Redirect,
    Source,
    Tag,
    kind_of,
    readable_slug,
)
from articles.pages import shown_in
from articles.publishing import was_public
from articles.variants.engine import fold
from articles.views.archive import address_of_period
from articles.views.asked_addresses import AskedAddress
from articles.views.pagination import PAGE_SIZE, PAGES_AHEAD

_KINDS = {folder: kind for kind, folder in PAGE_FOLDERS.items()}
# Pages of ours that answer whatever is on the site, by their paths.
_LISTS = {
    "": "front_page",
    "articles": "archive",
    "archive": "archive",
    "archives": "archive",
    "corrections": "corrections",
    "search": "search_results",
    "sitemap.xml": "sitemap_index",
    **{folder: f"{kind}_index" for folder, kind in _KINDS.items() if kind != "article"},
}
# A year, a month or a day, as blogs and WordPress have them in addresses.
_PERIOD = re.compile(
    r"(?:archives?/)?([1-9][0-9]{3})(?:/([0-9]{1,2})(?:/([0-9]{1,2}))?)?", re.ASCII
)


class Gone(Http404):
    """The page of the address was deleted for good, or is an article that was killed."""

    def __init__(self, killed: Article | None = None) -> None:
        super().__init__()
        self.killed = killed


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return the redirect for an address without a page, or None.

    Raises ``Gone``.
    """
    match = request.resolver_match
    # What a feed of the search does not know is not found.
    if "\x00" in request.path_info or (match and match.url_name == "search_feed"):
        return None
    kind, slug = _page_at(match)
    if kind == "article" and (killed := _killed_article(slug)):
        raise Gone(killed)
    asked = AskedAddress.read(request.path_info)
    found = _stored(request, asked)
    here = _path(request.get_full_path())
    # An address that lacks only its variant is led to the reader's own.
    around = {here, f"/{asked.shown_variant}{here}"}
    for redirect in found:
        if redirect.article and redirect.article.status == Status.KILLED:
            raise Gone(redirect.article)
        target = _target(request, asked, redirect)
        if target and _path(target) not in around:
            return _redirect(target)
    if any(redirect.is_gone for redirect in found):
        raise Gone
    target = _own_address(request, asked)
    if target and _path(target) not in around:
        return _redirect(target)
    return None


def _path(address: str) -> str:
    return f"{address.partition('?')[0].rstrip('/')}/"


def _redirect(target: str) -> HttpResponsePermanentRedirect:
    response = HttpResponsePermanentRedirect(target)
    # A browser that kept it would go round once the page has its slug back.
    patch_cache_control(response, no_cache=True)
    return response


def is_in_a_variant(path: str) -> bool:
    """Tell whether an address that lacks a variant has an answer with any before it.
    Up to three queries for a page that has a slug."""
    is_file = "." in path.rpartition("/")[2]
    whole = path if is_file or path.endswith("/") else f"{path}/"
    try:
        match = resolve(f"/{Variant.ENGLISH}/{whole.lstrip('/')}")
    except Resolver404:
        return False
    if parts := _PERIOD.fullmatch(whole.strip("/")):
        return bool(_period_address(parts, Variant(settings.DEFAULT_VARIANT)))
    kind, slug = _page_at(match)
    if not kind:
        return True
    if kind == "article":
        is_here = Article.objects.published().filter(slug=slug).exists()
    else:
        is_here = public_labels(kind).filter(slug=slug).exists()
    if is_here or (kind == "article" and _killed_article(slug)):
        return True
    rows = Redirect.objects.with_targets().filter(path=Redirect.page_path(kind, slug))
    return any(row.page is None or _is_public(row.page) for row in rows)


def _stored(request: HttpRequest, asked: AskedAddress) -> list[Redirect]:
    """Return the redirects of the address, the surest first. One query."""
    kind, slug = _page_at(request.resolver_match)
    pages = [Redirect.page_path(kind, slug)] if kind else []
    paths = [*pages, *Redirect.stored_as(request.path_info)]
    if asked.path:
        folders = [asked.variant or "", "*"] if asked.variant else [""]
        # The default language of a site mostly stands without a folder.
        if asked.variant == asked.shown_variant:
            folders.append("")
        paths += [Redirect.normal(f"{folder}/{asked.path}") for folder in folders]
    redirects = Redirect.objects.with_targets().filter(path__in=paths)
    rows = {row.path: row for row in redirects}
    return [rows[path] for path in dict.fromkeys(paths) if path in rows]


def _page_at(match: ResolverMatch | None) -> tuple[str, str]:
    """Return the kind and slug of the page whose address it is; empty for another."""
    given = match.kwargs if match else {}
    if "slug" not in given:
        return "", ""
    return given.get("kind", "article"), given["slug"]


def _killed_article(slug: str) -> Article | None:
    """Return the article of that slug, if it was killed after readers could see it: of
    any other they were never told."""
    found = Article.objects.filter(slug=slug, status=Status.KILLED).first()
    return found if found and was_public(found) else None


def _is_public(page: Page) -> bool:
    """Tell whether readers may know of a page. One query for a label."""
    if isinstance(page, Article):
        return page.is_published
    return public_labels(kind_of(page)).filter(pk=page.pk).exists()


def _target(request: HttpRequest, asked: AskedAddress, redirect: Redirect) -> str:
    """Return the address it leads to; empty if nobody may read that, or it is gone.

    A page that only got another slug is found in the variant and form (a feed, say) and
    with the query that were asked for.
    """
    page, match = redirect.page, request.resolver_match
    if page and not _is_public(page):
        return ""
    variant = Variant(redirect.variant or asked.shown_variant)
    if not (match and page and _page_at(match)[0] == kind_of(page)):
        if page and not isinstance(page, Article):
            return _label_address(page, variant, asked)
        if redirect.url.startswith("/") and (asked.feed or asked.number > 1):
            to = AskedAddress.read(redirect.url)
            to = replace(to, feed=asked.feed, number=asked.number)
            return _own_address(request, to) or redirect.url
        return redirect.target_in(variant)
    shown = shown_in(page, variant) if isinstance(page, Article) else variant
    kwargs = match.kwargs | {"variant": shown, "slug": page.slug}
    address = reverse(f"articles:{match.url_name}", kwargs=kwargs)
    return _with_query(address, request)


def _own_address(request: HttpRequest, asked: AskedAddress) -> str:
    """Return the address of the page of ours that is meant, or nothing. Up to two
    queries."""
    variant = asked.shown_variant
    name = asked.path.lower()
    # Hugo makes one for each language, wherever the site lay.
    if route := _LISTS.get(name.rpartition("/")[2] if name.endswith(".xml") else name):
        return _list_address(request, route, variant, asked)
    if parts := _PERIOD.fullmatch(asked.path):
        return _period_address(parts, variant)
    folder, _slash, slug = asked.path.partition("/")
    kind = _KINDS.get(folder.lower())
    if not (kind and slug):
        return ""
    if kind == "article":
        article = Article.objects.published().filter(slug=slug).first()
        return article.url_in(shown_in(article, variant)) if article else ""
    label = _label_spelled(kind, slug)
    return _label_address(label, variant, asked) if label else ""


def _period_address(found: re.Match[str], variant: Variant) -> str:
    numbers = tuple(int(number) for number in found.groups() if number)
    return address_of_period(numbers, variant)


def _label_spelled(kind: str, words: str) -> Label | None:
    """Return the label that readers may know of by any spelling of its name or slug, in
    another script, width or case. One query."""
    slugs = [
        words,
        words.lower(),
        readable_slug(words, ""),
        readable_slug(fold(words), ""),
    ]
    labels = public_labels(kind)
    meant = Q(slug__in=slugs)
    if labels.model is not Source:  # It has no key.
        key_of = Tag.key_of if labels.model is Tag else Keyed.key_of
        # Hugo writes hyphens for the spaces of a name.
        meant |= Q(key__in={key_of(words), key_of(words.replace("-", " "))})
    found: list[Label] = list(labels.filter(meant))
    return min(
        found, key=lambda label: (label.slug not in slugs, label.pk), default=None
    )


def _label_address(label: Label, variant: Variant, asked: AskedAddress) -> str:
    if asked.feed:
        args = [variant, label.slug, asked.feed]
        return reverse(f"articles:{kind_of(label)}_feed", args=args)
    key = listing_key(variant.language_group, label)
    return label.url_in(variant) + _page_query(key, asked)


def _list_address(
    request: HttpRequest, route: str, variant: Variant, asked: AskedAddress
) -> str:
    if route == "sitemap_index":
        return reverse("articles:sitemap_index")
    if asked.feed:
        # It is the feed of all articles: a list of lists has none of its own.
        return reverse("articles:front_page_feed", args=[variant, asked.feed])
    address = reverse(f"articles:{route}", args=[variant])
    if route == "front_page" and asked.number > 1:
        key = listing_key(variant.language_group)
        return address + _page_query(key, asked, PAGES_AHEAD)
    return _with_query(address, request)


def _page_query(key: str, asked: AskedAddress, ahead: int = 0) -> str:
    """Return the query of the page of a list that is asked for, if it has such a page:
    other sites make shorter ones. So many of its pages are on the first. One query for
    any page but that."""
    if asked.number == 1:
        return ""
    listing = Listing.objects.with_visible_count().filter(key=key).first()
    before = (asked.number - 1 + ahead) * PAGE_SIZE
    has_page = listing and before < listing.visible_count
    return f"?page={asked.number}" if has_page else ""


def _with_query(address: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
