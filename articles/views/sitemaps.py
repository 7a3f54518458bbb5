"""List every article and list for search engines, and the latest news.

A sitemap holds the articles, or the lists, of one variant whose numbers fall in one
range: an address stays in its sitemap, and nothing is counted or skipped to find it.
The pages themselves say which of them are the same text (hreflang).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, F, Max, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles.choices import Status, Variant
from articles.models import (
    Article,
    Correction,
    Listing,
    ListingEntry,
    SiteSettings,
)
from articles.pages import PageContext, PageKind, version_for
from articles.rendering import without_controls
from articles.serving import keep_until, kept_page
from articles.variants import conversions
from articles.views.archive import Period
from articles.views.label_meta import is_refused
from articles.views.page_meta import absolute

KINDS = ("lists", "articles")
SITEMAP_SIZE = 5_000  # Numbers; a sitemap may have 50,000 addresses.
NEWS_AGE = timedelta(days=2)
NEWS_SIZE = 1_000

_FIELDS = ("slug", "language", "translation_key", "published_at", "modified_at")
# These decide whether a version may be named.
_PUBLIC = ("status", "visibility", "embargoed_until", "expires_at")
# These decide how a title reads in a variant.
_TITLE = ("title", "has_marks", "has_other_script", "text_digest")
_LABELS = ("category", "tag", "author", "source")

# Google names Chinese so; other languages are plain ISO 639.
_NEWS_LANGUAGES = {
    Variant.CHINA: "zh-cn",
    Variant.TAIWAN: "zh-tw",
    Variant.HONG_KONG: "zh-tw",
}


@require_safe
@kept_page
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """List all sitemaps. Four queries."""
    site = SiteSettings.current()
    sitemaps = [
        {
            "url": absolute(reverse("articles:sitemap", args=args)),
            "changed": _isoformat(changed) if changed else "",
        }
        for *args, changed in (_parts() if site.allows_search_engines else ())
    ]
    return _answer("index", {"sitemaps": sitemaps})


@require_safe
@kept_page
@conditional_page
def sitemap(
    request: HttpRequest, variant: Variant, kind: str, number: int
) -> HttpResponse:
    """List the variant's articles or lists of that range. At most three queries."""
    pages = {"articles": _articles, "lists": _lists}[kind]
    is_open = SiteSettings.current().allows_search_engines
    after = (number - 1) * SITEMAP_SIZE
    context = {"pages": pages(variant, after) if is_open else ()}
    return _answer("pages", context)


@require_safe
@kept_page
@conditional_page
def news(request: HttpRequest) -> HttpResponse:
    """List the newest articles of two days in all variants. At most six queries."""
    site = SiteSettings.current()
    now = timezone.now()
    # By the date alone: asked for the status too, SQLite reads all that is published.
    recent = (
        Article.objects.for_search_engines()
        .filter(published_at__range=(now - NEWS_AGE, now))
        .only(*_FIELDS, *_TITLE, *_PUBLIC)
        .newest_first()
    )
    listed = (a for a in recent if a.is_in_sitemaps)
    articles = list(islice(listed, NEWS_SIZE if site.allows_search_engines else 0))
    if articles and articles[-1].published_at:
        keep_until(request, articles[-1].published_at + NEWS_AGE)
    versions = _versions_of(articles)
    found = [
        (copy(article), variant)  # It has another title in each.
        for article in articles
        for variant in Variant
        if _has_own_page(article, variant, versions)
    ][:NEWS_SIZE]
    for variant in Variant:
        shown = [article for article, where in found if where == variant]
        conversions.apply_variant(shown, variant, site.conversion_version)
    names = {v: PageContext(site, v, PageKind.HOME).name for v in Variant}
    stories = [
        {
            "url": absolute(article.url_in(variant)),
            "publication": without_controls(names[variant]),
            "language": _news_language(article, variant),
            "published": _isoformat(article.published_at),
            "title": without_controls(article.title),
        }
        for article, variant in found
    ]
    return _answer("news", {"stories": stories})


def _answer(template: str, context: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(
        render_to_string(f"sitemaps/{template}.xml", context),
        content_type="application/xml; charset=utf-8",
    )
    response["Cache-Control"] = "public, no-cache"
    return response


def _parts() -> Iterator[tuple[Variant, str, int, datetime | None]]:
    """Yield variant, kind and number of each sitemap, and the last change of those of its
    articles that readers see.

    A range of articles may have none of a variant: it costs an empty sitemap, and
    knowing better would cost reading every article. So much is in two indexes.
    """
    number = (F("pk") - 1) / SITEMAP_SIZE + 1
    listings = Listing.objects.filter(entry_count__gt=0).annotate(number=number)
    lists = sorted(listings.values_list("language_group", "number").distinct())
    articles = Article.objects.order_by().annotate(number=number).values_list("number")
    now = timezone.now()
    seen = Article.objects.published(now).order_by().annotate(number=number)
    began = sorted(
        seen.values_list("number").annotate(Max("published_at"), Max("embargoed_until"))
    )
    # What waits is not given away by being edited.
    waits = Article.objects.filter(
        Q(published_at__gt=now) | Q(embargoed_until__gt=now), status=Status.PUBLISHED
    )
    stored = articles.filter(status=Status.PUBLISHED).exclude(pk__in=waits.values("pk"))
    edited = dict(stored.annotate(Max("edited_at")))
    for variant in Variant:
        numbers = [
            number
            for language_group, number in lists
            if language_group == variant.language_group
        ]
        yield from ((variant, "lists", number, None) for number in numbers)
        for number, *times in began if numbers else []:
            times.append(edited.get(number))
            yield variant, "articles", number, max(filter(None, times))


def _articles(variant: Variant, after: int) -> Iterator[dict[str, str]]:
    articles = list(
        Article.objects.in_sitemaps()
        .for_search_engines()
        .in_language_group(variant.language_group)
        .filter(pk__gt=after, pk__lte=after + SITEMAP_SIZE)
        .select_related("thumbnail")
        .only(*_FIELDS, "thumbnail__file")
        .order_by("pk")
    )
    versions = _versions_of(articles)
    for article in articles:
        if _has_own_page(article, variant, versions):
            changed = article.modified_at or article.published_at
            picture = article.thumbnail
            yield {
                "url": absolute(article.url_in(variant)),
                "changed": _isoformat(changed),
                "image": absolute(picture.file.url) if picture else "",
            }


def _lists(variant: Variant, after: int) -> Iterator[dict[str, str]]:
    """Yield the lists that readers find something in, and the indexes of their labels. No
    row has their last change."""
    corrections = Correction.objects.public(variant.language_group)
    filled = Listing.objects.filter(
        language_group=variant.language_group, entry_count__gt=0
    )
    listings: QuerySet[Any] = (
        filled.filter(pk__gt=after, pk__lte=after + SITEMAP_SIZE)
        .with_visible_count()
        .select_related(*_LABELS)
        .annotate(
            has_corrections=Exists(corrections),
            first=Subquery(filled.order_by("pk").values("pk")[:1]),
            **{f"has_{kind}": _any_under(kind, variant) for kind in _LABELS},
        )
        .order_by("pk")
    )
    named: set[Period] = set()
    for listing in listings:
        if listing.pk == listing.first:
            kinds = [kind for kind in _LABELS if getattr(listing, f"has_{kind}")]
            routes = [f"{kind}_index" for kind in kinds]
            routes += ["corrections"] if listing.has_corrections else []
            for route in routes:
                yield {"url": absolute(reverse(f"articles:{route}", args=[variant]))}
        labels = (getattr(listing, name) for name in _LABELS)
        label = next(filter(None, labels), None)
        if listing.visible_count > 0 and listing.month:
            month = Period.of_month(listing.month)
            for period in (*month.around, month):
                if period not in named:
                    named.add(period)
                    yield {"url": absolute(period.url_in(variant))}
        elif listing.visible_count > 0 and not is_refused(label):
            front = reverse("articles:front_page", args=[variant])
            yield {"url": absolute(label.url_in(variant) if label else front)}


def _any_under(kind: str, variant: Variant) -> Exists:
    """Return whether the index of a kind of label has something to list."""
    under = {
        "listing__language_group": variant.language_group,
        f"listing__{kind}__isnull": False,
    }
    return Exists(ListingEntry.objects.visible().filter(**under))


def _versions_of(articles: Iterable[Article]) -> dict[str, list[Article]]:
    """Return the listed versions of these texts by their translation key.

    One query, and none where no article has a key.
    """
    keys = {article.translation_key for article in articles} - {""}
    versions: dict[str, list[Article]] = defaultdict(list)
    # By the key alone: asked for the status too, SQLite reads all that is published.
    found = Article.objects.filter(translation_key__in=keys)
    for version in found.only(*_FIELDS, *_PUBLIC):
        if version.is_listed:
            versions[version.translation_key].append(version)
    return versions


def _has_own_page(
    article: Article, variant: Variant, versions: dict[str, list[Article]]
) -> bool:
    """Tell whether the variant's page of this text shows the article itself."""
    candidates: Sequence[Article] = versions.get(article.translation_key, [article])
    best = version_for(candidates, variant)
    return best is not None and best.pk == article.pk


def _news_language(article: Article, variant: Variant) -> str:
    if article.language.startswith("zh"):
        return _NEWS_LANGUAGES[variant]
    return article.language.partition("-")[0]


def _isoformat(value: datetime | None) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")
