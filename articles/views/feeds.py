"""Give lists to programs that read on a reader's behalf: RSS, Atom and JSON Feed.

A feed is the list of a page, with whole texts, in the script of its variant. An
article has another id in each variant: there it is another document, with words, a
language and an address of its own, and a program that follows two variants shall show
both. In all feeds of one variant it has the same.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_safe

from articles import images, listings, outbox, search
from articles.choices import Variant
from articles.disclaimers import disclaimer_of
from articles.feeds import FORMATS, Channel, Entry, Mark, Picture, write_feed
from articles.images import image_data
from articles.models import (
    HEAVY_FIELDS,
    Article,
    ListPage,
    SiteSettings,
    Tag,
    TaggedArticle,
    corrections_of,
    web_address,
    with_corrections,
)
from articles.pages import PageContext, PageKind, address, shown_in
from articles.rendering import (
    plain_text,
    without_sources,
    without_struck,
)
from articles.serving import kept_page
from articles.variants import conversions
from articles.variants.engine import name_passages
from articles.views import search_filters
from articles.views.labels import label_header, label_with_listing
from articles.views.list_pages import find_list_page
from articles.views.page_meta import (
    PageMeta,
    absolute,
    joined_title,
    render_page,
)
from articles.views.usage_terms import (
    plain_usage_notes,
    robots_for,
    terms_of,
    usage_notes,
)

FEED_SIZE = 20

# No feed prints these, and a list of whole articles need not carry them.
_NOT_SHOWN = ("body", "headings", "extra")
# Clients revalidate every answer: time alone changes what readers may see.
_CACHING = "public, no-cache"
_REMEMBERED = 30 * 24 * 3600  # Seconds.


@dataclass(frozen=True)
class About:
    """The list that a feed gives: its title, what it is about, and its two addresses.

    Hubs are told of changes to feeds of lists, and of none to what a search finds.
    """

    title: str
    description: str
    url: str
    feed_url: str
    has_hubs: bool = True


@require_safe
@kept_page
def front_page_feed(
    request: HttpRequest, variant: Variant, ending: str
) -> HttpResponse:
    page = _page(variant)
    pages = ListPage.objects.filter(kind=ListPage.Kind.FRONT)
    about = About(
        title=page.name,
        description=find_list_page(pages, page).description,
        url=page.home_url,
        feed_url=reverse("articles:front_page_feed", args=[variant, ending]),
    )
    articles = listings.latest(listings.listing_key(page.language_group), FEED_SIZE)
    return show_feed(request, page, ending, about, articles)


@require_safe
@kept_page
def label_feed(
    request: HttpRequest, variant: Variant, kind: str, slug: str, ending: str
) -> HttpResponse:
    page = _page(variant)
    label, _listing, list_page = label_with_listing(kind, slug, page)
    header = label_header(label, list_page, page)
    about = About(
        title=joined_title(header.heading, page),
        description=header.description,
        url=label.url_in(variant),
        feed_url=reverse(f"articles:{kind}_feed", args=[variant, label.slug, ending]),
    )
    articles = listings.latest(
        listings.listing_key(page.language_group, label), FEED_SIZE
    )
    return show_feed(request, page, ending, about, articles)


@require_safe
def search_feed(request: HttpRequest, variant: Variant, ending: str) -> HttpResponse:
    """Give the newest articles that a search finds, by the parameters of its page."""
    parameters = search_filters.read(request.GET, variant)
    if parameters.unknown:  # As the feed of a label that is not there.
        raise Http404
    page = _page(variant)
    query = f"?{parameters.address(order='')}"
    about = About(
        title=joined_title(_("Search: %s") % parameters.words, page),
        description=page.tagline,
        url=reverse("articles:search_results", args=[variant]) + query,
        feed_url=reverse("articles:search_feed", args=[variant, ending]) + query,
        has_hubs=False,
    )
    version = page.site.conversion_version
    found = search.find_articles(
        parameters.parsed, search.Order.NEWEST, version, FEED_SIZE
    )
    newest = found.article_ids[:FEED_SIZE]
    articles = Article.objects.defer(*HEAVY_FIELDS).in_bulk(newest)
    shown = [articles[pk] for pk in newest if pk in articles]
    return show_feed(request, page, ending, about, shown)


def _page(variant: Variant) -> PageContext:
    """Return the context of a page that nobody logs in to. One query."""
    return PageContext(site=SiteSettings.current(), variant=variant, kind=PageKind.LIST)


def show_feed(
    request: HttpRequest,
    page: PageContext,
    ending: str,
    about: About,
    articles: Sequence[Article],
) -> HttpResponse:
    """Answer with the articles as a feed, in that order, or with 304 Not Modified.

    Articles need only the fields of a link; reading the rest costs up to six queries.
    """
    channel = _channel(page, about)
    entries = entries_of(articles, page)
    # It holds whatever a reader could see differ: a term, a name, an article's end.
    seen = repr((ending, channel, entries)).encode("utf-8", "replace")
    digest = hashlib.sha256(seen).hexdigest()
    since = _first_seen(about.feed_url, digest)

    if request.headers.get("Sec-Fetch-Dest") == "document":
        answer = _show_in_browser(request, page, about, entries)
        patch_vary_headers(answer, ["Sec-Fetch-Dest"])
        answer["Cache-Control"] = _CACHING
        return answer
    response = HttpResponse(content_type=FORMATS[ending].content_type)
    patch_vary_headers(response, ["Sec-Fetch-Dest"])
    response["ETag"] = f'W/"{digest[:32]}"'
    response["Last-Modified"] = http_date(since)
    response["Cache-Control"] = _CACHING
    if channel.hub_urls:
        links = [f'<{iri_to_uri(url)}>; rel="hub"' for url in channel.hub_urls]
        links.append(f'<{iri_to_uri(channel.feed_url)}>; rel="self"')
        response["Link"] = ", ".join(links)
    found = get_conditional_response(request, response["ETag"], since, response)
    if found is response:
        response.content = write_feed(ending, channel, entries)
    return found or response


def _show_in_browser(
    request: HttpRequest, page: PageContext, about: About, entries: Sequence[Entry]
) -> HttpResponse:
    """Draw the feed for somebody who followed a link to it. No feed reader says that it
    shows a document, whatever it accepts; and browsers give XSLT up."""
    meta = PageMeta(
        title=about.title,
        canonical=absolute(about.url),
        language=page.language,
        robots=robots_for(page.site.usage_terms, is_hidden=True),
    )
    context = {"about": about, "address": absolute(about.feed_url), "entries": entries}
    return render_page(request, "feeds/feed.html", page, meta, context)


def _first_seen(url: str, digest: str) -> int:
    """Return since when the feed at that address has had this digest, as known here.

    No row has that time: a changed term or name and an expiry change the feed too.
    """
    key = f"feed:{hashlib.sha256(url.encode()).hexdigest()}"
    known_digest, since = cache.get(key, ("", 0))
    if known_digest != digest:
        since = int(time.time())
        cache.set(key, (digest, since), _REMEMBERED)
    return int(since)


def _channel(page: PageContext, about: About) -> Channel:
    logo = page.site.logo
    return Channel(
        title=about.title,
        description=about.description or page.tagline or about.title,
        language=page.language,
        url=absolute(about.url),
        feed_url=absolute(about.feed_url),
        publisher=page.name,
        copyright=f"© {page.copyright_holder}",
        logo_url=absolute(image_data(logo, images.CARD).url) if logo else "",
        hub_urls=outbox.hub_addresses() if about.has_hubs else (),
    )


def entries_of(articles: Sequence[Article], page: PageContext) -> list[Entry]:
    """Return the articles as readers of the page see them, in their nearest versions."""
    conversions.select_versions(articles, page.variant)
    return entries_by_number([article.pk for article in articles], page)


def entries_by_number(wanted: Sequence[int], page: PageContext) -> list[Entry]:
    """Return these very articles, in that order. At most five queries."""
    with_labels = Article.objects.with_labels().defer(*_NOT_SHOWN)
    rows = with_corrections(with_labels).in_bulk(wanted)
    # Articles deleted in between are left out.
    whole = [rows[pk] for pk in wanted if pk in rows]
    conversions.apply_variant(
        whole, page.variant, page.site.conversion_version, whole=True
    )
    tags = _tags_of(whole)
    return [_entry(article, tags[article.pk], page) for article in whole]


def _tags_of(articles: Sequence[Article]) -> dict[int, list[Tag]]:
    """Return the tags of each article, in their order. One query."""
    tags: dict[int, list[Tag]] = defaultdict(list)
    rows = TaggedArticle.objects.filter(content_object__in=articles)
    for row in rows.select_related("tag").order_by("pk"):
        tags[row.content_object_id].append(row.tag)
    return tags


def _entry(article: Article, tags: Sequence[Tag], page: PageContext) -> Entry:
    published = timezone.localtime(article.published_at)
    modified = timezone.localtime(article.modified_at or published)
    disclaimer = disclaimer_of(article, page)
    # Readers that show no line through a text would show it as said.
    html = without_sources(without_struck(article.body_html))
    usage_terms = terms_of(article, page.site)
    notes = usage_notes(usage_terms, page)
    context = {
        "article": article,
        "html": html,
        "corrections": corrections_of(article),
        "disclaimer": disclaimer,
        "usage_notes": notes,
        "page": page,
    }
    labels = [*(row.category for row in article.article_categories.all()), *tags]
    return Entry(
        uri=uri_of(article, page.variant),
        url=absolute(address(article, page.variant)),
        language=article.shown_language,
        title=article.title,
        summary_html=page.body_for_readers(
            without_sources(without_struck(article.excerpt_html))
        )
        or name_passages(escape(article.lead), article.shown_language),
        html=render_to_string("feeds/entry.html", context).strip(),
        published_at=published,
        ai_use=article.ai_use,
        # A conversion is no change: only an editor, or the imported file, says so.
        modified_at=modified,
        authors=tuple(
            page.convert_name(str(line.author)) for line in article.bylines.all()
        ),
        labels=tuple(dict.fromkeys(page.name_of(label) for label in labels)),
        source=page.convert_name(str(article.source)) if article.source else "",
        source_url=web_address(article.source_url),
        rights="\n".join(
            filter(None, [plain_text(disclaimer.html), plain_usage_notes(notes)])
        ),
        usage_terms=replace(
            usage_terms,
            contact=page.convert_name(usage_terms.contact),
            credit_line=page.convert_name(usage_terms.credit_line),
        ),
        picture=_picture(article, page),
        corrections=tuple(
            f"{notice.severity.label}: {page.convert_name(notice.text)}"
            for notice in corrections_of(article)
        ),
        marks=tuple(_marks(article, published)),
    )


def _marks(article: Article, published: datetime) -> Iterator[Mark]:
    """Yield what a program may tell its readers of a text that they may have read."""
    if corrections_of(article):
        # Translators: of an article in a feed.
        yield Mark("corrected", pgettext("article", "Corrected"))
    elif (article.modified_at or published) > published:
        # Translators: of an article in a feed.
        yield Mark("updated", pgettext("article", "Updated"))


def uri_of(article: Article, variant: Variant) -> str:
    """Return the name of an article in a variant for good: it holds when its address, the
    site's host or the database is another. A URN, or the tag URI (RFC 4151) by which
    earlier versions published it."""
    name, shown = article.permanent_name, shown_in(article, variant)
    if name.startswith("tag:"):
        return f"{name}/{shown}"
    return uuid.uuid5(uuid.UUID(name), shown).urn


def _picture(article: Article, page: PageContext) -> Picture | None:
    """Return the article's picture, if it is here: nobody is sent elsewhere for one."""
    if image := article.thumbnail:
        data = images.shared_picture(image, images.WIDE)
        return Picture(
            url=absolute(data.url),
            width=data.width,
            height=data.height,
            caption=page.readable_words(image.caption)
            or page.readable_words(image.alt),
            credit=page.readable_words(image.credit),
            source_type=image.source_type,
        )
    return None
