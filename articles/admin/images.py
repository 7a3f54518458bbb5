"""Pictures: a library with a grid, each with its focal point, its uses and its file.

Their originals are sent from here alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Script, modelform_factory
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _gettext, gettext_lazy as _, ngettext

from articles import images, public_pictures, publishing
from articles.admin.base import DeskAdmin
from articles.admin.image_list import (
    CreditFilter,
    LackFilter,
    UseFilter,
    searched,
    uses_of,
    with_use_count,
)
from articles.forms import CANNOT_STORE, ImageForm, ReplaceForm
from articles.models import Image
from articles.outages import is_outage


@admin.register(Image)
class ImageAdmin(DeskAdmin[Image]):
    form = ImageForm
    list_display = ["__str__"]
    list_filter = [UseFilter, LackFilter, CreditFilter]
    date_hierarchy = "created_at"
    search_fields = ["search_key"]
    search_help_text = _(
        "Words of the alternative text, the caption, the credit, the licence or the file's "
        "name, in any script; or a picture's address."
    )
    readonly_fields = [
        *("large", "uses", "size", "address", "original", "file_name", "origin"),
        "created_at",
    ]
    delete_confirmation_template = "admin/articles/image/delete.html"
    delete_selected_confirmation_template = "admin/articles/image/delete_selected.html"

    class Media:
        css = {"all": ["articles/admin/pictures/pictures.css"]}
        js = [Script("articles/admin/pictures/focal.js", type="module")]

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[Any]:
        if obj is None:
            return ["picture", *Image.WORDS]
        return [
            *("large", ("focal_x", "focal_y"), *Image.WORDS),
            *("uses", "size", "address", "original", "file_name", "origin"),
            "created_at",
        ]

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/original/",
                wrap(self.original_view),
                name="articles_image_original",
            ),
            path(
                "<int:pk>/replace/",
                wrap(self.replace_view),
                name="articles_image_replace",
            ),
            *super().get_urls(),
        ]

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        rows = super().get_queryset(request)
        return with_use_count(rows.filter(public_pictures.known_to(request.user)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return searched(queryset, search_term), False

    # A picture

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Image | None:
        """Read the picture, and remember who asks: not everybody may know where it is."""
        image = super().get_object(request, object_id, from_field)
        if image:
            image.asked_by = request.user  # type: ignore[attr-defined]
        return image

    def original_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the original as a download: it may hold where a picture was taken."""
        known = public_pictures.known_to(request.user)
        image = get_object_or_404(Image, known, pk=pk)
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        try:
            file = image.file.open()
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(file, as_attachment=True)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let another file take a picture's place, everywhere at once."""
        image = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, image):
            raise PermissionDenied
        callback = partial(self.formfield_for_dbfield, request=request)
        form_class = modelform_factory(Image, ReplaceForm, formfield_callback=callback)
        form = form_class(request.POST or None, request.FILES or None, instance=image)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["picture"]
            try:
                publishing.replace_picture(image, file.prepared, file_name=file.name)
            except publishing.PictureExists as exists:
                text = _gettext("This picture is here already: %(image)s.")
                form.add_error("picture", text % {"image": exists.image})
            except OSError as error:
                if not is_outage(error):
                    raise
                form.add_error("picture", str(CANNOT_STORE))
            else:
                self.log_change(request, image, [{"changed": {"fields": ["file"]}}])
                text = ngettext(
                    "The picture is replaced, in %(count)s place.",
                    "The picture is replaced, in all %(count)s places.",
                    image.use_count,  # type: ignore[attr-defined]
                )
                count = image.use_count  # type: ignore[attr-defined]
                self.message_user(request, text % {"count": count}, messages.SUCCESS)
                return redirect("admin:articles_image_change", image.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Replace a picture"),
            "image": Image.objects.get(pk=pk),  # As it is stored.
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": [*form.fields]})], {}),
            "uses": uses_of([image], request.user),
            "media": self.media + form.media,
        }
        return render(request, "admin/articles/image/replace.html", context)

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
    def large(self, image: Image) -> str:
        data = images.image_data(image)
        shapes = (("wide", "16:9"), ("standard", "4:3"), ("square", "1:1"))
        context = {
            "picture": data,
            "address": images.full_address(image),
            "shapes": shapes,
        }
        return render_to_string("admin/articles/image/_focal.html", context)

    @admin.display(description=_("used in"))
    def uses(self, image: Image) -> str:
        context = {"uses": uses_of([image], image.asked_by)}  # type: ignore[attr-defined]
        return render_to_string("admin/articles/image/_uses.html", context)

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

    # Saving

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Image:
        image: Image = super().save_form(request, form, change)
        if change:
            return image
        file = form.cleaned_data["picture"]
        said = {name: form.cleaned_data[name] for name in Image.WORDS}
        return publishing.add_picture(
            file.prepared, {**said, "file_name": file.name or ""}
        )

    def store(self, request: HttpRequest, record: Image) -> None:
        publishing.save_picture(record)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        publishing.delete_pictures([obj], by=cast(User, request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        publishing.delete_pictures(list(queryset), by=cast(User, request.user))

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """A picture in use goes once its uses were shown and the box there was ticked."""
        pictures = cast("list[Image]", list(objs))
        names, counts, lacking, _none = super().get_deleted_objects(pictures, request)
        if "used_too" in request.POST:
            return names, counts, lacking, []
        uses = uses_of(pictures, request.user)
        protected: list[str] = [
            format_html('<a href="{}">{}</a>', use.url, use.title) for use in uses
        ]
        return names, counts, lacking, protected
