"""Choose a reader's variant where the address names none, and remember it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from articles.choices import Variant
from articles.views.redirects import is_in_a_variant, moved

COOKIE = "variant"


def remembered_variant(request: HttpRequest) -> Variant:
    """Read the variant this reader chose, else the site's default."""
    chosen = request.COOKIES.get(COOKIE, "")
    return Variant(chosen if chosen in Variant else settings.DEFAULT_VARIANT)


@require_safe
def to_variant(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Lead an address without a variant to the reader's own.

    Below a folder (``rest``) legacy sites had articles too: ``/articles/832914.html``.
    """
    if rest:
        if redirect := moved(request):
            return redirect
        if not is_in_a_variant(request.path_info):
            raise Http404
    variant = remembered_variant(request)
    response = HttpResponseRedirect(f"/{variant}{request.get_full_path()}")
    return for_this_reader(response)


def for_this_reader(response: HttpResponse) -> HttpResponse:
    """Keep an answer that depends on the remembered variant out of shared caches."""
    patch_vary_headers(response, ["Cookie"])
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def remember_variant(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Keep the choice that the variant switch leads here with; go on to ``next``."""
    target = request.GET.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts=None
    )
    front_page = reverse("articles:front_page", args=[variant])
    response = HttpResponseRedirect(target if is_ours else front_page)
    response.set_cookie(
        COOKIE,
        variant.value,
        max_age=timedelta(days=365),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    add_never_cache_headers(response)
    return response
