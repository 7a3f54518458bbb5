"""Share what every page of the readers' site needs: its context and its metadata."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import images, serving
from articles.choices import Language, Variant
from articles.feeds import FORMATS
from articles.images import image_data
from articles.models import Article, SiteSettings
from articles.pages import PageContext, PageKind, shown_in
from articles.reader_texts import without_runs_of_space
from articles.rendering import ImageData, shorten
from articles.shared_parts import shared
from articles.widgets import is_known

_OPEN_GRAPH_LOCALES: dict[str, str] = {
    Language.SIMPLIFIED: "zh_CN",
    Language.TAIWAN: "zh_TW",
    Language.HONG_KONG: "zh_HK",
    Language.ENGLISH: "en_US",
}

ROBOTS = "max-image-preview:large"
# In the words of the IETF's working group on AI preferences, of which drafts exist.
NO_TRAINING = "train-ai=n"
DESCRIPTION_LENGTH = 160
# Below it share cards show a picture as a stamp beside the words.
LARGE_CARD = 600  # Pixels.


@dataclass(frozen=True)
class FeedLink:
    """A list in a format for other programs."""

    name: str
    content_type: str
    url: str


@dataclass(frozen=True)
class PageMeta:
    """The metadata for search engines and share cards. Addresses are absolute.

    ``alternates`` are the same page for other readers, each with its hreflang;
    ``feeds`` the list that the page shows, RSS first; ``structured_data`` a script
    element of JSON-LD. ``language`` is that of what the page is about; the words around
    it are in the interface's. Times, section and tags are an article's.
    """

    title: str
    share_title: str = ""
    description: str = ""
    canonical: str = ""
    image: ImageData | None = None
    language: str = Language.SIMPLIFIED
    og_type: str = "website"
    robots: str = ROBOTS
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    reserves_mining: bool = False
    structured_data: SafeString | str = ""
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()

    @property
    def locale(self) -> str:
        return _OPEN_GRAPH_LOCALES.get(self.language, self.language.replace("-", "_"))

    @property
    def other_locales(self) -> list[str]:
        """Those that the page is also read in."""
        named = (language for language, _url in self.alternates)
        found = [_OPEN_GRAPH_LOCALES.get(language, "") for language in named]
        return [locale for locale in found if locale not in {"", self.locale}]

    @property
    def has_large_image(self) -> bool:
        return bool(self.image and (self.image.width or 0) >= LARGE_CARD)


def shortened(text: str) -> str:
    """Cut a text to the length of a description: what search engines show of one."""
    return shorten(" ".join(text.split()), DESCRIPTION_LENGTH)


def absolute(url: str) -> str:
    """Complete an address of this site; an address elsewhere stays as it is."""
    return settings.SITE_URL + url if url.startswith("/") else url


def canonical_of(page: PageContext, query: str = "") -> str:
    """Return the one address of the page, quoted as its alternates are."""
    url = page.addresses(page.variant) if page.addresses else None
    return absolute((url or iri_to_uri(page.path)) + query)


def logo_of(page: PageContext) -> ImageData | None:
    """Return the site's logo, for pages that have no picture of their own."""
    if page.site.logo is None:
        return None
    data = image_data(page.site.logo, images.CARD)
    return ImageData(absolute(data.url), data.width, data.height, page.name)


def alternates_of(page: PageContext, query: str = "") -> tuple[tuple[str, str], ...]:
    """Return hreflang and address of the page in each variant, and x-default.

    Every one of these pages names the same addresses. A list's later pages are alike
    only within a language group.
    """
    found = {}
    for variant in Variant:
        url = page.addresses(variant) if page.addresses else None
        is_alike = not query or variant.language_group == page.language_group
        if url and is_alike and url.startswith(f"/{variant}/"):
            found[variant] = url
    named = [(str(variant.language), url) for variant, url in found.items()]
    if taiwan := found.get(Variant.TAIWAN):
        named.append(("zh-Hant", taiwan))
    if named:
        first = found.get(Variant(settings.DEFAULT_VARIANT)) or named[0][1]
        named.append(("x-default", f"/{first.split('/', 2)[2]}"))
    return tuple((name, absolute(url + query)) for name, url in named)


def addresses_of(article: Article, route: str) -> Callable[[Variant], str | None]:
    """Return a function for the address, in each variant whose readers get the article,
    of a page that belongs to it, such as its form for reports."""

    def address_in(variant: Variant) -> str | None:
        is_there = shown_in(article, variant) == variant
        return reverse(route, args=[variant, article.slug]) if is_there else None

    return address_in


def feeds_of(route: str, *args: str, query: str = "") -> tuple[FeedLink, ...]:
    """Return the feeds of a list, one in each format. ``query`` begins with ``?``."""
    return tuple(
        FeedLink(
            name=feed.name,
            content_type=feed.content_type.partition(";")[0],
            url=absolute(reverse(f"articles:{route}", args=[*args, ending]) + query),
        )
        for ending, feed in FORMATS.items()
    )


def open_page(
    request: HttpRequest,
    variant: Variant,
    kind: PageKind,
    *,
    article: Article | None = None,
    addresses: Callable[[Variant], str | None] | None = None,
    query: str = "",
) -> PageContext:
    """Make the context of a page for this request. One query in a version of the content."""
    version = serving.version_of(request)
    page = PageContext(
        site=shared(version, "site", SiteSettings.current),
        variant=variant,
        kind=kind,
        path=request.path,
        article=article,
        addresses=addresses,
        query=query,
        content_version=version,
    )
    unknown = [name for name in page.widget_names if not is_known(name)]
    if unknown and is_staff(request):
        page.staff_warnings = [
            _("There is no widget called “%s”; readers do not see it.") % name
            for name in unknown
        ]
    return page


def is_staff(request: HttpRequest) -> bool:
    """Tell whether an editor asks. Without a session cookie this costs no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(getattr(request, "user", None) and request.user.is_staff)


def may_preview(request: HttpRequest, article: Article) -> bool:
    """Tell whether this editor may see an article that is not published.

    Never called for a published one, so that readers cost no session.
    """
    if not is_staff(request):
        return False
    return Article.objects.visible_to(request.user).filter(pk=article.pk).exists()


def render_page(
    request: HttpRequest,
    template: str,
    page: PageContext,
    meta: PageMeta,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"page": page, "meta": meta, **context}
    drawn = render_to_string(template, context, request)
    response = HttpResponse(without_runs_of_space(drawn), status=status)
    # As the head of the page says, for programs that read no HTML.
    response["X-Robots-Tag"] = meta.robots
    if meta.reserves_mining:
        response["TDM-Reservation"] = "1"
        response["Content-Usage"] = NO_TRAINING
    if page.staff_warnings:
        add_never_cache_headers(response)
    return response


def joined_title(title: str, page: PageContext) -> str:
    return f"{title} – {page.name}" if title else page.name
