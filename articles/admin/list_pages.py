"""What stands above lists: beside their category, tag or author, and on its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles import publishing
from articles.admin.base import FORM_FIELDS, DeskAdmin
from articles.admin.overtaken import OpenedInline, RecordT
from articles.admin.readable import readable
from articles.choices import Variant
from articles.forms import ListPageForm, ListPageFormSet
from articles.models import ImportedListPage, ListPage

_FIELDS = ["language", "title", "body", "description", "status"]


class LabelPages(OpenedInline, admin.StackedInline[ListPage, Model]):
    model = ListPage
    form = ListPageForm
    formset = ListPageFormSet
    fields = [*_FIELDS]
    formfield_overrides = FORM_FIELDS
    show_change_link = True
    verbose_name_plural = _("Heading and text of the list")

    def get_extra(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> int:
        # One to begin with: in a form that is added later there is no live preview.
        own = {str(obj._meta.model_name): obj} if obj else {}
        return 0 if obj and ListPage.objects.filter(**own).exists() else 1


class LabelPagesAdmin(DeskAdmin[RecordT]):
    """A label whose list has pages of its own."""

    inlines = [LabelPages]

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        pages = formset.save(commit=False)
        self.remove(formset.deleted_objects)
        for page in pages:
            page.kind = page.kind or self.opts.model_name
            publishing.save_list_page(page)


@admin.register(ListPage)
class ListPageAdmin(DeskAdmin[ListPage]):
    form = ListPageForm
    list_display = ["__str__", "whose", "read_in", "status"]
    list_filter = ["kind", "status"]
    list_select_related = ["category", "tag", "author"]
    search_fields = ["title", "category__name", "tag__name", "author__name"]
    ordering = ["kind", "pk"]
    readonly_fields = ["whose", "file", "file_text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListPage]:
        return super().get_queryset(request).defer("body_html")

    def get_fields(self, request: HttpRequest, obj: ListPage | None = None) -> Any:
        if obj is None:
            return ["kind", *_FIELDS]
        return ["whose", *_FIELDS, "file", "file_text"]

    @admin.display(description=_("page of"), ordering="kind")
    def whose(self, page: ListPage) -> str:
        kind = page.get_kind_display()
        return f"{kind}: {page.label}" if page.label else kind

    @admin.display(description=_("language"), ordering="language", empty_value="–")
    def read_in(self, page: ListPage) -> str:
        return readable(ListPage, "language", page.language)

    @admin.display(description=_("imported from"))
    def file(self, page: ListPage) -> str:
        rows = ImportedListPage.objects.defer("content")
        original = rows.filter(page=page).first()
        return str(original) if original else gettext("Written here.")

    @admin.display(description=_("the file at the last import"))
    def file_text(self, page: ListPage) -> str:
        original = ImportedListPage.objects.filter(page=page).first()
        if original is None:
            return "–"
        text = original.content.decode(original.encoding, "replace")
        return format_html('<pre class="desk-data">{}</pre>', text)

    def view_on_site(self, page: ListPage) -> str | None:
        own = (v for v in Variant if v.language == page.language)
        return page.url_in(next(own, settings.DEFAULT_VARIANT))

    def store(self, request: HttpRequest, record: ListPage) -> None:
        publishing.save_list_page(record)
