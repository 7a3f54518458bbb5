"""Pictures: decoded before they are kept, and never swapped under their row.

Their originals are sent from here alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import images
from articles.admin.base import DeskAdmin
from articles.forms import ImageForm
from articles.models import Image


@admin.register(Image)
class ImageAdmin(DeskAdmin[Image]):
    """Deleting an image leaves its files: texts may still show them."""

    form = ImageForm
    list_display = ["small", "__str__", "size", "credit", "created_at"]
    list_display_links = ["small", "__str__"]
    search_fields = ["alt", "caption", "credit", "origin", "file"]
    readonly_fields = ["large", "size", "address", "original", "origin", "created_at"]

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[Any]:
        said = ["alt", "caption", "credit"]
        if obj is None:
            return ["picture", *said]
        return ["large", *said, "size", "address", "original", "origin", "created_at"]

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.original_view)
        own = path("<int:pk>/original/", view, name="articles_image_original")
        return [own, *super().get_urls()]

    def original_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the original as a download: it may hold where a picture was taken."""
        image = get_object_or_404(Image, pk=pk)
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        try:
            file = image.file.open()
        except OSError:
            raise Http404 from None
        response = FileResponse(file, as_attachment=True)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def get_form(
        self,
        request: HttpRequest,
        obj: Image | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            del form.base_fields["picture"]
        return form

    @admin.display(description=_("picture"))
    def small(self, image: Image) -> str:
        url = images.image_data(image, images.CARD).url
        return format_html(
            '<img class="desk-picture" src="{}" alt="" loading="lazy">', url
        )

    @admin.display(description=_("picture"))
    def large(self, image: Image) -> str:
        data = images.image_data(image, images.COLUMN)
        return format_html(
            '<a href="{}"><img class="desk-picture-large" src="{}" alt="{}"></a>',
            images.full_address(image),
            data.url,
            data.alt,
        )

    @admin.display(description=_("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=_("in a text"))
    def address(self, image: Image) -> str:
        return format_html("<code>![{}]({})</code>", image.alt, image.file.url)

    @admin.display(description=_("original file"))
    def original(self, image: Image) -> str:
        url = reverse("admin:articles_image_original", args=[image.pk])
        label = _("Download the file as it came")
        return format_html('<a href="{}" download>{}</a>', url, label)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Image:
        image: Image = super().save_form(request, form, change)
        if change:
            return image
        stored = images.store_image(
            form.cleaned_data["picture"].prepared, alt=image.alt
        )
        stored.caption, stored.credit = image.caption, image.credit
        return stored
