"""Name closing blocks, with the ends of files to copy them from."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from articles.admin.found_sources import SourceDeskAdmin
from articles.archive.importer import closing_lines
from articles.forms import FooterRuleForm, key_in
from articles.models import FooterRule, ImportedFile


@admin.register(FooterRule)
class FooterRuleAdmin(SourceDeskAdmin):
    form = FooterRuleForm
    list_display = ["__str__", "treatment", "source"]
    list_select_related = ["source"]
    autocomplete_fields = ["source"]
    fields = ["source", "text", "treatment"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Show how files end: those of the row that led here, else of the source."""
        chosen = request.POST.get("source") or request.GET.get("source")
        source = key_in(chosen or (obj.source_id if obj else None))
        found = key_in(request.GET.get("found"))
        files = ImportedFile.objects.all()
        if source:
            files = files.filter(found_source__source=source)
        elif found:
            files = files.filter(found_source=found)
        return {"endings": closing_lines(files)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if getattr(form, "is_counted", False):
            # Nothing is wrong: the note of the form says what happened.
            context |= {"errors": None, "counted": form.non_field_errors()}
        return super().render_change_form(request, context, *args, **kwargs)
