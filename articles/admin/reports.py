"""Readers' reports of what reads wrong, and the way from there to a term."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext

from articles.admin.base import RecordAdmin
from articles.models import ConversionReport, SiteSettings
from articles.variants import conversions

_LONGEST_NOTE = 500  # Of a term.


@admin.register(ConversionReport)
class ConversionReportAdmin(RecordAdmin[ConversionReport]):
    list_display = ["words", "note", "term", "report_count", "outcome", "variant"]
    list_display += ["where", "created_at"]
    list_filter = ["outcome", "variant"]
    list_select_related = ["article"]
    left_out_of_lists = ["article__body", "article__body_html"]
    search_fields = ["passage", "sentence", "article__title"]
    ordering = ["outcome", "-report_count", "-id"]  # Open is the empty outcome.
    fields = ["words", "variant", "article", "where", "note", "report_count"]
    fields += ["outcome", "created_at", "term"]
    actions = ["mark_fixed", "dismiss"]

    def get_urls(self) -> list[URLPattern]:
        make_term = self.admin_site.admin_view(self.make_term)
        name = "articles_conversionreport_term"
        return [path("<int:pk>/term/", make_term, name=name), *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return _without_term(request, self.list_display)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return _without_term(request, self.fields)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self.may_decide(request)

    @admin.display(description=_("passage"))
    def words(self, report: ConversionReport) -> SafeString:
        """Show the passage, marked in its sentence where that is known."""
        before, found, after = report.sentence.partition(report.passage)
        if not found:
            return format_html("<mark>{}</mark> {}", report.passage, report.sentence)
        return format_html("{}<mark>{}</mark>{}", before, found, after)

    @admin.display(description=_("as readers see it"), ordering="article")
    def where(self, report: ConversionReport) -> SafeString:
        article = report.article
        return format_html(
            '<a href="{}">{}</a>', article.url_in(report.variant), article.title
        )

    @admin.display(description=_("remedy"))
    def term(self, report: ConversionReport) -> SafeString:
        url = reverse("admin:articles_conversionreport_term", args=[report.pk])
        return format_html('<a class="button" href="{}">{}</a>', url, _("Make a term"))

    def make_term(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Lead to a new term for the word that the report is about."""
        if not _may_make_terms(request):
            raise PermissionDenied
        reports = ConversionReport.objects.select_related("article")
        report = get_object_or_404(reports, pk=pk)
        forms = conversions.forms_reported(
            report, SiteSettings.current().conversion_version
        )
        note = " · ".join(filter(None, (report.sentence, *report.note.split("\n"))))
        query = urlencode({**forms, "note": note[:_LONGEST_NOTE]})
        return HttpResponseRedirect(f"{reverse('admin:articles_term_add')}?{query}")

    @admin.action(description=_("Mark as fixed"), permissions=["decide"])
    def mark_fixed(
        self, request: HttpRequest, queryset: QuerySet[ConversionReport]
    ) -> None:
        self._decide(request, queryset, ConversionReport.Outcome.FIXED)

    @admin.action(description=_("Dismiss"), permissions=["decide"])
    def dismiss(
        self, request: HttpRequest, queryset: QuerySet[ConversionReport]
    ) -> None:
        self._decide(request, queryset, ConversionReport.Outcome.DISMISSED)

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[ConversionReport],
        outcome: ConversionReport.Outcome,
    ) -> None:
        number = queryset.update(outcome=outcome)
        text = ngettext("%d report was decided.", "%d reports were decided.", number)
        self.message_user(request, text % number, messages.SUCCESS)


def _may_make_terms(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.add_term")


def _without_term(request: HttpRequest, names: list[Any]) -> list[Any]:
    """Leave out the way to a term for those who may not make one."""
    return [name for name in names if name != "term" or _may_make_terms(request)]
