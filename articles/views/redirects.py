"""Old addresses lead to where the article is now. Asked only where nothing was found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponsePermanentRedirect

from articles.models import Article, Redirect


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """The answer for a path of the legacy site, or None."""
    path = Redirect.normal(request.path_info)
    if "\x00" in path:
        return None
    article = Article.objects.published().filter(redirects__path=path).first()
    return (
        HttpResponsePermanentRedirect(article.get_absolute_url()) if article else None
    )
