"""Store pictures that editors bring into a text, as files or by their addresses."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import images, publishing
from articles.forms import RemotePictureForm, UploadForm
from articles.models import Image
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
    image = publishing.add_picture(
        file.prepared, {"file_name": file.name}, fallback_alt=humanised(file.name)
    )
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
    wanted = publishing.fetch_image(form.cleaned_data["address"])
    if image := images.find_image(wanted.url):
        return JsonResponse(picture_data(image))
    problem = _("The other site does not give the picture: %s.") % wanted.error
    return JsonResponse({"problems": [problem]}, status=400)


def humanised(name: str) -> str:
    """Make a first alternative text from a file name such as ``AMD_results-2025.png``.

    Nothing is made of ``image.png``, as browsers call what was on the clipboard.
    """
    words = " ".join(re.sub(r"[_\-.\s]+", " ", PurePath(name).stem).split())
    return "" if words == "image" else words
