"""Answer errors in the language of the address that was asked for.

Those of the desk have pages of their own. Where something of ours broke, readers see
``500.html``, which asks nothing of anybody.
"""

from __future__ import annotations

import re
import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles.choices import Variant
from articles.models import PAGE_FOLDERS, Article, Kill
from articles.outages import ASK_AGAIN_AFTER, is_outage
from articles.pages import PageKind
from articles.views import desk_errors
from articles.views.asked_addresses import AskedAddress
from articles.views.page_meta import PageMeta, joined_title, open_page, render_page
from articles.views.redirects import Gone, moved
from articles.views.variants import for_this_reader, remembered_variant

# Words in addresses; numbers alone are none.
_WORD = re.compile(r"(?![\d_]+(?:[\W_]|\Z))[^\W_]+")
_LONGEST_SEARCH = 60


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Redirect to a moved page, else say that nothing is here, or never will be."""
    if desk_errors.is_desk(request):
        return desk_errors.not_found(request)
    try:
        return moved(request) or _show(
            request, "404.html", 404, words=_words_in(request.path_info)
        )
    except Gone as found:
        return gone(request, found.killed)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if desk_errors.is_desk(request):
        return desk_errors.forbidden(request, exception)
    return _show(request, "403.html", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if desk_errors.is_desk(request):
        return desk_errors.bad_request(request, exception)
    is_too_big = isinstance(exception, RequestDataTooBig)
    return _show(request, "400.html", 413 if is_too_big else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke: 503 where it is away for now, and robots ask again."""
    is_away = is_outage(sys.exc_info()[1])
    if desk_errors.is_desk(request):
        answer = desk_errors.outage if is_away else desk_errors.server_error
        return answer(request)
    status = 503 if is_away else 500
    page = render_to_string("500.html", {"status": status})
    response = HttpResponse(page, status=status)
    if is_away:
        response["Retry-After"] = ASK_AGAIN_AFTER
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is missing or wrong."""
    if desk_errors.is_desk(request):
        return desk_errors.expired(request)
    return _show(request, "403_csrf.html", 403)


def gone(request: HttpRequest, killed: Article | None = None) -> HttpResponse:
    """Say that what was here is not to be had any more, and of a killed article why."""
    kill = killed.kills.standing().first() if killed else None
    return _show(request, "410.html", 410, kill)


def _words_in(path: str) -> str:
    """Return what an address is about, to search for: its words without our folders,
    variants, numbers and endings."""
    ours = {*PAGE_FOLDERS.values(), "html", "htm", "php"}
    words = _WORD.findall(AskedAddress.read(path).path.lower())
    return " ".join(word for word in words if word not in ours)[
        :_LONGEST_SEARCH
    ].strip()


def _show(
    request: HttpRequest,
    template: str,
    status: int,
    kill: Kill | None = None,
    words: str = "",
) -> HttpResponse:
    first = request.path_info.split("/", 2)[1]
    is_named = first in Variant
    variant = Variant(first) if is_named else remembered_variant(request)
    with translation.override(variant.interface):
        page = open_page(request, variant, PageKind.PLAIN)
        title = {
            404: _("Page not found"),
            410: _("This page is gone"),
            403: _("Not allowed"),
        }.get(status, _("Request not understood"))
        if kill:
            # Translators: to readers, of a killed article.
            title = _("Retracted")
        meta = PageMeta(
            title=joined_title(title, page), language=variant.language, robots="noindex"
        )
        response = render_page(
            request, template, page, meta, {"kill": kill, "words": words}, status=status
        )
    return response if is_named else for_this_reader(response)
