"""Serve what is no page: pictures, attached files, theme colours, health."""

from __future__ import annotations

import hashlib
import posixpath
from http import HTTPStatus
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.views.decorators.http import require_safe

from articles import attached_files, images, public_pictures
from articles.choices import Variant
from articles.models import (
    HEAVY_FIELDS,
    ORIGINALS_FOLDER,
    AttachedFile,
    Image,
    SiteSettings,
)
from articles.outages import ASK_AGAIN_AFTER, is_outage
from articles.pages import PageContext, PageKind
from articles.serving import kept_page
from articles.views.page_meta import is_staff, may_preview
from articles.views.theme_colours import stylesheet

FOREVER = "public, max-age=31536000, immutable"
_FOR_A_WHILE = f"public, max-age={public_pictures.MAX_AGE}"

ICON_SIZES = (192, 512)
# The grounds of pages in tokens.css.
THEME_COLOURS = {"light": "#ffffff", "dark": "#14161a"}

# Folders of storage whose files have views of their own, which ask who may have them.
_NOT_PUBLIC = (attached_files.FOLDER, ORIGINALS_FOLDER, images.CARDS_FOLDER)
# Types of our renditions; anything else is a download.
_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a file of storage to whoever may see what shows it.

    An original is never sent: its address, which texts and other sites know, answers with
    the re-encoded copy of what is shown there now.
    """
    name = posixpath.normpath(name)
    folder = name.partition("/")[0].lower()  # A disk may take either case for the same.
    if folder in _NOT_PUBLIC:
        raise Http404
    audience = public_pictures.audience_of(name)
    if not (audience.is_public or _may_see_private(request, name)):
        raise Http404
    try:
        if folder == Image.FOLDER:
            name = images.public_copy(name)
        response = get_conditional_response(request, _etag(name)) or _file(name)
    except OSError as error:
        return _unavailable(error)
    response["ETag"] = _etag(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if not audience.is_public:
        add_never_cache_headers(response)
    elif audience.is_public_for_a_while:
        response["Cache-Control"] = _FOR_A_WHILE
    else:
        response["Cache-Control"] = "public, no-cache"
    return response


def _may_see_private(request: HttpRequest, name: str) -> bool:
    """Tell whether an editor asks for a picture that readers may not see, or a page that
    was shared. Readers cost no session."""
    if public_pictures.is_opened_by(request.GET.get("preview", ""), name):
        return True
    is_desk = is_staff(request) and request.user.has_perm("articles.view_image")
    return is_desk and public_pictures.is_known_to(request.user, name)


def _unavailable(error: OSError) -> HttpResponse:
    """Say that a file cannot be had now: soon if the storage is away, else never."""
    if not is_outage(error):  # Missing, a folder, or a name that is too long.
        raise Http404 from None
    response = HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = ASK_AGAIN_AFTER
    add_never_cache_headers(response)
    return response


def _file(name: str) -> FileResponse:
    """Return a stored file, or raise ``Http404``. Raises ``OSError``, too."""
    try:
        file = default_storage.open(name)
    except (ValueError, SuspiciousOperation):
        # Outside the store, or no name for a file at all.
        raise Http404 from None
    content_type = _TYPES.get(PurePosixPath(name).suffix.lower())
    return FileResponse(
        file,
        as_attachment=content_type is None,
        content_type=content_type or "application/octet-stream",
    )


def _etag(name: str) -> str:
    """Return the tag of a file: its name says what it holds, and that of a picture's copy
    is another one once the picture is replaced."""
    return f'"{hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]}"'


@require_safe
def attached_file(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """Send a file as a download to whoever may read its article now.

    It can be replaced, or its article withdrawn: browsers and caches ask each time.
    """
    rows = AttachedFile.objects.select_related("article")
    row = get_object_or_404(
        rows.defer(*(f"article__{n}" for n in HEAVY_FIELDS)), pk=number
    )
    is_public = row.article.is_published
    if name != row.name or not (is_public or may_preview(request, row.article)):
        raise Http404
    etag = f'"{row.digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag)
    if response is None:
        try:
            file = row.file.open()
        except OSError as error:
            return _unavailable(error)
        kind = attached_files.kind_of(row.path) or "application/octet-stream"
        response = FileResponse(
            file, as_attachment=True, filename=row.name, content_type=kind
        )
        response["Content-Length"] = str(row.size)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if is_public:
        response["Cache-Control"] = "no-cache"
    else:
        add_never_cache_headers(response)
    return response


@require_safe
def site_css(request: HttpRequest, colour: str) -> HttpResponse:
    """Send the theme colours as custom properties; the address names the accent."""
    response = HttpResponse(stylesheet(colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead what asks for the icon without reading a page to it."""
    response = HttpResponseRedirect(static("articles/img/favicon.ico"))
    response["Cache-Control"] = _FOR_A_WHILE
    return response


@require_safe
@kept_page
def manifest(request: HttpRequest, variant: Variant) -> JsonResponse:
    """Describe the site to devices that put it among their programs. One query."""
    page = PageContext(SiteSettings.current(), variant, PageKind.HOME)
    icons = [
        {
            "src": static(f"articles/img/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in ICON_SIZES
    ]
    described = {
        "name": page.name,
        "short_name": page.name,
        "description": page.tagline,
        "lang": page.language,
        "id": page.home_url,
        "start_url": page.home_url,
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": THEME_COLOURS["light"],
        "background_color": THEME_COLOURS["light"],
        "icons": icons,
    }
    response = JsonResponse(described, content_type="application/manifest+json")
    response["Cache-Control"] = _FOR_A_WHILE
    return response
