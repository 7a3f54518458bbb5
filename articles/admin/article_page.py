"""The page on which an article is written: its form, and what stands around it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.menus import ArticleMenuEntries
from articles.admin.origin import OriginDisplays
from articles.admin.pickers import ordered_picker
from articles.admin.readable import field_label
from articles.admin.variants import VariantOverrides
from articles.choices import Status, Variant
from articles.forms import ArticleForm, NamesField, OrderedChoiceField, slips_of
from articles.models import Article, ArticleCategory, Byline, Conflict
from articles.widgets import choices as widget_choices


class ArticlePage(OriginDisplays, DeskAdmin[Article]):
    """The form of an article, with everything that a person writes about it."""

    form = ArticleForm
    inlines = [VariantOverrides, ArticleMenuEntries]
    autocomplete_fields = ["source", "thumbnail"]
    save_on_top = True
    readonly_fields = [
        *("original_file", "import_warnings", "files_of_article"),
        "other_front_matter",
        *("created_at", "edited_at", "saved_states"),
    ]
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", "own_script", "base", "form_key"]}),
        (
            _("Filing"),
            {
                "fields": [
                    *("filed_under", "tags", "written_by", "source"),
                    *("language", "slug"),
                ]
            },
        ),
        (
            _("Publication"),
            {
                "fields": [
                    *("status", ("published_at", "expires_at")),
                    *(("embargoed_until", "modified_at"), "visibility"),
                ],
                "description": format_lazy(
                    _("All times are those of {zone}."), zone=settings.TIME_ZONE
                ),
            },
        ),
        (
            _("Picture"),
            {
                "fields": [
                    *("thumbnail", "thumbnail_file", "thumbnail_alt"),
                    *("thumbnail_url", "thumbnail_place"),
                ]
            },
        ),
        (_("Summary and search engines"), {"fields": ["summary", "description"]}),
        (
            _("Page"),
            {
                "classes": ["collapse"],
                "fields": [
                    *("comments", "authorbox", "pager", "toc", "mathjax"),
                    *("sidebar", "widgets", "weight"),
                ],
            },
        ),
        (
            _("Origin"),
            {
                "classes": ["collapse"],
                "fields": [
                    *("source_url", "disclaimer", "translation_key"),
                    *("translation_languages", "original_file", "import_warnings"),
                    *("files_of_article", "other_front_matter"),
                ],
            },
        ),
        (
            _("Saved states"),
            {
                "classes": ["collapse"],
                "fields": ["created_at", "edited_at", "saved_states"],
            },
        ),
    ]

    class Media:
        js = [
            Script(f"articles/admin/{name}.js", type="module")
            for name in ("writing", "preview", "tags", "names")
        ]

    def get_form(
        self,
        request: HttpRequest,
        obj: Article | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[Article]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        fields = form.base_fields
        for name, model, of in (
            ("filed_under", ArticleCategory, "category"),
            ("written_by", Byline, "author"),
        ):
            plain = cast(OrderedChoiceField, fields[name])
            fields[name] = OrderedChoiceField(
                queryset=plain.queryset,
                required=False,
                label=plain.label,
                help_text=plain.help_text,
                widget=ordered_picker(request, model._meta.get_field(of)),
            )
        fields["widgets"] = NamesField(
            known=widget_choices(),
            required=False,
            label=fields["widgets"].label,
            help_text=fields["widgets"].help_text,
        )
        if not request.user.has_perm("articles.add_image"):
            del fields["thumbnail_file"], fields["thumbnail_alt"]
        return form

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """Read the article, and before it its newest revision: what somebody saves in
        between counts as saved since."""
        try:
            number = Article._meta.pk.to_python(object_id)
        except ValidationError:
            return None
        rows = Article.objects.filter(pk=number)
        newest = rows.aggregate(newest=Max("revisions"))["newest"]
        article = super().get_object(request, object_id, from_field)
        if article:
            article.opened_revision = newest
        return article

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        hidden = set()
        if not request.user.has_perm("articles.add_image"):
            hidden |= {"thumbnail_file", "thumbnail_alt"}
        if obj is None:
            hidden |= {*self.readonly_fields, "own_script"}
        elif not (self.has_change_permission(request, obj) and slips_of(obj)):
            hidden.add("own_script")
        shown = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [field for field in options["fields"] if field not in hidden]
            if fields:
                shown.append((name, {**options, "fields": fields}))
        return shown

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        may = self.has_change_permission(request, obj) if obj else True
        query = f"?article={obj.pk}" if obj and obj.pk else ""
        return {
            "preview_url": reverse("preview_page") + query if may else "",
            "variants": Variant.choices,
            "may_publish": may and (obj is None or obj.status == Status.DRAFT),
            "state": obj.state_at() if obj and obj.pk else None,
            "open_conflicts": _open_conflicts(obj) if obj and obj.pk else [],
        }

    # Read only

    @admin.display(description=_("categories"))
    def filed_under(self, article: Article) -> str:
        return ", ".join(map(str, article.article_categories.all()))

    @admin.display(description=_("authors"))
    def written_by(self, article: Article) -> str:
        return ", ".join(map(str, article.bylines.all()))


def _open_conflicts(article: Article) -> list[tuple[Conflict, str]]:
    """Each with its field's name. One query."""
    rows = article.conflicts.open().only("field")
    return [(conflict, field_label(Article, conflict.field)) for conflict in rows]
