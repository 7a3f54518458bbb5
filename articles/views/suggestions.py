"""Suggest searches while a reader types into a search box."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles import search
from articles.choices import Variant
from articles.models import SiteSettings
from articles.pages import address
from articles.search import Suggestion
from articles.variants import conversions


@require_safe
def search_suggestions(request: HttpRequest, variant: Variant) -> JsonResponse:
    """Answer ``[{"text", "kind", "url"}, …]`` in the reader's script; [] for odd input."""
    version = SiteSettings.current().conversion_version
    found = search.suggest(request.GET.get("q", ""), variant.language_group, version)
    articles = [suggestion.article for suggestion in found if suggestion.article]
    conversions.select_versions(articles, variant)
    conversions.apply_variant(articles, variant, version)
    data = [_as_data(suggestion, variant, version) for suggestion in found]
    response = JsonResponse(data, safe=False)
    # What is withdrawn, or ends, is not suggested a moment longer.
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _as_data(suggestion: Suggestion, variant: Variant, version: int) -> dict[str, str]:
    if article := suggestion.article:
        text, url = article.title, address(article, variant)
    else:
        text = conversions.convert_name(suggestion.text, variant, version)
        name = f"articles:{suggestion.kind}_detail"
        url = reverse(name, args=[variant, suggestion.slug])
    return {"text": text, "kind": suggestion.kind, "url": url}
