"""The library as the writing box sees it: pictures to pick, and what is said of one."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from articles import images, public_pictures
from articles.forms import DescriptionForm, on_one_line
from articles.models import Image, content_change

PER_PAGE = 24
MAX_PAGE = 1_000
MAX_SEARCH = 100
# In the session: the newest pictures that this person brought.
_BROUGHT = "brought_pictures"
_MOST_BROUGHT = 200


@require_GET
@never_cache
@staff_member_required
def picture_list(request: HttpRequest) -> JsonResponse:
    """Answer one page of the library, newest first: what has all words of ``q``."""
    if not any(
        request.user.has_perm(f"articles.{verb}_image")
        for verb in ("view", "add", "change")
    ):
        raise PermissionDenied
    found = Image.objects.filter(public_pictures.known_to(request.user))
    for word in on_one_line(request.GET.get("q", ""))[:MAX_SEARCH].split():
        is_in = Q()
        for name in ("alt", "caption", "credit", "origin"):
            is_in |= Q(**{f"{name}__icontains": word})
        found = found.filter(is_in)
    page = _page_number(request.GET.get("page", ""))
    start = (page - 1) * PER_PAGE
    rows = [*found[start : start + PER_PAGE + 1]]  # One more tells of a next page.
    return JsonResponse(
        {
            "pictures": [picture_data(image) for image in rows[:PER_PAGE]],
            "next": page + 1 if len(rows) > PER_PAGE else None,
        }
    )


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 5
    return min(max(int(text), 1), MAX_PAGE) if is_number else 1


@require_POST
@staff_member_required
def describe_picture(request: HttpRequest, number: int) -> JsonResponse:
    """Store what a picture shows and whose it is.

    Who may only add pictures may describe those that they brought themselves.
    """
    is_own = number in request.session.get(_BROUGHT, [])
    if not (
        request.user.has_perm("articles.change_image")
        or (is_own and request.user.has_perm("articles.add_image"))
    ):
        raise PermissionDenied
    known = public_pictures.known_to(request.user)
    image = get_object_or_404(Image, known, pk=number)
    form = DescriptionForm(request.POST, instance=image)
    if not form.is_valid():
        return refused(form)
    with content_change():
        image = form.save()
    return JsonResponse(picture_data(image))


def remember_brought(request: HttpRequest, image: Image) -> None:
    """Let this person describe a picture that was not here before."""
    brought = [*request.session.get(_BROUGHT, []), image.pk]
    request.session[_BROUGHT] = brought[-_MOST_BROUGHT:]


def picture_data(image: Image) -> dict[str, Any]:
    """Return what the writing box needs to show a picture and to write it into a text."""
    return {
        "number": image.pk,
        "address": image.file.url,
        "small": images.image_data(image, images.CARD).url,
        "name": str(image),
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
    }


def refused(form: Any) -> JsonResponse:
    """Answer the problems of a form, as sentences."""
    problems = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"problems": problems}, status=400)
