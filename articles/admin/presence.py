"""Tell an editor who else has the article open, and that somebody saved it meanwhile."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

from django.contrib.auth.models import User
from django.forms import Media, Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.script_messages import Refused, read_message
from articles.forms import ArticleForm, PresenceForm
from articles.models import Article, Presence, Revision
from articles.outages import DATABASE_OUTAGES
from articles.people_names import desk_name

# A day and a time are two inputs of one field.
_PART = re.compile(r"_[01]\Z")


class ArticlePresence(DeskAdmin[Article]):
    """Answers the signs of life of an article's form with those of the others."""

    @property
    def media(self) -> Media:
        scripts: list[Any] = [Script("articles/admin/presence.js", type="module")]
        return super().media + Media(js=scripts)

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        own = path("presence/", self.presence_view, name="articles_article_presence")
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
            with suppress(*DATABASE_OUTAGES):  # The row is forgotten in 45 s.
                publishing.end_presence(user, said["form_key"])
            return HttpResponse(status=204)
        article = get_object_or_404(
            self.get_queryset(request).only("pk"), pk=said["article"]
        )
        with suppress(*DATABASE_OUTAGES):  # The next sign comes soon.
            publishing.note_presence(user, article.pk, said["form_key"], said["field"])
        newest = _newer_revision(article, said["base"])
        context = {
            "others": _others(article, user, said["form_key"]),
            "newest": newest,
            "newest_by": desk_name(newest.created_by) if newest else "",
        }
        template = "admin/articles/article/_others.html"
        return render(request, template, context)


def _others(article: Article, user: User, form_key: str) -> list[dict[str, Any]]:
    now = timezone.now()
    rows = article.presences.live().exclude(form_key=form_key).select_related("user")
    return [
        {
            "name": desk_name(presence.user),
            "is_self": presence.user_id == user.pk,
            "field": _label(presence.field),
            "ago": _ago(int((now - presence.since).total_seconds())),
        }
        for presence in rows
    ]


def _ago(seconds: int) -> str:
    if seconds < 60:
        return gettext("%(n)s s ago") % {"n": max(0, seconds)}
    return gettext("%(n)s min ago") % {"n": seconds // 60}


def _label(name: str) -> str:
    field = ArticleForm.base_fields.get(_PART.sub("", name))
    return str(field.label) if field else ""


def _newer_revision(article: Article, base: int | None) -> Revision | None:
    """Return the newest saved state, if it is not the one that the editor started from."""
    if base is None:
        return None
    saved = article.revisions.filter(pk__gt=base).select_related("created_by")
    return saved.defer("fields").first()


def present_in(article_ids: Sequence[int]) -> dict[int, list[str]]:
    """Map articles to the names of those who have them open. One query."""
    names: dict[int, list[str]] = {}
    rows = (
        Presence.objects.live().filter(article__in=article_ids).select_related("user")
    )
    for presence in rows:
        known = names.setdefault(presence.article_id, [])
        name = desk_name(presence.user)
        if name not in known:
            known.append(name)
    return names
