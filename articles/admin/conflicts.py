"""Show an import's conflicts side by side, for an editor to decide."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.admin.base import OpenFilter, RecordAdmin
from articles.admin.comparing import compare
from articles.admin.readable import field_label, readable
from articles.archive.importer import current_value, resolve
from articles.models import HEAVY_FIELDS, Article, Conflict
from articles.people_names import desk_name
from articles.publishing import VerbRefused

OPEN, DECIDED, ALL = "open", "decided", "all"


class DecisionFilter(OpenFilter):
    """Open ones, unless an editor asks for others."""

    title = _("decision")
    parameter_name = "decision"
    column = "choice"  # Empty where nobody has decided yet.
    words = [(OPEN, _("Open")), (DECIDED, _("Decided")), (ALL, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        is_open = {self.column: ""}
        if self.value() == OPEN:
            return queryset.filter(**is_open)
        return queryset.exclude(**is_open) if self.value() == DECIDED else queryset


@admin.register(Conflict)
class ConflictAdmin(RecordAdmin[Conflict]):
    list_display = ["title", "field_name", "file", "brought_at"]
    list_filter = [DecisionFilter]
    list_select_related = ["article__imported_file", "run", "resolved_by"]
    left_out_of_lists = ["base", "ours", "theirs"]
    search_fields = ["article__title"]
    ordering = [F("resolved_at").desc(nulls_first=True), "-pk"]
    fieldsets = [(None, {"fields": ["field"]})]  # The template shows the rest.
    actions = ["keep_ours", "take_theirs"]

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conflict]:
        heavy = [*HEAVY_FIELDS, "excerpt_html", "imported_file__content"]
        reported = (
            *("actions", "closings", "codes"),
            *("missing_links", "problems", "site_changes"),
        )
        return (
            super()
            .get_queryset(request)
            .select_related(*self.list_select_related)
            .defer(
                *(f"article__{name}" for name in heavy),
                *(f"run__{name}" for name in reported),
            )
        )

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        is_decided = request.GET.get(DecisionFilter.parameter_name) in {DECIDED, ALL}
        decision = ("choice", "person", "resolved_at") if is_decided else ()
        return [*self.list_display, *decision]

    @admin.display(description=_("article"), ordering="article__title")
    def title(self, conflict: Conflict) -> str:
        return conflict.article.title

    @admin.display(description=Conflict._meta.get_field("resolved_by").verbose_name)
    def person(self, conflict: Conflict) -> str:
        return desk_name(conflict.resolved_by)

    @admin.display(description=_("field"), ordering="field")
    def field_name(self, conflict: Conflict) -> str:
        return field_label(Article, conflict.field)

    @admin.display(description=_("file"))
    def file(self, conflict: Conflict) -> str:
        # An article that was deleted in its archive may have no original any more.
        return str(getattr(conflict.article, "imported_file", "–"))

    @admin.display(description=_("imported"), ordering="run__started_at")
    def brought_at(self, conflict: Conflict) -> Any:
        return conflict.run.started_at if conflict.run else None

    @admin.action(description=_("Keep the article's"), permissions=["decide"])
    def keep_ours(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._decide_all(request, queryset, Conflict.Choice.OURS)

    @admin.action(description=_("Take the file's"), permissions=["decide"])
    def take_theirs(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._decide_all(request, queryset, Conflict.Choice.THEIRS)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self.may_decide(request)

    def _decide_all(
        self, request: HttpRequest, queryset: QuerySet[Any], choice: Conflict.Choice
    ) -> None:
        number = 0
        # In the order in which they came: of several about one field the last counts.
        for conflict in queryset.filter(choice="").order_by("pk"):
            number += self._decide(request, conflict, choice)
        text = ngettext(
            "%d conflict was decided.", "%d conflicts were decided.", number
        )
        self.message_user(request, text % number, messages.SUCCESS)

    def _decide(
        self, request: HttpRequest, conflict: Conflict, choice: Conflict.Choice
    ) -> bool:
        """Decide a conflict, or give the reason in a message; tell whether it was decided."""
        try:
            is_decided = resolve(conflict, choice, cast(User, request.user))
        except ValidationError as refusal:
            text = f"{conflict.article}: {' '.join(refusal.messages)}"
            self.message_user(request, text, messages.ERROR)
            return False
        except VerbRefused as refused:
            text = f"{conflict.article}: {refused.reason}"
            self.message_user(request, text, messages.ERROR)
            return False
        if not is_decided:
            text = gettext("Somebody decided this before you: %s") % conflict
            self.message_user(request, text, messages.WARNING)
        return is_decided

    # The page

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        decide = self.admin_site.admin_view(self.decide_view)
        decide_path = path("<int:pk>/decide/", decide, name="articles_conflict_decide")
        return [decide_path, *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide as one of the two buttons says, then show the next one that is open."""
        if refusal := self.refuse_unless_posted(request):
            return refusal
        choice = request.POST.get("choice", "")
        if choice not in Conflict.Choice:
            return HttpResponseBadRequest()
        conflict = get_object_or_404(self.get_queryset(request), pk=pk)
        back = HttpResponseRedirect(_url_of(conflict))
        if request.POST.get("base") != str(_newest_revision(conflict)):
            text = gettext(
                "Somebody saved the article after you had opened this page. Nothing is "
                "decided yet: look at what it says now."
            )
            self.message_user(request, text, messages.WARNING)
            return back
        if self._decide(request, conflict, Conflict.Choice(choice)):
            self.message_user(request, _decided(conflict), messages.SUCCESS)
        elif not conflict.choice:
            return back
        following = _following(conflict)
        if following is None:
            return HttpResponseRedirect(reverse("admin:articles_conflict_changelist"))
        return HttpResponseRedirect(_url_of(following))

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        following = None if obj.choice else _following(obj)
        newer = Conflict.objects.filter(
            article=obj.article_id, field=obj.field, pk__gt=obj.pk
        )
        return {
            "title": gettext("Import conflict"),
            "subtitle": None,
            "conflict": obj,
            "field_name": self.field_name(obj),
            "file": self.file(obj),
            "state": obj.article.state_at(),
            "base": _newest_revision(obj),
            "may_decide": not obj.choice and self.has_decide_permission(request),
            "next_url": _url_of(following) if following else "",
            "newer": None
            if obj.choice
            else newer.defer("base", "ours", "theirs").first(),
            **_sides(obj),
        }


def _newest_revision(conflict: Conflict) -> int | None:
    revisions = conflict.article.revisions.values_list("pk", flat=True)
    return revisions.first()


def _sides(conflict: Conflict) -> dict[str, Any]:
    """Return the values in words, and their comparison; as long as there is something to
    decide, with the article of now."""
    then, incoming, before = (
        readable(Article, conflict.field, value)
        for value in (conflict.ours, conflict.theirs, conflict.base)
    )
    current = then
    if not conflict.choice:
        current = readable(Article, conflict.field, current_value(conflict))
    return {
        "rows": compare(current or "–", incoming or "–"),
        "current": current,
        "incoming": incoming,
        "before": before,
        "then": then,
        "has_changed_since": current != then,
        "is_settled": current == incoming,
    }


def _following(conflict: Conflict) -> Conflict | None:
    """Return the open conflict that stands below in the list, else the one at its top."""
    others = Conflict.objects.open().only("pk").exclude(pk=conflict.pk)
    return others.filter(pk__lt=conflict.pk).first() or others.first()


def _url_of(conflict: Conflict) -> str:
    return reverse("admin:articles_conflict_change", args=[conflict.pk])


def _decided(conflict: Conflict) -> str:
    words = {"field": field_label(Article, conflict.field), "title": conflict.article}
    if conflict.choice == Conflict.Choice.OURS:
        return gettext("“%(title)s” keeps its own: %(field)s.") % words
    return (
        gettext(
            "“%(title)s” took the file's: %(field)s. What it replaced stays in the "
            "article's history."
        )
        % words
    )
