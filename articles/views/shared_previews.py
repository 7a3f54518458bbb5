"""Show an article's saved text to whoever has a link to its preview."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from articles.choices import Status, Variant
from articles.models import Article, PreviewLink, with_relations
from articles.pages import shown_in
from articles.public_pictures import sign_for
from articles.publishing import labels_of
from articles.views.articles import render_article_page
from articles.views.errors import gone
from articles.views.page_meta import may_preview


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page as readers will see it; ``?in=`` names the variant."""
    response = _answer(request, token)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is the key: no other site is to learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    link = get_object_or_404(PreviewLink.objects.with_token(token))
    if not link.is_open:
        return gone(request)
    articles = with_relations(Article.objects.with_labels())
    article = get_object_or_404(articles, pk=link.article_id)
    if article.status == Status.KILLED:
        return gone(request, article)
    is_embargoed = Article.objects.embargoed().filter(pk=article.pk).exists()
    if is_embargoed and not may_preview(request, article):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    wanted = request.GET.get("in", "")
    variant = Variant(wanted) if wanted in Variant.values else article.variant
    variant = shown_in(article, variant)
    with translation.override(variant.interface):
        page = render_article_page(
            request,
            article,
            labels_of(article),
            variant,
            is_stored=True,
            addresses=lambda other: _address_in(request, article, other),
        )
    page.content = sign_for(link, page.content.decode()).encode()
    return page


def _address_in(request: HttpRequest, article: Article, variant: Variant) -> str | None:
    """Return the preview's own address in a variant, if the article is read in that."""
    is_own = shown_in(article, variant) == variant
    return f"{request.path}?in={variant}" if is_own else None
