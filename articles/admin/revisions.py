"""A recorded state of an article, to look at and to go back to."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from articles import publishing
from articles.admin.base import RecordAdmin
from articles.admin.differences import differences
from articles.admin.history import history_url, title_of
from articles.admin.killing import may_read
from articles.admin.kinds import live_rule, refusal
from articles.admin.readable import field_label, readable
from articles.choices import Status
from articles.forms import key_in
from articles.models import Article, Revision
from articles.people_names import desk_name
from articles.publishing import GoneRow, KindRefused, Overtaken, RestoreScope

_SCOPES = {
    RestoreScope.TEXTS: _("The texts only"),
    RestoreScope.EVERYTHING: _("Everything but status, address and times"),
}
_KINDS = {
    "category": _("category"),
    "tag": _("tag"),
    "author": _("author"),
    "source": _("source"),
    "instrument": _("instrument"),
    "image": _("picture"),
    "user": _("editor responsible"),
}


@admin.register(Revision)
class RevisionAdmin(RecordAdmin[Revision]):
    readonly_fields = ["title", "created_at", "person", "act", "saved"]
    fieldsets = [(None, {"fields": [*readonly_fields]})]

    class Media:
        css = {"all": ["articles/admin/history.css"]}

    @admin.display(description=_("article"))
    def title(self, revision: Revision) -> str:
        return revision.article.title

    @admin.display(description=Revision._meta.get_field("created_by").verbose_name)
    def person(self, revision: Revision) -> str:
        return desk_name(revision.created_by)

    @admin.display(description=_("fields"))
    def saved(self, revision: Revision) -> str:
        rows = (
            (capfirst(field_label(Article, field)), readable(Article, field, value))
            for field, value in revision.recorded.items()
            if value not in (None, "", [], {})
            and field not in publishing.LABEL_IDS.values()
        )
        lines = format_html_join("", "<dt>{}</dt><dd><pre>{}</pre></dd>", rows)
        return format_html('<dl class="desk-saved">{}</dl>', lines)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_view_permission(request, obj)
        return may and (obj is None or may_read(request, obj.article))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # It is reached from its article.

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the list of all acts: one article's revisions are its history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:articles_auditentry_changelist"))

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {
            "title": gettext("Saved state"),
            "subtitle": None,
            "history_url": history_url(obj.article),
            "may_restore": self.may_edit_articles(request)
            and obj.article.status != Status.KILLED,
        }

    # Going back

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        restore = self.admin_site.admin_view(self.restore_view)
        own = path("<int:pk>/restore/", restore, name="articles_revision_restore")
        return [own, *super().get_urls()]

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what restoring would change; restore when that is confirmed."""
        if not self.may_edit_articles(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("article", "created_by")
        revision = get_object_or_404(rows, pk=pk)
        if revision.article.status == Status.KILLED:
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        wanted = asked.get("scope", "")
        scope = RestoreScope.TEXTS
        if wanted in list(RestoreScope):
            scope = RestoreScope(wanted)
        if request.method == "POST":
            try:
                return self._restore(request, revision, scope)
            except Overtaken:
                text = gettext(
                    "Somebody saved the article after you had opened this page. Nothing "
                    "is restored yet: look at what would change now."
                )
                self.message_user(request, text, messages.WARNING)
            except KindRefused as refused:
                self.message_user(request, refusal(refused), messages.WARNING)
            except publishing.VerbRefused as refused:
                self.message_user(request, refused.reason, messages.WARNING)
        return self._restore_page(request, revision, scope)

    def _restore(
        self, request: HttpRequest, revision: Revision, scope: RestoreScope
    ) -> HttpResponse:
        base = key_in(request.POST.get("base"))
        if base is None:  # It does not say what the editor has seen.
            raise Overtaken
        make = [
            GoneRow(kind, name)
            for kind, _colon, name in (
                each.partition(":") for each in request.POST.getlist("make")
            )
        ]
        article = publishing.restore(
            revision,
            scope,
            by=cast(User, request.user),
            base=base,
            make=make,
            rule=live_rule(request),
        )
        text = gettext(
            "Restored: %(state)s. What the article was before stays in its history."
        ) % {"state": title_of(revision)}
        self.message_user(request, text, messages.SUCCESS)
        url = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(url)

    def _restore_page(
        self, request: HttpRequest, revision: Revision, scope: RestoreScope
    ) -> HttpResponse:
        plan = publishing.plan_restore(revision, scope)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Restore: %s") % plan.before["title"],
            "opts": Article._meta,
            "media": self.media,
            "article": plan.article,
            "article_title": plan.before["title"],
            "revision": revision,
            "plan": plan,
            "scope": scope,
            "scopes": _SCOPES.items(),
            "left_title": gettext("Now"),
            "right_title": gettext("Restored"),
            "differences": list(differences(plan.before, plan.after)),
            "gone_labels": [
                (f"{row.kind}:{row.name}", _KINDS[row.kind], row.name)
                for row in plan.gone
                if row.name
            ],
            "gone_rows": [_KINDS[row.kind] for row in plan.gone if not row.name],
        }
        template = "admin/articles/revision/restore.html"
        return TemplateResponse(request, template, context)
