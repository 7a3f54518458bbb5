"""Store pictures that editors drop or paste into a text."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from articles import publishing
from articles.forms import UploadForm


@require_POST
@staff_member_required
@permission_required("articles.add_image", raise_exception=True)
def upload_image(request: HttpRequest) -> JsonResponse:
    """Store a picture and answer the Markdown that shows it, as markdownx wants it."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    file: Any = form.cleaned_data["image"]
    image = publishing.add_picture(
        file.prepared, {"file_name": file.name}, fallback_alt=humanised(file.name)
    )
    return JsonResponse({"image_code": f"![{escaped(image.alt)}]({image.file.url})"})


def humanised(name: str) -> str:
    """Make a first alternative text from a file name such as ``AMD_results-2025.png``."""
    return " ".join(re.sub(r"[_\-.\s]+", " ", PurePath(name).stem).split())


def escaped(text: str) -> str:
    """Escape a text for Markdown, between the brackets of a picture."""
    return re.sub(r"([\\\[\]`*_<>!])", r"\\\1", text)
