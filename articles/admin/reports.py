"""Readers' reports of what is wrong, and the way from there to its remedy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext

from articles import publishing
from articles.admin.base import RecordAdmin
from articles.admin.corrections import PAGE as CORRECTIONS_PAGE
from articles.models import ReaderReport, SiteSettings
from articles.rights import Right
from articles.variants import conversions

_LONGEST_NOTE = 500  # Of a term.
# What it takes to remedy what is reported, and what each row is told of it.
_TERMS = "articles.add_term"
_REMEDIES = {ReaderReport.Kind.WORDING: _TERMS, ReaderReport.Kind.FACT: Right.CORRECT}
_MAY = {kind: f"may_remedy_{kind}" for kind in _REMEDIES}


@admin.register(ReaderReport)
class ReaderReportAdmin(RecordAdmin[ReaderReport]):
    list_display = ["words", "note", "remedy", "report_count", "outcome", "kind"]
    list_display += ["where", "created_at"]
    list_filter = ["outcome", "kind", "variant"]
    list_select_related = ["article"]
    left_out_of_lists = ["article__body", "article__body_html"]
    search_fields = ["passage", "sentence", "note", "article__title"]
    ordering = ["outcome", "-report_count", "-id"]  # Open is the empty outcome.
    fields = ["kind", "words", "variant", "article", "where", "note", "contact"]
    fields += ["report_count", "outcome", "created_at", "remedy"]
    actions = ["mark_fixed", "dismiss"]

    def get_urls(self) -> list[URLPattern]:
        make_term = self.admin_site.admin_view(self.make_term)
        name = "articles_readerreport_term"
        return [path("<int:pk>/term/", make_term, name=name), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderReport]:
        may = {
            _MAY[kind]: Value(request.user.has_perm(right))
            for kind, right in _REMEDIES.items()
        }
        return super().get_queryset(request).annotate(**may)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self.may_decide(request)

    @admin.display(description=_("passage"))
    def words(self, report: ReaderReport) -> SafeString:
        """Show the passage, marked in its sentence where that is known."""
        if not report.passage:
            return format_html("{}", _("The article"))
        before, found, after = report.sentence.partition(report.passage)
        if not found:
            return format_html("<mark>{}</mark> {}", report.passage, report.sentence)
        return format_html("{}<mark>{}</mark>{}", before, found, after)

    @admin.display(description=_("as readers see it"), ordering="article")
    def where(self, report: ReaderReport) -> SafeString:
        article = report.article
        return format_html(
            '<a href="{}">{}</a>', article.url_in(report.variant), article.title
        )

    @admin.display(description=_("remedy"))
    def remedy(self, report: ReaderReport) -> SafeString:
        """Lead to a term for a wording, for a fact to the corrections of the article with
        the reader's words to start from. Who may not do that reads whom to ask."""
        is_fact = report.kind == ReaderReport.Kind.FACT
        if not getattr(report, _MAY[ReaderReport.Kind(report.kind)]):
            whom = _("Ask a chief editor") if is_fact else _("Ask an editor")
            return format_html("{}", whom)
        if is_fact:
            url = reverse(CORRECTIONS_PAGE, args=[report.article_id])
            return _button(f"{url}?{urlencode({'text': report.note})}", _("Correct it"))
        url = reverse("admin:articles_readerreport_term", args=[report.pk])
        return _button(url, _("Make a term"))

    def make_term(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Lead to a new term for the word that the report is about."""
        if not request.user.has_perm(_TERMS):
            raise PermissionDenied
        reports = ReaderReport.objects.select_related("article")
        report = get_object_or_404(reports, pk=pk)
        forms = conversions.forms_reported(
            report, SiteSettings.current().conversion_version
        )
        note = " · ".join(filter(None, (report.sentence, *report.note.split("\n"))))
        query = urlencode({**forms, "note": note[:_LONGEST_NOTE]})
        return HttpResponseRedirect(f"{reverse('admin:articles_term_add')}?{query}")

    @admin.action(description=_("Mark as fixed"), permissions=["decide"])
    def mark_fixed(
        self, request: HttpRequest, queryset: QuerySet[ReaderReport]
    ) -> None:
        self._decide(request, queryset, ReaderReport.Outcome.FIXED)

    @admin.action(description=_("Dismiss"), permissions=["decide"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[ReaderReport]) -> None:
        self._decide(request, queryset, ReaderReport.Outcome.DISMISSED)

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[ReaderReport],
        outcome: ReaderReport.Outcome,
    ) -> None:
        numbers = list(queryset.values_list("pk", flat=True))
        number = publishing.decide_reports(numbers, outcome)
        text = ngettext("%d report was decided.", "%d reports were decided.", number)
        self.message_user(request, text % number, messages.SUCCESS)


def _button(url: str, label: Any) -> SafeString:
    return format_html('<a class="button" href="{}">{}</a>', url, label)
