"""Assigning an article, marking it for somebody, and putting it on legal hold."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.forms import LONGEST_NOTE, AssignmentForm
from articles.models import Article, Handling
from articles.rights import Right

PAGE = "admin:articles_article_handling"


class ArticleHandling(ArticlePages):
    """Adds chips to the article's page, whose forms are their own."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.handling_view)
        name = PAGE.partition(":")[2]
        return [path("<int:pk>/handling/", view, name=name), *super().get_urls()]

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        context = super().form_context(request, obj)
        if obj is None or not obj.pk:
            return context
        by = cast(User, request.user)
        if publishing.may_assign(obj, by):
            handling = Handling.objects.of(obj)
            context["assignment"] = AssignmentForm(
                handling=handling, prefix="assignment", use_required_attribute=False
            )
        context["may_hold"] = by.has_perm(Right.HOLD)
        return context

    def handling_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what one of the chips' buttons says, and lead back to the article."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self.article_seen(request, pk)
        try:
            told, level = self._handle(request, article), messages.SUCCESS
        except publishing.VerbRefused as refused:
            told, level = refused.reason, messages.WARNING
        self.message_user(request, told, level)
        page = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(page)

    def _handle(self, request: HttpRequest, article: Article) -> str:
        by = cast(User, request.user)
        if "hold" in request.POST:
            reason = request.POST.get("reason", "")[:LONGEST_NOTE]
            publishing.hold(article, reason, by=by)
            return _(
                "Put on legal hold: nothing reaches readers before that is released."
            )
        if "release" in request.POST:
            publishing.release(article, by=by)
            return _("Released from legal hold.")
        form = AssignmentForm(request.POST, prefix="assignment")
        if not form.is_valid():
            raise publishing.VerbRefused(
                _("One of these people or groups is not there any more.")
            )
        publishing.assign(article, form.assignment(), by=by)
        return _("Saved: who works on it.")
