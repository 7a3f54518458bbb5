"""The verbs for an article in the admin: who may save it, and a page for each verb."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.admin.leading import LeadingDeleteAdmin
from articles.admin.panel import PAGE, Offer, as_stored, label_of, panel_of
from articles.admin.saving_answers import what_happened
from articles.choices import State, Status
from articles.forms import LONGEST_NOTE
from articles.models import Article
from articles.publishing import Verb

# They may take the other versions of a story along.
_WITH_VERSIONS = frozenset({Verb.PUBLISH, Verb.PUBLISH_NOW, Verb.WITHDRAW})
# These have their own page, or belong to the form.
VERBS_ELSEWHERE = frozenset({Verb.SAVE, Verb.UPDATE, Verb.PUBLISH, Verb.DELETE})


class ArticleVerbs(ArticlePages, LeadingDeleteAdmin[Article]):
    """Lets a person change an article as far as its state and their rights go together."""

    def has_change_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        """Tell whether the text may be changed. A form that was sent is not asked here: it
        is answered with what was typed, and why it is not saved."""
        may = super().has_change_permission(request, obj)
        if obj is None or not obj.pk or getattr(request, "is_form_sent", False):
            return may
        return may and publishing.may_save(obj, cast(User, request.user))

    def has_delete_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        is_offered = obj is None or obj.status == Status.SPIKED
        return is_offered and super().has_delete_permission(request, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        context["show_delete"] = False  # The verbs of a spiked article offer it.
        context["panel"] = panel_of(as_stored(request, obj), cast(User, request.user))
        context["note"] = request.POST.get("note", "")
        context["longest_note"] = LONGEST_NOTE
        return super().render_change_form(request, context, add, change, form_url, obj)

    # A verb without the form

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.verb_view)
        name = PAGE.partition(":")[2]
        return [
            path("<int:pk>/verbs/<str:verb>/", view, name=name),
            *super().get_urls(),
        ]

    def verb_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Say what a verb does to the article, and do it when that is confirmed."""
        if verb not in Verb.values or verb in VERBS_ELSEWHERE:
            raise Http404
        asked, by = Verb(verb), cast(User, request.user)
        article = self.article_seen(request, pk)
        refusal, note = "", request.POST.get("note", "")[:LONGEST_NOTE]
        try:
            if request.method == "POST":
                return self._perform(request, asked, article, note)
            publishing.check(asked, article, by)
        except publishing.VerbRefused as refused:
            refusal = refused.reason
        except publishing.SenselessTimes as problem:
            refusal = str(problem)
        article.refresh_from_db()
        context = {
            "title": _("%(verb)s: %(article)s")
            % {"verb": label_of(asked, article), "article": article},
            "offer": Offer(asked, label_of(asked, article)),
            "refusal": refusal,
            "may_go_on": publishing.may(asked, article, by),
            "note": note,
            "longest_note": LONGEST_NOTE,
            "versions": _versions(asked, article, by),
            "with_versions": "with_versions" in request.POST,
        }
        status = 409 if refusal else 200
        return self.article_page(request, "article/verb", article, context, status)

    def _perform(
        self, request: HttpRequest, verb: Verb, article: Article, note: str
    ) -> HttpResponse:
        by = cast(User, request.user)
        others = []
        if "with_versions" in request.POST:
            others = _versions(verb, article, by)
        act = partial(publishing.perform, verb, note=note)
        article = publishing.act_on_all(act, [article, *others], by=by)[0]
        line = what_happened(article, verb)
        self.message_user(request, line, messages.SUCCESS)
        page = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(page)

    # Deleting for good

    def remove_into(
        self, request: HttpRequest, row: Article, into: Article | None
    ) -> None:
        by = cast(User, request.user)
        try:
            publishing.delete_for_good(row, leads_to=into, by=by)
        except publishing.VerbRefused as refused:
            raise PermissionDenied(refused.reason) from None

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> None:
        for article in queryset.in_state(State.SPIKED):  # type: ignore[attr-defined]
            self.remove_into(request, article, None)


def _versions(verb: Verb, article: Article, by: User) -> list[Article]:
    """Return the versions that the verb may take along."""
    return publishing.versions_for(verb, article, by) if verb in _WITH_VERSIONS else []
