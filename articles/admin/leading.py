"""Deleting pages that readers know: whether another takes their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.admin.base import DeskAdmin
from articles.admin.overtaken import RecordT
from articles.admin.pickers import Picker
from articles.forms import LeadForm, MergeForm
from articles.models import Redirect
from articles.publishing import (
    article_count,
    delete_labels,
    merge_labels,
    transaction,
)

MOST_MERGED = 100


class LeadingDeleteAdmin(DeskAdmin[RecordT]):
    """A page of ours, whose addresses may lead to another of its kind afterwards."""

    delete_confirmation_template = "admin/leading_delete.html"
    lead_help: Any = _("Empty: its addresses answer that it is gone for good.")

    def must_lead(self, row: Any) -> str:
        """Return why another has to take its place; empty if none has to."""
        return ""

    def remove_into(self, request: HttpRequest, row: Any, into: Any) -> None:
        """Delete a row; ``into`` takes its place, if one does."""
        raise NotImplementedError

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        reason = self.must_lead(row)
        form = LeadForm(
            request.POST or None,
            row=row,
            picker=Picker(
                Redirect._meta.get_field(str(self.opts.model_name)), admin.site
            ),
            is_required=bool(reason),
            help_text=reason or self.lead_help,
        )
        if form.is_valid():
            name, pk = str(row), row.pk
            with transaction():
                rows = type(row)._default_manager.filter(pk=pk)
                self.log_deletions(request, rows)
                self.remove_into(request, row, form.cleaned_data["into"])
            self.report_removed(request)
            return self.response_delete(request, name, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Delete"),
            "object": row,
            "object_name": str(self.opts.verbose_name),
            "opts": self.opts,
            "form": form,
            **self.delete_context(row),
        }
        answer = cast(TemplateResponse, self.render_delete_form(request, context))
        cast(dict[str, Any], answer.context_data)["media"] += form.media
        return answer

    def delete_context(self, row: Any) -> dict[str, Any]:
        """Return what else the page says of a row that is to be deleted."""
        return {}


class LabelDeskAdmin(LeadingDeleteAdmin[RecordT]):
    """Labels: deleting and merging, both of which can be undone."""

    actions = ["merge_selected"]
    # Whether articles may lose a label without getting another.
    may_be_lost = False
    lead_help = _(
        "Its articles get this one, and its addresses lead there. Empty: the addresses "
        "answer that they are gone for good."
    )

    def delete_context(self, row: Any) -> dict[str, Any]:
        return {"articles": article_count(row)}

    def must_lead(self, row: Any) -> str:
        if self.may_be_lost or not article_count(row):
            return ""
        return gettext("It has articles: choose the one that they get instead.")

    def what_protects(self, objs: Any) -> list[str]:
        """A label with articles stays, unless another takes its place: they would lose it."""
        counted = [] if self.may_be_lost else [(o, article_count(o)) for o in objs]
        return [f"{label}: {_articles(count)}" for label, count in counted if count]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        delete_labels(list(queryset), by=cast(User, request.user))
        self.report_removed(request)

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Name what goes, and how many articles lose it. A query for each."""
        labels: list[Any] = list(objs)
        _names, counts, perms, protected = super().get_deleted_objects(labels, request)
        told = [f"{label}: {_articles(article_count(label))}" for label in labels]
        return told, counts, perms, protected

    def remove_into(self, request: HttpRequest, row: Any, into: Any) -> None:
        by = cast(User, request.user)
        if into is None:
            delete_labels([row], by=by)
        else:
            merge_labels([row], into, by=by)

    def report_removed(self, request: HttpRequest) -> None:
        self.report(request)
        link = '{} <a href="{}">{}</a>'
        text = _("This can be undone:"), reverse(f"{LIST}"), _("Merged and deleted")
        self.message_user(request, format_html(link, *text))

    @admin.action(description=_("Merge what is selected"), permissions=["merge"])
    def merge_selected(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        labels = list(queryset[: MOST_MERGED + 1])
        if not 2 <= len(labels) <= MOST_MERGED:
            refusal = _("Select from two to a hundred.")
            self.message_user(request, refusal, messages.WARNING)
            return None
        is_sent = "merge" in request.POST
        form = MergeForm(
            request.POST if is_sent else None,
            labels=labels,
            initial={"into": max(labels, key=article_count)},
        )
        if is_sent and form.is_valid():
            self._merge(request, labels, form.cleaned_data["into"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge"),
            "opts": self.opts,
            "form": form,
            "labels": labels,
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        may: list[Callable[[HttpRequest], bool]]
        may = [self.has_change_permission, self.has_delete_permission]
        return all(has(request) for has in may)

    def _merge(self, request: HttpRequest, labels: list[Any], into: Model) -> None:
        moved = merge_labels(labels, cast(Any, into), by=cast(User, request.user))
        names = ", ".join(str(label) for label in labels if label != into)
        message = gettext("Merged with %s.") % names
        self.log_change(request, into, message)  # type: ignore[arg-type]
        text = ngettext(
            "Merged into “%(label)s”; %(n)s article moved.",
            "Merged into “%(label)s”; %(n)s articles moved.",
            moved,
        )
        self.message_user(request, text % {"label": into, "n": moved})
        self.report_removed(request)


LIST = "admin:articles_labeltombstone_changelist"


def _articles(count: int) -> str:
    return ngettext("%(n)s article", "%(n)s articles", count) % {"n": count}
