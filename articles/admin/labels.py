"""Categories, authors and sources: articles follow their names by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _, ngettext

from articles.admin.base import DeskAdmin
from articles.admin.list_pages import LabelPagesAdmin
from articles.forms import KeyedForm, LabelForm, MarkdownInput
from articles.models import Article, Author, Category, Source
from articles.publishing import confirm_disclaimers

LabelT = TypeVar("LabelT", Category, Author, Source)


class LabelAdmin(DeskAdmin[LabelT]):
    form = LabelForm
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    articles_field = ""

    def what_protects(self, objs: Iterable[Model]) -> list[str]:
        """A label with articles stays: they would lose it."""
        reasons = []
        for obj in objs:
            count = Article.objects.filter(**{self.articles_field: obj}).count()
            if count:
                text = ngettext(
                    "%(label)s: %(n)s article", "%(label)s: %(n)s articles", count
                )
                reasons.append(text % {"label": obj, "n": count})
        return reasons

    def view_on_site(self, obj: LabelT) -> str:
        return obj.url_in(settings.DEFAULT_VARIANT)


@admin.register(Category)
class CategoryAdmin(LabelPagesAdmin[Category], LabelAdmin[Category]):
    form = KeyedForm
    articles_field = "categories"
    fields = ["name", "slug", "description"]


@admin.register(Author)
class AuthorAdmin(LabelPagesAdmin[Author], LabelAdmin[Author]):
    form = KeyedForm
    articles_field = "authors"
    fields = ["name", "slug", "bio", "avatar"]
    autocomplete_fields = ["avatar"]


@admin.register(Source)
class SourceAdmin(LabelAdmin[Source]):
    articles_field = "source"
    list_display = ["name", "slug", "has_disclaimer", "has_disclaimer_en"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "url"]}),
        (
            _("Republishing disclaimer"),
            {
                "fields": ["disclaimer", "disclaimer_en"],
                "description": _(
                    "Shown once under every article of this source, from the moment "
                    "you save. Below the text stands what readers will see."
                ),
            },
        ),
    ]

    @admin.display(description=_("disclaimer"), boolean=True)
    def has_disclaimer(self, source: Source) -> bool:
        return bool(source.disclaimer.strip())

    @admin.display(description=_("in English"), boolean=True)
    def has_disclaimer_en(self, source: Source) -> bool:
        return bool(source.disclaimer_en.strip())

    def save_model(self, request: Any, obj: Source, form: Any, change: bool) -> None:
        changed = {"disclaimer", "disclaimer_en"}.intersection(form.changed_data)
        confirm_disclaimers(obj, {name: getattr(obj, name) for name in changed})
        super().save_model(request, obj, form, change)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in {"disclaimer", "disclaimer_en"}:
            kwargs["widget"] = MarkdownInput(attrs={"rows": 8})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
