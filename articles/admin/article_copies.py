"""Articles that begin from a template or from another, and follow-ups."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.article_pages import ArticlePages
from articles.admin.pickers import Picker
from articles.choices import Language
from articles.forms import key_in
from articles.models import HEAVY_FIELDS, Article, ArticleTemplate, Relation
from articles.publishing import (
    NotRelated,
    TranslationExists,
    begin_follow_up,
    begin_translation,
    duplicate,
    follow,
    unfollow,
    values_of,
)

PAGE = "admin:articles_article_copies"
_CHANGE = "admin:articles_article_change"
_WHY_NOT = {
    "itself": _("An article is no follow-up to itself."),
    "linked": _("These two are linked already."),
    "many": _("One of these has as many follow-ups as a page shows."),
}


class FollowForm(forms.Form):
    """The article that this one follows up on."""

    fields: dict[str, Any]

    other = forms.ModelChoiceField(
        label=_("Follow-up to"),
        queryset=Article.objects.unspiked().defer(*HEAVY_FIELDS),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = self.fields["other"]
        other.queryset = other.queryset.known_to(user)
        other.widget = Picker(Relation._meta.get_field("other"), admin.site)
        other.widget.choices = other.choices


class CopiedArticleAdmin(ArticlePages):
    """Articles with a page for what begins from one, and a page of templates."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view, name = self.admin_site.admin_view, PAGE.partition(":")[2]
        return [
            path("<int:pk>/copies/", view(self.copies_view), name=name),
            path(
                "templates/",
                view(self.templates_view),
                name="articles_article_templates",
            ),
            *super().get_urls(),
        ]

    # From a template

    def templates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("New from a template"),
            "opts": self.opts,
            "templates": ArticleTemplate.objects.only("name", "language", "title"),
            "may_change": request.user.has_perm("articles.change_articletemplate"),
        }
        template = "admin/articles/article/templates.html"
        return TemplateResponse(request, template, context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        if number := key_in(request.GET.get("template")):
            template = ArticleTemplate.objects.filter(pk=number).first()
            if template is not None:
                return values_of(template)
        return cast(dict[str, Any], super().get_changeform_initial_data(request))

    # From another article

    def copies_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_seen(request, pk)
        if not self.has_change_permission(request):
            raise PermissionDenied
        is_follow = "follow" in request.POST
        form = FollowForm(
            request.POST if is_follow else None, user=cast(User, request.user)
        )
        if request.method == "POST":
            if is_follow and form.is_valid():
                self._follow(request, article, form)
            elif not is_follow:
                return HttpResponseRedirect(self._act(request, article))
            if not form.errors:
                return HttpResponseRedirect(reverse(PAGE, args=[article.pk]))
        hidden = Article.objects.hidden_from(request.user).values("pk")
        context = {
            "title": gettext("Copies and follow-ups"),
            "subtitle": str(article),
            "languages": [
                (code, name)
                for code, name in Language.choices
                if code != article.language
            ],
            "may_add": self.has_add_permission(request),
            "follows": article.follows.exclude(other__in=hidden)
            .select_related("other")
            .defer(*_heavy("other")),
            "followed_by": article.followed_by.exclude(article__in=hidden)
            .select_related("article")
            .defer(*_heavy("article")),
            "form": form,
            "media": self.media + form.media,
        }
        return self.article_page(request, "article/copies", article, context)

    def _act(self, request: HttpRequest, article: Article) -> str:
        """Do what a button says; return the address to go on at."""
        here = reverse(PAGE, args=[article.pk])
        if number := request.POST.get("unfollow"):
            rows = [*article.follows.all(), *article.followed_by.all()]
            relation = next((row for row in rows if str(row.pk) == number), None)
            if relation is not None:
                unfollow(relation, by=cast(User, request.user))
            return here
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            new = self._begin(request, article)
        except TranslationExists as existing:
            url = reverse(_CHANGE, args=[existing.version.pk])
            link = format_html('<a href="{}">{}</a>', url, existing.version)
            text = gettext("There is a version in this language already:")
            self.message_user(
                request, format_html("{} {}", text, link), messages.WARNING
            )
            return here
        if new is None:
            return here
        text = gettext("This is a new draft, made from “%s”.") % article
        self.message_user(request, text, messages.SUCCESS)
        return reverse(_CHANGE, args=[new.pk])

    def _begin(self, request: HttpRequest, article: Article) -> Article | None:
        by = cast(User, request.user)
        if "duplicate" in request.POST:
            return duplicate(article, by=by)
        if "follow_up" in request.POST:
            return begin_follow_up(article, by=by)
        language = request.POST.get("language", "")
        if "translate" in request.POST and language in Language.values:
            return begin_translation(article, language, by=by)
        return None

    def _follow(self, request: HttpRequest, article: Article, form: FollowForm) -> None:
        by = cast(User, request.user)
        try:
            follow(article, form.cleaned_data["other"], by=by)
        except NotRelated as refusal:
            form.add_error("other", _WHY_NOT[str(refusal)])


def _heavy(relation: str) -> list[str]:
    return [f"{relation}__{name}" for name in HEAVY_FIELDS]
