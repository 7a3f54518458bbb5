"""Store pictures that editors bring into a text, as files or by their addresses."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import images, publishing
from articles.forms import CANNOT_STORE, RemotePictureForm, UploadForm
from articles.models import Image
from articles.outages import is_outage
from articles.views.picture_picker import picture_data, refused, remember_brought


@require_POST
@staff_member_required
@permission_required("articles.add_image", raise_exception=True)
def upload_image(request: HttpRequest) -> JsonResponse:
    """Store a picture that was sent as a file."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return refused(form)
    file: Any = form.cleaned_data["image"]
    is_new = not Image.objects.filter(digest=file.prepared.digest).exists()
    try:
        image = publishing.add_picture(
            file.prepared, {"file_name": file.name}, fallback_alt=humanised(file.name)
        )
    except OSError as error:
        return _not_stored(error)
    if is_new:
        remember_brought(request, image)
    return JsonResponse(picture_data(image))


@require_POST
@staff_member_required
@permission_required("articles.add_image", raise_exception=True)
def fetch_picture(request: HttpRequest) -> JsonResponse:
    """Fetch a picture of another site, which a pasted text shows."""
    form = RemotePictureForm(request.POST)
    if not form.is_valid():
        return refused(form)
    try:
        wanted = publishing.fetch_image(form.cleaned_data["address"])
    except OSError as error:
        return _not_stored(error)
    if image := images.find_image(wanted.url):
        return JsonResponse(picture_data(image))
    problem = _("The other site does not give the picture: %s.") % wanted.error
    return JsonResponse({"problems": [problem]}, status=400)


def _not_stored(error: OSError) -> JsonResponse:
    """Answer that the storage takes nothing now. Raises what is no outage."""
    if not is_outage(error):
        raise error
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"problems": [str(CANNOT_STORE)]}, status=status)


def humanised(name: str) -> str:
    """Make a first alternative text from a file name such as ``AMD_results-2025.png``.

    Nothing is made of ``image.png``, as browsers call what was on the clipboard.
    """
    words = " ".join(re.sub(r"[_\-.\s]+", " ", PurePath(name).stem).split())
    return "" if words == "image" else words
