"""Choose the picture that an article is shared with, and serve the drawn ones.

Every public article has one of at least 600 pixels: its own picture, else a card with its
headline, drawn when it is first asked for.
"""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles import images
from articles.choices import Variant
from articles.images import CARD_SIZE, CARDS_FOLDER, ShareCard
from articles.models import HEAVY_FIELDS, Article, SiteSettings
from articles.pages import PageContext, PageKind, shown_in
from articles.rendering import ImageData
from articles.views.page_meta import LARGE_CARD, absolute

# As long as a picture: so long it may be seen after its article is withdrawn.
_CACHING = "public, max-age=300"


def share_image(article: Article, page: PageContext) -> ImageData | None:
    """Return the picture for share cards, with its whole address. No query."""
    if image := article.thumbnail:
        data = images.shared_picture(image, images.WIDE)
        if (data.width or 0) >= LARGE_CARD:
            alt = page.readable_words(image.alt) or page.readable_words(image.caption)
            return ImageData(absolute(data.url), data.width, data.height, alt)
    return drawn_card(article, page) if article.is_published and article.slug else None


def drawn_card(article: Article, page: PageContext) -> ImageData:
    """Return the card with the headline, as the page prints it."""
    url = absolute(_address(article, page))
    return ImageData(url, *CARD_SIZE, article.title)


def _card(article: Article, page: PageContext) -> ShareCard:
    language = article.shown_language
    return ShareCard(article.title, page.name, page.site.accent_colour, language)


def _address(article: Article, page: PageContext) -> str:
    digest = _card(article, page).digest
    return reverse("articles:share_card", args=[page.variant, article.slug, digest])


@require_safe
def share_card(
    request: HttpRequest, variant: Variant, slug: str, digest: str
) -> HttpResponseBase:
    """Send the card of a public article; an address of what it said before leads to it.

    Three queries, and once the work of drawing it.
    """
    rows = Article.objects.published().defer(*HEAVY_FIELDS)
    article = get_object_or_404(rows, slug=slug)
    if shown_in(article, variant) != variant:
        raise Http404
    page = PageContext(SiteSettings.current(), variant, PageKind.SINGLE)
    page.apply_variant([article])
    card = _card(article, page)
    if card.digest != digest:
        return HttpResponseRedirect(_address(article, page))
    etag = f'"{digest}"'
    response = get_conditional_response(request, etag) or _drawn(card)
    response["ETag"] = etag
    response["Cache-Control"] = _CACHING
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _drawn(card: ShareCard) -> FileResponse:
    name = f"{CARDS_FOLDER}/{card.digest}.png"
    if not default_storage.exists(name):
        images.put_file(name, ContentFile(card.draw()))
    return FileResponse(default_storage.open(name), content_type="image/png")
