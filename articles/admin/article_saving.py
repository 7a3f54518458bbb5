"""What happens when the form of an article is sent."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from articles import publishing
from articles.admin.variants import ArticleVariantsAdmin
from articles.forms import form_key_in
from articles.models import Article


class ArticleSaving(ArticleVariantsAdmin):
    """Saves an article as a whole, in one transaction."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with publishing.transaction():  # The form is checked in it.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Article, form: Any, change: bool
    ) -> None:
        """Only the picture's words: ``save_related`` saves the article as a whole."""
        alt, image = form.cleaned_data.get("thumbnail_alt"), obj.thumbnail
        if image and alt and not image.alt:
            image.alt = alt
            publishing.save_picture(image)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        overrides, *others = formsets
        publishing.save(
            form.instance,
            form.labels(),
            overrides=overrides.overrides(),
            by=cast(User, request.user),
        )
        publishing.forget_buffer(cast(User, request.user), form_key_in(request.POST))
        for menus in others:  # None for who may not change menus.
            self.save_formset(request, form, menus, change=change)
            if menus.new_objects or menus.changed_objects or menus.deleted_objects:
                publishing.refresh_menus()
        self.warn_of_conversions(request, form.instance)
