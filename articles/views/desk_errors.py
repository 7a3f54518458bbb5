"""Answer errors below ``/admin/``: with a page of the desk that hands a text back.

Whatever cannot be saved stands there in boxes, with a button that sends it again. Only
what a page of ours sent is handed back, and nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib.admin import site
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Article

# What people write stands open; of other fields those that are long.
_WRITTEN = {*Article.CONVERTED, "body", "disclaimer"}
_LONG = 60
_KEPT_BACK = ("csrfmiddlewaretoken", "password")


def is_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def signed_out(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        "signed-out",
        _("You are signed out"),
        _("Sign in in another tab; then send it again from here."),
    )


def expired(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        "expired",
        _("This form was opened before you signed in"),
        _("Send it again from here. If that fails, allow cookies for this site."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = str(exception) or _("Your account does not have the right to do this.")
    return _page(request, HTTPStatus.FORBIDDEN, "forbidden", _("Not allowed"), text)


def not_found(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        "not-found",
        _("Page not found"),
        _("Nothing is here, or not any more: a colleague may have deleted it."),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        text = _("No form may be larger than %(limit)s MB.") % {"limit": limit}
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return _page(request, status, "too-large", _("Too large"), text)
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        "bad-request",
        _("Request not understood"),
        _("Something in the address or in what was sent makes no sense here."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "failed",
        _("Something went wrong on our side"),
        _("Try again in a moment; if it stays, tell whoever runs the site."),
    )


def outage(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "outage",
        _("The site cannot do this now"),
        _(
            "Its database, its disk or its store of pictures is away, full or read-only. Try "
            "again in a moment; if it stays, tell whoever runs the site."
        ),
    )


def _page(
    request: HttpRequest, status: HTTPStatus, problem: str, title: str, text: str
) -> HttpResponse:
    sent = list(_sent(request)) if _is_from_here(request) else []
    # Without a request there are no context processors, and so no queries.
    context = {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "title": title,
        "text": text,
        "problem": problem,
        "is_unsaved": request.method == "POST",
        "texts": [row for row in sent if row["is_text"]],
        "others": [row for row in sent if not row["is_text"]],
        "has_files": request.method == "POST" and bool(request.FILES),
        "address": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    page = render_to_string("admin/refused.html", context)
    response = HttpResponse(page, status=status, headers={"X-Desk-Problem": problem})
    add_never_cache_headers(response)
    return response


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this site sent the form, and not one that only could."""
    try:
        own = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return False
    origin = request.headers.get("Origin", "")
    return origin in {own, *settings.CSRF_TRUSTED_ORIGINS}


def _sent(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Yield what the form said, field by field; passwords stay where they are."""
    if request.method != "POST":
        return
    for name, value in _fields(request):
        if not any(word in name for word in _KEPT_BACK):
            rows = min(16, 1 + value.count("\n") + len(value) // 60)
            yield {
                "name": name,
                "label": _label(name),
                "value": value,
                "rows": rows,
                "is_text": bool(value) and (name in _WRITTEN or len(value) > _LONG),
            }


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if request.POST:
        for name, values in request.POST.lists():
            yield from ((name, str(value)) for value in values)
        return
    # Django gives up on forms with too many fields; what was read is still there.
    try:
        body = request.body
    except (RawPostDataException, RequestDataTooBig):
        return
    if request.content_type == "application/x-www-form-urlencoded":
        yield from parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        return
    head = f"Content-Type: {request.META.get('CONTENT_TYPE', '')}\r\n\r\n"
    whole = BytesParser(policy=HTTP).parsebytes(head.encode() + body)
    for part in whole.iter_parts():
        if part.get_filename() is None:
            name = str(part.get_param("name", header="content-disposition"))
            content = cast(bytes, cast(Message, part).get_payload(decode=True))
            yield name, content.decode("utf-8", "replace")


def _label(name: str) -> str:
    """Return what an editor calls a field of an article; other fields by their names."""
    labels = {field.name: field.verbose_name for field in Article._meta.concrete_fields}
    return capfirst(str(labels.get(name, name)))
