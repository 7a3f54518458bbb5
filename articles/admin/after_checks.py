"""The changes that went out at once, for a chief to read afterwards."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from articles import publishing
from articles.admin.base import OpenFilter, RecordAdmin
from articles.admin.differences import differences
from articles.forms import key_in
from articles.models import AfterCheck, Article
from articles.people_names import desk_name
from articles.rights import Right

OPEN, CHECKED = "open", "checked"


class CheckedFilter(OpenFilter):
    title = _("checked")
    parameter_name = "checked"
    words = [(OPEN, _("Not checked yet")), (CHECKED, _("Checked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(at__isnull=self.value() == OPEN)


@admin.register(AfterCheck)
class AfterCheckAdmin(RecordAdmin[AfterCheck]):
    """A list, and a page for each change with its difference and one button."""

    list_display = ["article", "kind", "person", "saved", "checked_by", "at"]
    list_filter = [CheckedFilter]
    list_select_related = ["revision__article", "revision__created_by", "taken_by"]
    left_out_of_lists = [
        *("revision__fields", "revision__article__body"),
        "revision__article__body_html",
    ]
    ordering = ["-pk"]

    class Media:
        css = {"all": ["articles/admin/history.css"]}

    @admin.display(description=_("article"))
    def article(self, check: AfterCheck) -> str:
        return check.revision.article.title

    @admin.display(description=_("kind of change"))
    def kind(self, check: AfterCheck) -> str:
        return check.revision.get_kind_display()

    @admin.display(description=_("by"))
    def person(self, check: AfterCheck) -> str:
        return desk_name(check.revision.created_by)

    @admin.display(description=AfterCheck._meta.get_field("taken_by").verbose_name)
    def checked_by(self, check: AfterCheck) -> str:
        return desk_name(check.taken_by)

    @admin.display(description=_("saved"))
    def saved(self, check: AfterCheck) -> Any:
        return check.revision.created_at

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(Right.PUBLISH)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what changed; posted, record that it was read."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = AfterCheck.objects.select_related(*self.list_select_related)
        check = get_object_or_404(rows, pk=key_in(unquote(object_id)) or 0)
        if request.method == "POST":
            return self._checked(request, check)
        revision = check.revision
        before = revision.article.revisions.filter(pk__lt=revision.pk).first()
        if before:
            before.article = revision.article
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("After-check: %s") % revision.article,
            "opts": Article._meta,
            "media": self.media,
            "check": check,
            "revision": revision,
            "article": revision.article,
            "left_title": gettext("Before"),
            "right_title": gettext("Afterwards"),
            "differences": list(differences(before.recorded, revision.recorded))
            if before
            else [],
        }
        template = "admin/articles/aftercheck/check.html"
        return TemplateResponse(request, template, context)

    def _checked(self, request: HttpRequest, check: AfterCheck) -> HttpResponse:
        if publishing.check_afterwards(check, by=cast(User, request.user)):
            text = gettext("Checked: %s") % check.revision.article
            self.message_user(request, text, messages.SUCCESS)
        else:
            text = gettext("Somebody else checked it meanwhile.")
            self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_aftercheck_changelist"))
