"""Changes of a live article that wait for their hour: how they come to, and what becomes of
them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.admin.differences import Difference, differences
from articles.forms import HourForm, initial_with
from articles.models import Article, PendingVersion
from articles.publishing import OVERRIDE
from articles.rights import Right
from articles.time_zones import distance_in_words, moment_in_words

PAGE = "admin:articles_article_scheduled_change"
BUTTON = "_schedule"
# Asks the article's form for the change instead of what readers see.
REOPEN = "scheduled-change"


class ScheduledChanges(ArticlePages):
    """Shows what waits for its hour, and lets who may publish decide on it."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.scheduled_change_view)
        name = PAGE.partition(":")[2]
        return [
            path("<int:pk>/scheduled-change/", view, name=name),
            *super().get_urls(),
        ]

    def get_form(
        self,
        request: HttpRequest,
        obj: Article | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[Article]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        pending = _reopened(request, obj)
        if pending and pending.base:
            # What others saved since is merged into it, as into any form.
            pending.base.article = pending.article
            shown = initial_with(pending.fields, pending.base)
            form.reopened = shown  # type: ignore[attr-defined]
        return form

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        context = super().form_context(request, obj)
        pending = _waiting(obj) if obj and obj.pk else None
        if pending:
            context["pending"] = pending
            context["pending_at"] = moment_in_words(pending.go_live_at)
            context["pending_url"] = reverse(PAGE, args=[pending.article_id])
        hour = ""
        if reopened := _reopened(request, obj):
            hour = moment_in_words(reopened.go_live_at)
        context["is_reopened"] = reopened is not None
        context["go_live_at"] = request.POST.get("go_live_at", hour)
        return context

    def scheduled_change_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what the change is, and give it another hour, make it now or drop it."""
        article = self.article_seen(request, pk)
        pending = _waiting(article)
        if pending is None:
            raise Http404
        may_decide = request.user.has_perm(Right.PUBLISH)
        form = HourForm(initial={"go_live_at": moment_in_words(pending.go_live_at)})
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            form = HourForm(request.POST)
            if self._decide(request, pending, form):
                page = reverse("admin:articles_article_change", args=[pk])
                return HttpResponseRedirect(page)
            pending.refresh_from_db()
        context: dict[str, Any] = {
            "title": _("Scheduled change: %s") % article,
            "pending": pending,
            "pending_at": moment_in_words(pending.go_live_at),
            "distance": distance_in_words(pending.go_live_at),
            "differences": _differences(article, pending),
            "form": form,
            "may_decide": may_decide,
            "reopen_url": _reopen_url(pending) if may_decide else "",
        }
        return self.article_page(request, "article/scheduled_change", article, context)

    def _decide(
        self, request: HttpRequest, pending: PendingVersion, form: HourForm
    ) -> bool:
        """Do what the button says; tell whether that ended the matter."""
        by = cast(User, request.user)
        if "drop" in request.POST:
            publishing.drop_changes(pending, by=by)
            self.message_user(request, _("The scheduled change is dropped."))
            return True
        if "now" in request.POST:
            if publishing.apply_now(pending):
                text = _("The change is live.")
                self.message_user(request, text, messages.SUCCESS)
                return True
            return False
        if not form.is_valid():
            return False
        publishing.move_changes(pending, form.cleaned_data["go_live_at"], by=by)
        self.message_user(request, scheduled_line(pending), messages.SUCCESS)
        return True


def scheduled_line(pending: PendingVersion) -> str:
    """Say when readers will see a change."""
    return _("Readers see the change %(time)s; until then the page stays as it is.") % {
        "time": moment_in_words(pending.go_live_at)
    }


def _waiting(article: Article) -> PendingVersion | None:
    """Return the change that waits. A query."""
    rows = article.pending_versions.waiting().select_related("by", "base", "article")
    found: PendingVersion | None = rows.first()
    return found


def _reopened(request: HttpRequest, article: Article | None) -> PendingVersion | None:
    """Return the change that the form is to show, if it is asked for. A query then."""
    is_asked = request.method == "GET" and REOPEN in request.GET
    pending = _waiting(article) if is_asked and article and article.pk else None
    return pending if pending and _reopen_url(pending) else None


def _reopen_url(pending: PendingVersion) -> str:
    """Return where the change is in the form; empty if the form would lose some of it."""
    has_rows = any(name.startswith(OVERRIDE) for name in pending.fields)
    if has_rows or not pending.base_id:  # Rows stand beside the form.
        return ""
    page = reverse("admin:articles_article_change", args=[pending.article_id])
    return f"{page}?{REOPEN}"


def _differences(article: Article, pending: PendingVersion) -> list[Difference]:
    """Return what the change would do to the article as it is now."""
    stored = publishing.state_of(article)
    changed = pending.fields
    then = {name: publishing.names_of(name, stored.get(name, "")) for name in changed}
    now = {name: publishing.names_of(name, value) for name, value in changed.items()}
    return list(differences(then, now))
