"""Put articles aside, take them up again, and delete them for good."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext

from articles import publishing
from articles.admin.changelist import StateFilter
from articles.admin.leading import LeadingDeleteAdmin
from articles.choices import State, Status
from articles.models import Article


class ArticleSpiking(LeadingDeleteAdmin[Article]):
    """Offers *Spike* where other records are deleted, and deleting only for what is spiked."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        own = [
            path(
                f"<int:pk>/{verb}/",
                self.admin_site.admin_view(view),
                name=f"articles_article_{verb}",
            )
            for verb, view in (
                ("spike", self.spike_view),
                ("unspike", self.unspike_view),
            )
        ]
        return [*own, *super().get_urls()]

    def has_delete_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        is_offered = obj is None or obj.status == Status.SPIKED
        return is_offered and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer for what is spiked what others are not, and the other way round."""
        actions = super().get_actions(request)
        of_spiked = {"unspike_selected", "delete_selected"}
        shows_spiked = request.GET.get(StateFilter.parameter_name) == State.SPIKED
        return {
            name: action
            for name, action in actions.items()
            if (name in of_spiked) == shows_spiked
        }

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        context["show_delete"] = False  # The notice of a spiked article offers it.
        return super().render_change_form(request, context, add, change, form_url, obj)

    # One article

    def spike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what spiking does, and do it when that is confirmed."""
        article = self._article_to_change(request, pk)
        if request.method == "POST":
            publishing.spike(article, by=cast(User, request.user))
            text = gettext("Spiked: %s") % article
            self.message_user(request, text, messages.SUCCESS)
            return HttpResponseRedirect(_page_of(article))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Spike: %s") % article,
            "opts": self.opts,
            "article": article,
            "media": self.media,
        }
        template = "admin/articles/article/spike.html"
        return TemplateResponse(request, template, context)

    def unspike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._article_to_change(request, pk)
        publishing.unspike(article, by=cast(User, request.user))
        text = gettext("Unspiked: %s. It is a draft now.") % article
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(_page_of(article))

    def _article_to_change(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def remove_into(
        self, request: HttpRequest, row: Article, into: Article | None
    ) -> None:
        by = cast(User, request.user)
        try:
            publishing.delete_for_good(row, leads_to=into, by=by)
        except publishing.NotSpiked:
            text = gettext("Somebody took it up again meanwhile: nothing is deleted.")
            raise PermissionDenied(text) from None

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> None:
        for article in queryset.in_state(State.SPIKED):  # type: ignore[attr-defined]
            self.remove_into(request, article, None)


def _page_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
