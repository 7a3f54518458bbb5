"""Kill an article, and bring it back: two people do that."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.choices import Status
from articles.forms import KillForm, key_in
from articles.models import Article, Kill
from articles.rights import Right


class KilledArticleAdmin(ArticlePages):
    """A killed article is read by those who may kill, and changed by nobody."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        own = [
            path(
                f"<int:pk>/{verb}/",
                self.admin_site.admin_view(view),
                name=f"articles_article_{verb}",
            )
            for verb, view in (("kill", self.kill_view), ("revive", self.revive_view))
        ]
        return [*own, *super().get_urls()]

    def has_view_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        may: bool = super().has_view_permission(request, obj)
        return may and may_read(request, obj)

    def has_change_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        is_killed = obj is not None and obj.status == Status.KILLED
        return not is_killed and super().has_change_permission(request, obj)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        may = bool(obj and obj.pk) and request.user.has_perm(Right.KILL)
        kill = _standing(obj) if may and obj.status == Status.KILLED else None
        asked_by = kill.leader.undo_asked_by if kill else None
        return {
            **super().form_context(request, obj),
            "may_kill": may and publishing.is_killable(obj),
            "kill": kill,
            "revival_asked_by": asked_by,
            "may_confirm": asked_by is not None and asked_by != request.user,
        }

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Tell who may not read a killed article by whom and when it was killed."""
        number = key_in(object_id)
        is_look = request.method == "GET" and self.has_view_permission(request)
        if number and is_look and not request.user.has_perm(Right.KILL):
            rows = Kill.objects.standing().select_related("by")
            kill = rows.filter(article=number).first()
            if kill:
                title = gettext("Killed: %s") % kill.article
                context = {"kill": kill, "title": title}
                page = "article/killed"
                return self.article_page(request, page, kill.article, context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def copies_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let nothing begin from what is killed."""
        _refuse_killed(pk)
        response: HttpResponse = super().copies_view(request, pk)  # type: ignore[misc]
        return response

    def sharing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let nobody show to others what is killed."""
        _refuse_killed(pk)
        response: HttpResponse = super().sharing_view(request, pk)  # type: ignore[misc]
        return response

    def kill_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Name what a kill takes along, and do it when that is confirmed."""
        if not request.user.has_perm(Right.KILL):
            raise PermissionDenied
        article = self.article_seen(request, pk)
        reach = publishing.reach_of(article)
        by = cast(User, request.user)
        groups = {each.language_group for each in (article, *reach.versions)}
        data = request.POST if request.method == "POST" else None
        form = KillForm(by, data, groups=groups, has_versions=bool(reach.versions))
        if request.method == "POST" and form.is_valid():
            try:
                publishing.kill(
                    article,
                    reason=form.cleaned_data["reason"],
                    notices=form.notices,
                    by=by,
                    with_versions=form.cleaned_data.get("with_versions", False),
                )
            except publishing.VerbRefused as refused:
                form.add_error(None, refused.reason)
            else:
                text = gettext("Killed: %s. Its address says so.") % article
                self.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(_page_of(article))
        context = {
            "title": gettext("Kill: %s") % article,
            "reach": reach,
            "form": form,
            "is_killable": publishing.is_killable(article),
        }
        return self.article_page(request, "article/kill", article, context)

    def revive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask that an article comes back, or confirm it."""
        if not request.user.has_perm(Right.KILL):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self.article_seen(request, pk)
        by, level = cast(User, request.user), messages.WARNING
        try:
            if "confirm" in request.POST:
                publishing.confirm_revival(article, by=by)
                text, level = gettext("Brought back: %s") % article, messages.SUCCESS
            else:
                publishing.ask_revival(article, by=by)
                text = gettext(
                    "Asked. Somebody else who may kill articles confirms it."
                )
        except publishing.VerbRefused as refused:
            text = refused.reason
        self.message_user(request, text, level)
        return HttpResponseRedirect(_page_of(article))


def may_read(request: HttpRequest, article: Article | None) -> bool:
    """Tell whether a person may read the article: a killed one only who may kill."""
    is_killed = article is not None and article.status == Status.KILLED
    return not is_killed or request.user.has_perm(Right.KILL)


def _refuse_killed(pk: int) -> None:
    if Kill.objects.standing().filter(article__pk=key_in(pk) or 0).exists():
        raise PermissionDenied


def _standing(article: Article) -> Kill | None:
    people = ("by", "led_by__undo_asked_by", "undo_asked_by")
    return article.kills.standing().select_related(*people).first()


def _page_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
