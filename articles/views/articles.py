"""Show one article, with everything around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from articles import listings
from articles.choices import MenuName, Status, ThumbnailPlace, Variant, Visibility
from articles.disclaimers import disclaimer_of
from articles.listings import Neighbours
from articles.models import (
    Article,
    SiteSettings,
    VariantOverride,
    corrections_of,
    read_article,
    web_address,
)
from articles.pages import (
    PageContext,
    PageKind,
    shown_in,
    shows_thumbnail,
)
from articles.publishing import Labels, labels_of
from articles.rendering import Heading, TocEntry, table_of_contents
from articles.serving import kept_page
from articles.variants import conversions
from articles.views.article_meta import address_in, article_meta
from articles.views.comments import discussion_of
from articles.views.page_meta import may_preview, open_page, render_page
from articles.views.sharing import sharing_of
from articles.views.site_data import as_script
from articles.views.structured_data import article_data
from articles.views.topics import topics
from articles.views.usage_terms import terms_of, usage_notes

_NO_NEIGHBOURS = Neighbours(newer=None, older=None, translations=[])


@require_safe
@kept_page
def article_detail(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    article = read_article(slug)
    if article is None:
        raise Http404
    is_public = article.is_published
    is_killed = article.status == Status.KILLED
    if is_killed or not (is_public or may_preview(request, article)):
        raise Http404
    if variant != shown_in(article, variant):
        return redirect(article.get_absolute_url(), permanent=is_public)

    labels = labels_of(article)
    response = render_article_page(request, article, labels, variant, is_stored=True)
    if not is_public:
        add_never_cache_headers(response)
    return response


def render_article_page(
    request: HttpRequest,
    article: Article,
    labels: Labels,
    variant: Variant,
    *,
    is_stored: bool = False,
    override: VariantOverride | None = None,
    addresses: Callable[[Variant], str | None] | None = None,
) -> HttpResponse:
    """Draw the page as readers get it, or as a preview of what is being written.

    A preview passes the article unsaved and ``override``, an editor's texts for the
    variant. Derived fields must be filled (``publishing.render_article``). ``addresses``
    are those of the page in each variant, where they are not the article's own.
    """
    main_category = labels.categories[0] if labels.categories else None
    neighbours = (
        listings.neighbours(article, main_category) if article.pk else _NO_NEIGHBOURS
    )
    page = open_page(
        request,
        variant,
        PageKind.SINGLE,
        article=article,
        addresses=addresses or (lambda other: address_in(article, neighbours, other)),
    )
    if is_stored:
        version = page.site.conversion_version
        conversions.apply_variant([article], variant, version, whole=True)
    else:
        _apply_variant_unsaved(article, labels, page, override)
    terms = terms_of(article, page.site)
    notes = usage_notes(terms, page)
    discussion = discussion_of(article, page)
    is_news = not _is_about_site(article, page.site)
    context = {
        "article": article,
        "labels": labels,
        "tags": topics(labels.tags, article),
        "neighbours": neighbours,
        "is_news": is_news,
        "related": _related(article, labels, neighbours, page) if is_news else [],
        "corrections": corrections_of(article),
        "contents": _contents(article, page.site),
        "disclaimer": disclaimer_of(article, page),
        "usage_notes": notes,
        "has_thumbnail": shows_thumbnail(article, page.site, ThumbnailPlace.POST),
        "has_pager": _has_pager(article, neighbours, page.site),
        "has_authorbox": _choose(article.authorbox, page.site.authorbox),
        "discussion": discussion,
        "discussion_url": _discussion_url(article, page.site),
    }
    meta = article_meta(article, labels, neighbours, page)
    if is_stored and article.is_published:
        context["share"] = sharing_of(article, terms, page)
        data = article_data(article, labels, page, meta, notes, discussion)
        meta = replace(meta, structured_data=as_script(*data))
    return render_page(request, "articles/article_detail.html", page, meta, context)


def _apply_variant_unsaved(
    article: Article,
    labels: Labels,
    page: PageContext,
    override: VariantOverride | None,
) -> None:
    categories = [category.pk for category in labels.categories]
    version = page.site.conversion_version
    conversions.apply_variant_unsaved(
        article, page.variant, version, categories, override
    )


def _related(
    article: Article, labels: Labels, neighbours: Neighbours, page: PageContext
) -> list[Article]:
    """Return articles beside those that the page links to anyway, all of them as its
    readers read them."""
    beside = [
        *filter(None, (neighbours.newer, neighbours.older)),
        *(*neighbours.followed, *neighbours.follow_ups),
    ]
    shown = {other.pk for other in (*beside, *neighbours.translations)}
    related = listings.related(article, labels.categories, labels.tags, shown)
    page.apply_variant_to_list([*beside, *related])
    return related


def _is_about_site(article: Article, site: SiteSettings) -> bool:
    """Tell a page about the site from news: the menu above or below leads to it, and no
    list does."""
    shown_on_all = {MenuName.MAIN, MenuName.FOOTER}
    return article.visibility == Visibility.UNLISTED and any(
        entry.get("slug") == article.slug and entry["menu"] in shown_on_all
        for entry in site.menus
    )


def _has_pager(article: Article, neighbours: Neighbours, site: SiteSettings) -> bool:
    return _choose(article.pager, site.pager) and bool(
        neighbours.newer or neighbours.older
    )


def _choose(choice: bool | None, site_choice: bool) -> bool:
    return site_choice if choice is None else choice


def _contents(article: Article, site: SiteSettings) -> list[TocEntry]:
    if not _choose(article.toc, site.toc):
        return []
    return table_of_contents(Heading(**heading) for heading in article.headings)


def _discussion_url(article: Article, site: SiteSettings) -> str:
    if not site.discussion_url or article.comments is False:
        return ""
    return web_address(site.discussion_url).replace("{slug}", article.slug)
