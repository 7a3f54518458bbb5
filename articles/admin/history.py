"""The history of an article: a page of its acts, and any two of its states compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.admin.differences import differences
from articles.admin.timeline import steps_of, stretches
from articles.forms import key_in
from articles.models import Article, Revision
from articles.people_names import desk_name

PER_PAGE = 50
SHOWN_STEPS = 10
STATE = "state"  # The parameter with the number of a revision to compare.


class ArticleHistory(ArticlePages):
    """Shows what the revisions of an article tell, instead of the admin's own log."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        compare = self.admin_site.admin_view(self.compare_states_view)
        name = "articles_article_compare"
        own = path("<int:pk>/history/compare/", compare, name=name)
        return [own, *super().get_urls()]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        if obj and obj.pk:
            context["latest_steps"] = steps_of(obj, 0, SHOWN_STEPS)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        pages = Paginator(article.revisions.all(), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        start = (page.number - 1) * PER_PAGE
        context = {
            "title": gettext("History: %s") % article,
            "stretches": stretches(steps_of(article, start, PER_PAGE)),
            "page": page,
            "page_range": pages.get_elided_page_range(page.number),
            "state_parameter": STATE,
        }
        return self.article_page(request, "revision/history", article, context)

    def compare_states_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare two revisions, the older one left; or a single one with the article."""
        article = self.article_seen(request, pk)
        wanted = {*filter(None, map(key_in, request.GET.getlist(STATE)))}
        if not 1 <= len(wanted) <= 2:
            text = gettext("Tick two states to compare, or one to compare it with now.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(history_url(article))
        rows = article.revisions.select_related("created_by").order_by("pk")
        found = list(rows.filter(pk__in=wanted))
        if len(found) != len(wanted):
            return HttpResponseRedirect(history_url(article))
        older, newer = found[0], found[1] if len(found) == 2 else None
        for revision in found:
            revision.article = article
        state = newer.recorded if newer else publishing.record_of(article)
        context = {
            "title": gettext("Compare: %s") % article,
            "older": older,
            "newer": newer,
            "left_title": title_of(older),
            "right_title": title_of(newer) if newer else gettext("Now"),
            "differences": list(differences(older.recorded, state)),
            "may_restore": self.has_change_permission(request, article),
        }
        return self.article_page(request, "revision/compare", article, context)

    # One act, one record: the verbs of ``publishing`` keep it.

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""


def history_url(article: Article) -> str:
    return reverse("admin:articles_article_history", args=[article.pk])


def title_of(revision: Revision) -> str:
    """Name a state by its time, its person and its act."""
    saved = timezone.localtime(revision.created_at).strftime("%Y-%m-%d %H:%M:%S")
    who = f" · {desk_name(revision.created_by)}" if revision.created_by else ""
    return f"{saved}{who} · {capfirst(revision.get_act_display())}"
