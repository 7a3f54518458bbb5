"""Redirect addresses of the legacy site, once nothing else was found there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponsePermanentRedirect

from articles.models import Article, LabelRedirect, Redirect


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return the redirect for a path of the legacy site, or None."""
    path = Redirect.normal(request.path_info)
    if "\x00" in path:
        return None
    article = Article.objects.published().filter(redirects__path=path).first()
    if article:
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    labels = LabelRedirect.objects.select_related("category", "tag", "author")
    label = labels.filter(path=path).first()
    return HttpResponsePermanentRedirect(label.target) if label else None
