"""The versions of a story in other languages: how far each has followed, and acts on all."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.admin.base import WordFilter
from articles.admin.differences import Difference, differences
from articles.admin.history import title_of
from articles.choices import Language
from articles.forms import key_in
from articles.models import HEAVY_FIELDS, Article, TranslationLevel
from articles.publishing import READ_FIELDS, Verb
from articles.rights import Right
from articles.time_zones import moment_in_words

_VERSIONS = "admin:articles_article_versions"
_OFFERED = {
    Verb.PUBLISH: _("Publish all"),
    Verb.WITHDRAW: _("Withdraw all"),
}
_REFUSALS = (publishing.VerbRefused, publishing.SenselessTimes, publishing.Busy)


class BehindFilter(WordFilter):
    title = _("versions")
    parameter_name = "versions"
    words = (("behind", _("Behind another version")),)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article]:
        if self.value() != "behind":
            return queryset
        behind = TranslationLevel.objects.behind().order_by()
        return queryset.filter(pk__in=behind.values("article"))


class ArticleVersions(ArticlePages):
    """Says beside an article which other versions it is behind, and keeps a page of them."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view, name = self.admin_site.admin_view, _VERSIONS.partition(":")[2]
        return [
            path("<int:pk>/versions/", view(self.versions_view), name=name),
            path(
                "<int:pk>/versions/<int:other>/",
                view(self.version_view),
                name="articles_article_version",
            ),
            *super().get_urls(),
        ]

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        context = super().form_context(request, obj)
        if obj and obj.pk and obj.translation_key:
            by = cast(User, request.user)
            context["levels_behind"] = _levels_behind(obj, by)
        return context

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the versions, and publish or withdraw them all."""
        article = self.article_seen(request, pk)
        may_publish = request.user.has_perm(Right.PUBLISH)
        if request.method == "POST":
            if not may_publish:
                raise PermissionDenied
            self._act_on_all(request, article)
            return HttpResponseRedirect(reverse(_VERSIONS, args=[pk]))
        by = cast(User, request.user)
        others = publishing.versions_of(article, seen_by=by)
        levels = {level.other_id: level for level in _levels_behind(article, by)}
        context = {
            "title": gettext("Other languages: %s") % article,
            "versions": [(one, name_of(one), levels.get(one.pk)) for one in others],
            "own": (article, name_of(article)),
            "may_publish": may_publish and others,
            "offers": [
                (verb, label, concerned)
                for verb, label in _OFFERED.items()
                if (concerned := self._concerned(request, verb, article))
            ],
        }
        return self.article_page(request, "article/versions", article, context)

    def version_view(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show what changed in another version since both were level; mark them as level."""
        article = self.article_seen(request, pk)
        others = publishing.versions_of(article, seen_by=cast(User, request.user))
        version = next((one for one in others if one.pk == other), None)
        if version is None:
            raise Http404
        may_mark = self.has_change_permission(request, article)
        if request.method == "POST":
            if not may_mark:
                raise PermissionDenied
            return self._mark_level(request, article, version)
        newest = version.revisions.select_related("created_by").first()
        level = TranslationLevel.objects.filter(article=article, other=version)
        found = level.select_related("revision__created_by").first()
        context = {
            "title": gettext("Since they were level: %s") % version,
            "version": version,
            "language": name_of(version),
            "level": found,
            "since": _since_when(found) if found else "",
            "newest": newest,
            "left_title": title_of(found.revision) if found else "",
            "right_title": title_of(newest) if newest else "",
            "differences": _since(found, version),
            "may_mark": may_mark and newest,
        }
        return self.article_page(request, "article/version", article, context)

    def _mark_level(
        self, request: HttpRequest, article: Article, version: Article
    ) -> HttpResponse:
        by, seen = cast(User, request.user), key_in(request.POST.get("seen"))
        here = reverse("admin:articles_article_version", args=[article.pk, version.pk])
        try:
            level = publishing.mark_level(article, version, seen or 0, by=by)
        except publishing.NotVersions:  # Or it does not say what the editor has seen.
            return HttpResponseRedirect(here)
        if level.behind_since:
            text = gettext(
                "This version changed again while you looked: here is what is new since."
            )
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(here)
        said = {"language": name_of(version)}
        text = gettext("Marked as level with the version in %(language)s.") % said
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[article.pk])
        )

    def _concerned(
        self, request: HttpRequest, verb: Verb, article: Article
    ) -> list[Article]:
        """Return the article and its versions, as far as the verb is for them now."""
        by = cast(User, request.user)
        own = [article] if publishing.may(verb, article, by) else []
        return [*own, *publishing.versions_for(verb, article, by)]

    def _act_on_all(self, request: HttpRequest, article: Article) -> None:
        """Do what a button says with all versions, or with none."""
        verb = next((verb for verb in _OFFERED if verb.value in request.POST), None)
        if verb is None:
            return
        versions = self._concerned(request, verb, article)
        act = partial(publishing.perform, verb)
        try:
            publishing.act_on_all(act, versions, by=cast(User, request.user))
        except _REFUSALS as problem:
            text = gettext("Nothing is changed, in no version: %s") % problem
            self.message_user(request, text, messages.ERROR)
            return
        count = len(versions)
        text = ngettext("%(n)s version changed.", "%(n)s versions changed.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)


def name_of(article: Article) -> str:
    """Name the language of a version; an unknown one by its tag."""
    known = article.language in Language.values
    return str(Language(article.language).label) if known else article.language


def _levels_behind(article: Article, by: User) -> list[Any]:
    """Return what an article has not followed, each with the name of the language, the
    time, and the newest revision of the other version. A query."""
    rows = TranslationLevel.objects.behind().filter(article=article)
    rows = rows.exclude(other__in=Article.objects.hidden_from(by))
    found = rows.select_related("other").annotate(newest=Max("other__revisions"))
    heavy = (f"other__{name}" for name in HEAVY_FIELDS)
    levels: list[Any] = list(found.defer(*heavy))
    for level in levels:
        level.language = name_of(level.other)
        level.since = _since_when(level)
    return levels


def _since_when(level: TranslationLevel) -> str:
    return moment_in_words(level.behind_since) if level.behind_since else ""


def _since(level: TranslationLevel | None, version: Article) -> list[Difference]:
    """Return what readers can see differ in a version since the level."""
    if level is None:
        return []
    level.revision.article = version
    then, now = level.revision.recorded, publishing.record_of(version)
    kept = [name for name in now if name in READ_FIELDS]
    return list(
        differences(*({name: side[name] for name in kept} for side in (then, now)))
    )
