"""The term base and the house style: how Chinese reads in each variant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.comparing import Row, compare
from articles.admin.readable import yes_or_no
from articles.admin.warnings import MOST
from articles.choices import ChineseVariant, Variant
from articles.forms import StyleRuleForm, TermFileForm, TermForm
from articles.models import StyleRule, Term
from articles.people_names import desk_name
from articles.variants import term_base


class ScopeFilter(admin.SimpleListFilter):
    title = _("scope")
    parameter_name = "scope"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [
            ("site", _("Whole site")),
            ("category", _("One category")),
            ("article", _("One article")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Term]
    ) -> QuerySet[Term]:
        match self.value():
            case "site":
                return queryset.filter(category=None, article=None)
            case "category":
                return queryset.exclude(category=None)
            case "article":
                return queryset.exclude(article=None)
        return queryset


@admin.register(Term)
class TermAdmin(DeskAdmin[Term]):
    form = TermForm
    list_display = [
        *("simplified", "taiwan", "hong_kong", "kind", "regional", "scope"),
        *("note", "person"),
    ]
    list_filter = ["kind", "is_regional", ScopeFilter]
    list_select_related = ["category", "article", "created_by"]
    search_fields = ["simplified", "taiwan", "hong_kong", "synonyms", "note"]
    search_help_text = _("A form in any variant, another name, or a word of the note.")
    autocomplete_fields = ["category", "article"]
    fieldsets = [
        (
            None,
            {"fields": ["kind", "simplified", "taiwan", "hong_kong", "is_regional"]},
        ),
        (
            _("Scope"),
            {
                "fields": ["category", "article"],
                "description": _("With neither the term counts for the whole site."),
            },
        ),
        (None, {"fields": ["synonyms", "note", "seen"]}),
    ]

    class Media:
        css = {"all": ["articles/admin/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        heavy = ("body", "body_html", "headings", "disclaimer", "extra")
        return (
            super().get_queryset(request).defer(*(f"article__{name}" for name in heavy))
        )

    @admin.display(
        description=Term._meta.get_field("is_regional").verbose_name,
        ordering="is_regional",
    )
    def regional(self, term: Term) -> str:
        return yes_or_no(term.is_regional)

    @admin.display(description=Term._meta.get_field("created_by").verbose_name)
    def person(self, term: Term) -> str:
        return desk_name(term.created_by)

    @admin.display(description=_("scope"))
    def scope(self, term: Term) -> str:
        return str(term.category or term.article or gettext("Whole site"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="articles_term_import"),
            path("export/", view(self.export_view), name="articles_term_export"),
            *super().get_urls(),
        ]

    # Saving

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Term | None = None,
    ) -> HttpResponse:
        context |= effects_context(context["adminform"].form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(
        self, request: HttpRequest, obj: Term, form: Any, change: bool
    ) -> None:
        term_base.save_term(obj, by=cast(User, request.user))
        page = reverse("admin:articles_term_change", args=[obj.pk])
        for name, oddity in form.oddities().items():
            label = form.fields[name].label
            text = format_html('<a href="{}">{}</a>: {}', page, label, oddity)
            self.message_user(request, text, messages.WARNING)

    def remove(self, records: Sequence[Term]) -> None:
        term_base.delete_terms(records)

    # Files

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may = {"may_import": self.may_import(request)}
        return super().changelist_view(request, (extra_context or {}) | may)

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_import(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = TermFileForm(request.POST, request.FILES) if is_sent else TermFileForm()
        found = None
        is_check = "_check" in request.POST
        if form.is_valid():
            found = term_base.import_terms(
                form.cleaned_data["file"],
                by=cast(User, request.user),
                only_new=form.cleaned_data["only_new"],
                dry_run=is_check,
            )
            if not (found.bad or is_check):
                self.message_user(request, _counted(found), messages.SUCCESS)
                self._warn(request, found.odd)
                return HttpResponseRedirect(reverse("admin:articles_term_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import terms"),
            "opts": self.opts,
            "form": form,
            "found": found,
            "counted": _counted(found) if found else "",
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/term/import.html", context)

    def _warn(self, request: HttpRequest, odd: Sequence[term_base.LineNote]) -> None:
        for note in odd[:MOST]:
            text = gettext("Line %(line)s: %(message)s")
            text %= {"line": note.line, "message": note.message}
            self.message_user(request, text, messages.WARNING)
        if len(odd) > MOST:
            rest = gettext("And %(n)s more.") % {"n": len(odd) - MOST}
            self.message_user(request, rest, messages.WARNING)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        # With a mark, because without one Excel takes it for another encoding.
        content = term_base.export_terms().encode("utf-8-sig")
        name = f"terms-{timezone.localdate():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, "text/csv; charset=utf-8", headers=headers)


def effects_context(form: Any) -> dict[str, Any]:
    """Describe for a template what a form holds back to show; empty if nothing."""
    effects = getattr(form, "effects", None)
    if not effects:
        return {}
    return {
        # Nothing is wrong: the note of the form says what happened.
        "errors": None,
        "effects": effects,
        "newest": term_base.EXAMINED,
        "compared": [(effect, _compared(effect)) for effect in effects.articles],
    }


def _compared(effect: term_base.Effect) -> list[tuple[Variant, Row]]:
    return [
        (difference.variant, row)
        for difference in effect.differences
        for row in compare(difference.before, difference.after)
    ]


def _counted(found: term_base.TermImport) -> str:
    counted = gettext(
        "%(created)s created, %(updated)s updated, %(unchanged)s unchanged."
    ) % {
        "created": f"{found.created:,}",
        "updated": f"{found.updated:,}",
        "unchanged": f"{found.unchanged:,}",
    }
    if not found.left_out:
        return counted
    left_out = gettext("%(n)s left out.") % {"n": f"{found.left_out:,}"}
    return f"{counted} {left_out}"


class StyleVariantFilter(admin.SimpleListFilter):
    title = _("variant")
    parameter_name = "language"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [(Variant(v).language.value, v.label) for v in ChineseVariant]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[StyleRule]
    ) -> QuerySet[StyleRule]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(StyleRule)
class StyleRuleAdmin(DeskAdmin[StyleRule]):
    form = StyleRuleForm
    list_display = ["converted", "printed", "language", "is_on"]
    list_editable = ["is_on"]
    list_filter = [StyleVariantFilter, "is_on"]
    list_per_page = 200
    search_fields = ["converted", "printed"]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in self.list_editable:
            field.widget.attrs["aria-label"] = field.label  # A list has none beside it.
        return field

    def store(self, request: HttpRequest, record: StyleRule) -> None:
        term_base.save_style_rule(record)

    def remove(self, records: Sequence[StyleRule]) -> None:
        term_base.delete_style_rules(records)
