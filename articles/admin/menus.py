"""Menu entries, on their own page and on that of their article."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.base import FORM_FIELDS, DeskAdmin, WordFilter
from articles.choices import MenuName
from articles.forms import ArticleMenuEntryForm, ArticleMenuFormSet, MenuEntryForm
from articles.models import Article, MenuEntry


class ArticleMenuEntries(admin.StackedInline[MenuEntry, Article]):
    model = MenuEntry
    form = ArticleMenuEntryForm
    formset = ArticleMenuFormSet
    fields = ["menu", "label", "weight"]
    formfield_overrides = FORM_FIELDS
    extra = 0
    classes = ["collapse", "desk-fold"]
    verbose_name_plural = _("Menus")


class MenuFilter(WordFilter):
    title = _("menu")
    parameter_name = "menu"
    words = MenuName.choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[MenuEntry]
    ) -> QuerySet[MenuEntry]:
        return queryset.filter(menu=self.value()) if self.value() else queryset


@admin.register(MenuEntry)
class MenuEntryAdmin(DeskAdmin[MenuEntry]):
    form = MenuEntryForm
    list_display = ["__str__", "shown_in", "weight", "leads_to", "language_group"]
    list_filter = [MenuFilter, "language_group"]
    list_select_related = ["article"]
    autocomplete_fields = ["article"]
    search_fields = ["label", "article__title"]
    fields = ["menu", "label", "article", "url", "language_group", "weight"]

    @admin.display(description=_("menu"), ordering="menu")
    def shown_in(self, entry: MenuEntry) -> str:
        names = {name.value: str(name.label) for name in MenuName}
        return names.get(entry.menu, entry.menu)

    @admin.display(description=_("leads to"))
    def leads_to(self, entry: MenuEntry) -> Article | str | None:
        return entry.article or entry.url

    def get_queryset(self, request: HttpRequest) -> QuerySet[MenuEntry]:
        return (
            super().get_queryset(request).defer("article__body", "article__body_html")
        )

    def store(self, request: HttpRequest, record: MenuEntry) -> None:
        publishing.save_menu_entry(record)

    def remove(self, records: Sequence[MenuEntry]) -> None:
        publishing.delete_menu_entries(records)
