"""Tell an editor who else has the article open, and that somebody saved it meanwhile."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import OperationalError
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.script_messages import Refused, read_message
from articles.forms import ArticleForm, PresenceForm
from articles.models import Article, Presence, Revision

# A day and a time are two inputs of one field.
_PART = re.compile(r"_[01]\Z")


class ArticlePresence(DeskAdmin[Article]):
    """Answers the signs of life of an article's form with those of the others."""

    class Media:
        js = [Script("articles/admin/presence.js", type="module")]

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        own = path(
            "presence/", self.presence_view, name="articles_article_presence"
        )
        return [own, *super().get_urls()]

    @method_decorator(never_cache)
    def presence_view(self, request: HttpRequest) -> HttpResponse:
        """Note a sign of life, or with ``?left`` that the form was left."""
        try:
            form = read_message(request, PresenceForm)
            if not self.has_view_or_change_permission(request):
                raise Refused("forbidden", 403)
        except Refused as refused:
            return refused.answer
        said = form.cleaned_data
        user = cast(User, request.user)
        if "left" in request.GET:
            publishing.end_presence(user, said["form_key"])
            return HttpResponse(status=204)
        articles = Article.objects.only("pk")
        article = get_object_or_404(articles, pk=said["article"])
        try:
            publishing.note_presence(
                user, article.pk, said["form_key"], said["field"]
            )
        except OperationalError:
            pass  # The database is busy. The next sign comes soon.
        context = {
            "others": _others(article, said["form_key"]),
            "newest": _newer_revision(article, said["base"]),
        }
        template = "admin/articles/article/_others.html"
        return render(request, template, context)


def _others(article: Article, form_key: str) -> list[dict[str, Any]]:
    now = timezone.now()
    rows = article.presences.live().exclude(form_key=form_key).select_related("user")
    return [
        {
            "user": presence.user,
            "field": _label(presence.field),
            "seconds": max(0, int((now - presence.since).total_seconds())),
        }
        for presence in rows
    ]


def _label(name: str) -> str:
    field = ArticleForm.base_fields.get(_PART.sub("", name))
    return str(field.label) if field else ""


def _newer_revision(article: Article, base: int | None) -> Revision | None:
    """Return the newest saved state, if it is not the one that the editor started from."""
    if base is None:
        return None
    saved = article.revisions.filter(pk__gt=base).select_related("created_by")
    return saved.defer("fields").first()


def present_in(articles: list[Article]) -> dict[int, list[str]]:
    """Map articles to the names of those who have them open. One query."""
    names: dict[int, list[str]] = {}
    rows = Presence.objects.live().filter(article__in=articles).select_related("user")
    for presence in rows:
        known = names.setdefault(presence.article_id, [])
        name = presence.user.get_full_name() or presence.user.get_username()
        if name not in known:
            known.append(name)
    return names
