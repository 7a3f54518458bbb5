"""Review the sources that imports found: accept, rename, merge or refuse them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.admin.base import DeskAdmin, OpenFilter
from articles.forms import DISCLAIMERS, FoundSourceForm, key_in
from articles.models import (
    HEAVY_FIELDS,
    Article,
    FoundSource,
    ImportedFile,
    Source,
    SourceEvidence,
)
from articles.publishing import (
    NameTaken,
    accept_source,
    evidence_of,
    refuse_source,
)

LIST = "admin:articles_foundsource_changelist"
OPEN, ALL = "open", "all"
_SAMPLES = ("newest", "second", "third")


@dataclass(frozen=True)
class FoundRow:
    """A source with what its files show: three of its articles, and evidence for each
    archive and language, most files first."""

    found: FoundSource
    evidence: Sequence[SourceEvidence]
    samples: Sequence[Article]

    @property
    def files(self) -> int:
        return sum(row.files for row in self.evidence)

    @property
    def has_notice(self) -> bool:
        return any(row.holders for row in self.evidence) or bool(self.edited)

    @cached_property
    def proposed(self) -> dict[str, str]:
        """The disclaimers by their fields: the source's, else what the files show."""
        source = self.found.source
        if source:
            return {name: getattr(source, name) for name in DISCLAIMERS}
        proposed = dict.fromkeys(DISCLAIMERS, "")
        for row in self.evidence:
            name = "disclaimer" if row.language.startswith("zh") else "disclaimer_en"
            if row.is_enough and not proposed[name]:
                proposed[name] = row.notice
        return proposed

    @property
    def confirmed(self) -> dict[str, str]:
        """The disclaimers that accepting confirms."""
        return {name: text for name, text in self.proposed.items() if text}

    @property
    def edited(self) -> list[str]:
        """The disclaimers that an editor wrote and that no file shows so."""
        source, notices = self.found.source, {row.notice for row in self.evidence}
        texts = (
            [self.proposed[name] for name in source.edited_disclaimers]
            if source
            else []
        )
        return [text for text in texts if text and text not in notices]

    @property
    def is_certain(self) -> bool:
        """True if files name it, enough of them, and all hold its notice or none any."""
        return not self.found.is_guess and all(
            row.files >= row.ENOUGH_FILES and row.holders in {0, row.files}
            for row in self.evidence
        )


class DecisionFilter(OpenFilter):
    title = _("decision")
    parameter_name = "decision"
    words = [
        (OPEN, _("Open")),
        *((choice.value, choice.label) for choice in FoundSource.Decision),
        (ALL, _("All")),
    ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> QuerySet[FoundSource]:
        if self.value() == ALL:
            return queryset
        return queryset.filter(decision="" if self.value() == OPEN else self.value())


class SourceDeskAdmin(DeskAdmin[Any]):
    """Records that who may change sources may change."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_source")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_view = request.user.has_perm("articles.view_source")
        return may_view or self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(FoundSource)
class FoundSourceAdmin(SourceDeskAdmin):
    list_display = ["__str__"]  # The template shows the rest.
    list_filter = [DecisionFilter]
    list_select_related = ["source"]
    search_fields = ["label", "name", "source__name"]
    ordering = ["-is_guess", "label", "name"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[FoundSource]:
        files = ImportedFile.objects.filter(
            found_source=OuterRef("pk"), article__gt=0
        ).order_by("-pk")
        samples = {
            name: Subquery(files.values("article")[n : n + 1])
            for n, name in enumerate(_SAMPLES)
        }
        found: QuerySet[FoundSource] = super().get_queryset(request)
        return found.select_related("source").annotate(**samples)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": gettext("Sources found")}
        response = super().changelist_view(request, (extra_context or {}) | title)
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:
            rows = _rows(context["cl"].result_list, request)
            certain = [row for row in rows if row.is_certain and not row.found.decision]
            context |= {
                "rows": rows,
                "decisions": context["cl"].filter_specs[0].choices(context["cl"]),
                "certain": certain,
                "may_decide": self.has_change_permission(request),
            }
            response.context_data = context  # type: ignore[attr-defined]
        return response

    # Deciding

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        decide = self.admin_site.admin_view(self.decide_view)
        certain = self.admin_site.admin_view(self.accept_certain_view)
        return [
            path("certain/", certain, name="articles_foundsource_certain"),
            path("<int:pk>/decide/", decide, name="articles_foundsource_decide"),
            *super().get_urls(),
        ]

    def refuse_unless_posted(self, request: HttpRequest) -> HttpResponse | None:
        """Return the answer to a button's address that was not posted by its form."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        return None

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept or refuse a source as the list shows it."""
        if refusal := self.refuse_unless_posted(request):
            return refusal
        (row,) = _rows([get_object_or_404(self.get_queryset(request), pk=pk)], request)
        if "refuse" in request.POST:
            self._refuse(request, row.found)
        else:
            self._accept(request, row)
        return HttpResponseRedirect(_back(request))

    def accept_certain_view(self, request: HttpRequest) -> HttpResponse:
        """Accept those that the list offered, if the files still leave no doubt of them."""
        if refusal := self.refuse_unless_posted(request):
            return refusal
        offered = filter(None, map(key_in, request.POST.getlist("found")))
        found = self.get_queryset(request).filter(pk__in=offered, decision="")
        accepted = [
            row
            for row in _rows(found, request)
            if row.is_certain and self._accept(request, row, quiet=True)
        ]
        text = ngettext(
            "%d source was accepted.", "%d sources were accepted.", len(accepted)
        )
        self.message_user(request, text % len(accepted), messages.SUCCESS)
        return HttpResponseRedirect(reverse(LIST))

    def _accept(
        self, request: HttpRequest, row: FoundRow, *, quiet: bool = False
    ) -> bool:
        """Accept a source as it is proposed; say so, or why it cannot be."""
        found = row.found
        name = found.source.name if found.source else found.name
        try:
            accept_source(found, name=name, disclaimers=row.confirmed)
        except NameTaken as refusal:
            text = gettext(
                "There is a source “%(name)s” already: open “%(found)s” and choose it, or "
                "another name."
            )
            text %= {"name": refusal.source.name, "found": found}
            self.message_user(request, text, messages.ERROR)
            return False
        self._log(request, found, gettext("Accepted as “%s”.") % name, quiet=quiet)
        return True

    def _refuse(self, request: HttpRequest, found: FoundSource) -> None:
        refuse_source(found)
        self._log(request, found, gettext("Refused: its articles have no source."))

    def _log(
        self,
        request: HttpRequest,
        found: FoundSource,
        text: str,
        *,
        quiet: bool = False,
    ) -> None:
        self.log_change(request, found, text)
        if not quiet:
            about = format_html("<strong>{}</strong>: {}", found, text)
            self.message_user(request, about, messages.SUCCESS)

    # The page

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        found = self.get_object(request, object_id or "")
        if found is None:
            raise Http404
        is_sent = request.method == "POST"
        allowed = self.has_change_permission if is_sent else self.has_view_permission
        if not allowed(request):
            raise PermissionDenied
        if "refuse" in request.POST:
            self._refuse(request, found)
            return HttpResponseRedirect(reverse(LIST))
        (row,) = _rows([found], request)
        name = found.source.name if found.source else found.name
        form = FoundSourceForm(
            request.POST if is_sent else None, initial={"name": name, **row.proposed}
        )
        form.fields["source"].queryset = Source.objects.exclude(pk=found.source_id or 0)
        if form.is_valid() and self._save(request, found, form):
            return HttpResponseRedirect(reverse(LIST))
        context = {
            **self.admin_site.each_context(request),
            "title": str(found),
            "opts": self.opts,
            "row": row,
            "form": form,
            "may_decide": self.has_change_permission(request),
            "media": self.media,
        }
        template = "admin/articles/foundsource/review.html"
        return TemplateResponse(request, template, context)

    def _save(
        self, request: HttpRequest, found: FoundSource, form: FoundSourceForm
    ) -> bool:
        """Carry out what a valid form says; tell whether it could be done."""
        name, into = form.cleaned_data["name"], form.cleaned_data["source"]
        try:
            source = accept_source(
                found, name=name, source=into, disclaimers=form.disclaimers
            )
        except NameTaken as refusal:
            form.refuse_name(refusal.source)
            return False
        self._log(request, found, gettext("Accepted as “%s”.") % source.name)
        return True


def _rows(
    found: Sequence[FoundSource] | QuerySet[FoundSource], request: HttpRequest
) -> list[FoundRow]:
    """Return rows for annotated found sources. Three queries, however many."""
    chosen = list(found)
    ids = {
        row.pk: [pk for name in _SAMPLES if (pk := getattr(row, name))]
        for row in chosen
    }
    seen = Article.objects.known_to(request.user)
    articles = seen.defer(*HEAVY_FIELDS).in_bulk(
        [pk for pks in ids.values() for pk in pks]
    )
    evidence = evidence_of(chosen)
    return [
        FoundRow(
            row,
            evidence[row.pk],
            [articles[pk] for pk in ids[row.pk] if pk in articles],
        )
        for row in chosen
    ]


def _back(request: HttpRequest) -> str:
    """Return the address of the list as the editor had narrowed it."""
    query = request.GET.urlencode()
    return f"{reverse(LIST)}?{query}" if query else reverse(LIST)
