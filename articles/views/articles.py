"""Show one article, with everything around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from articles import images, listings
from articles.choices import Status, ThumbnailPlace, Variant, Visibility
from articles.listings import Neighbours
from articles.models import (
    Article,
    SiteSettings,
    VariantOverride,
    corrections_of,
    web_address,
    with_corrections,
    with_instruments,
    with_relations,
    with_tags,
)
from articles.pages import (
    PageContext,
    PageKind,
    disclaimer_of,
    shown_in,
    shows_thumbnail,
    version_for,
)
from articles.publishing import Labels, labels_of
from articles.rendering import (
    Heading,
    TocEntry,
    plain_text,
    render_inline,
    shorten,
    table_of_contents,
)
from articles.usage_terms import UsageTerms
from articles.variants import conversions
from articles.views.page_meta import (
    PageMeta,
    absolute,
    alternates_of,
    joined_title,
    may_preview,
    open_page,
    render_page,
)
from articles.views.sharing import sharing_of
from articles.views.structured_data import as_script, news_article
from articles.views.usage_terms import reserves_mining, robots_for, usage_notes

_HIDDEN = {Visibility.NO_INDEX, Visibility.UNLISTED}
_NO_NEIGHBOURS = Neighbours(newer=None, older=None, translations=[])


@require_safe
def article_detail(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    rows = Article.objects.with_labels().select_related("ai_editor")
    rows = with_tags(with_instruments(with_corrections(with_relations(rows))))
    article = get_object_or_404(rows, slug=slug)
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
        addresses=addresses or (lambda other: _address_in(article, neighbours, other)),
    )
    version = page.site.conversion_version
    if is_stored:
        conversions.apply_variant([article], variant, version, whole=True)
    else:
        categories = [category.pk for category in labels.categories]
        conversions.apply_variant_unsaved(
            article, variant, version, categories, override
        )
    terms = _terms_of(article)
    notes = usage_notes(terms, page)
    context = {
        "article": article,
        "labels": labels,
        "neighbours": neighbours,
        "related": _related(article, labels, neighbours, page),
        "corrections": corrections_of(article),
        "contents": _contents(article, page.site),
        "disclaimer": disclaimer_of(article, page),
        "usage_notes": notes,
        "has_thumbnail": shows_thumbnail(article, page.site, ThumbnailPlace.POST),
        "has_pager": _choose(article.pager, page.site.pager)
        and bool(neighbours.newer or neighbours.older),
        "box_authors": labels.authors
        if _choose(article.authorbox, page.site.authorbox)
        else [],
        "discussion_url": _discussion_url(article, page.site),
    }
    meta = _meta(article, neighbours, page)
    if is_stored and article.is_published:
        context["share"] = sharing_of(article, terms, page)
        data = news_article(article, labels, page, meta, notes)
        meta = replace(meta, structured_data=as_script(data))
    return render_page(request, "articles/article_detail.html", page, meta, context)


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


def _choose(choice: bool | None, site_choice: bool) -> bool:
    return site_choice if choice is None else choice


def _terms_of(article: Article) -> UsageTerms:
    return article.source.usage_terms if article.source else UsageTerms()


def _contents(article: Article, site: SiteSettings) -> list[TocEntry]:
    if not _choose(article.toc, site.toc):
        return []
    return table_of_contents(Heading(**heading) for heading in article.headings)


def _discussion_url(article: Article, site: SiteSettings) -> str:
    if not site.discussion_url or article.comments is False:
        return ""
    return web_address(site.discussion_url).replace("{slug}", article.slug)


def _address_in(
    article: Article, neighbours: Neighbours, variant: Variant
) -> str | None:
    """Return the address for a variant: a human version's, else the article's own."""
    versions = [
        version for version in (article, *neighbours.translations) if version.slug
    ]
    best = version_for(versions, variant)
    return best.url_in(variant) if best else None


def _meta(article: Article, neighbours: Neighbours, page: PageContext) -> PageMeta:
    # Where a human version beats the conversion, that one is the page to find.
    address = _address_in(article, neighbours, page.variant)
    if not address and article.slug:
        address = article.get_absolute_url()
    terms = _terms_of(article)
    return PageMeta(
        title=joined_title(article.title, page),
        share_title=article.title,
        description=description_of(article),
        canonical=absolute(address or ""),
        image=_share_image(article),
        language=article.shown_language,
        og_type="article",
        robots=robots_for(terms, is_hidden=article.visibility in _HIDDEN),
        reserves_mining=reserves_mining(terms),
        alternates=_alternates(article, neighbours, page) if article.slug else (),
    )


def _alternates(
    article: Article, neighbours: Neighbours, page: PageContext
) -> tuple[tuple[str, str], ...]:
    """Return the variants, then the versions in languages that no variant has."""
    versions = [article, *neighbours.translations]
    others = [v for v in versions if v.language.partition("-")[0] not in {"zh", "en"}]
    named = tuple((v.language, absolute(v.get_absolute_url())) for v in others)
    return named if len(others) == len(versions) else alternates_of(page) + named


def description_of(article: Article) -> str:
    """Return about 160 characters of plain text, from the first field that has any."""
    candidates = [
        article.description,
        plain_text(render_inline(article.summary)) if article.summary.strip() else "",
        article.lead,
        plain_text(article.excerpt_html),
    ]
    text = next((text for text in candidates if text.strip()), "")
    return shorten(" ".join(text.split()), 160)


def _share_image(article: Article) -> str:
    if article.thumbnail:
        return absolute(images.shared_picture(article.thumbnail, images.WIDE).url)
    return web_address(article.thumbnail_url)
