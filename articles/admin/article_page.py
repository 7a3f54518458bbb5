"""The page on which an article is written: its form, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, pgettext

from articles.admin.kinds import kind_context
from articles.admin.menus import ArticleMenuEntries
from articles.admin.origin import OriginDisplays
from articles.admin.panel import as_stored
from articles.admin.pickers import ordered_picker
from articles.admin.readable import field_label
from articles.admin.saving_answers import SavingAnswers
from articles.admin.variants import VariantOverrides
from articles.choices import Variant
from articles.forms import (
    ArticleForm,
    InstrumentsField,
    NamesField,
    OrderedChoiceField,
    slips_of,
)
from articles.models import Article, ArticleCategory, Byline, Conflict, instruments_of
from articles.time_zones import zone_name
from articles.widgets import choices as widget_choices

# Where a group of fields stands on the page: what is written, what every story needs, and
# what one in twenty needs.
TEXT = "desk-text"
CHIP = ["collapse", "desk-chip"]
FOLD = ["collapse", "desk-fold"]
# The fields of who may add pictures.
_UPLOADS = ("thumbnail_file", "thumbnail_alt", "kept_picture")


class ArticlePage(OriginDisplays, SavingAnswers):
    """The form of an article, with everything that a person writes about it."""

    form = ArticleForm
    compares = False
    inlines = [VariantOverrides, ArticleMenuEntries]
    autocomplete_fields = ["source", "thumbnail"]
    readonly_fields = [
        *("original_file", "import_warnings", "files_of_article"),
        *("other_front_matter", "written_in"),
    ]
    fieldsets = [
        (
            None,
            {
                "classes": [TEXT],
                "fields": [
                    "title",
                    "lead",
                    "body",
                    "own_script",
                    "base",
                    "form_key",
                ],
            },
        ),
        (_("Categories"), {"classes": CHIP, "fields": ["filed_under"]}),
        (_("Tags"), {"classes": CHIP, "fields": ["tags"]}),
        (_("Instruments"), {"classes": CHIP, "fields": ["instruments"]}),
        (_("Source"), {"classes": CHIP, "fields": ["source", "written_by"]}),
        (
            _("Picture"),
            {
                "classes": CHIP,
                "fields": [
                    *("thumbnail", "thumbnail_file", "thumbnail_alt", "kept_picture"),
                    *("thumbnail_url", "thumbnail_place"),
                ],
            },
        ),
        (
            _("Times"),
            {
                "classes": CHIP,
                "fields": [
                    ("published_at", "expires_at"),
                    *(("embargoed_until", "modified_at"), "visibility"),
                ],
                "description": format_lazy(
                    _("All times: {zone}."), zone=lazy(zone_name, str)()
                ),
            },
        ),
        (_("Language and address"), {"classes": CHIP, "fields": ["language", "slug"]}),
        (
            _("Summary and search engines"),
            {"classes": FOLD, "fields": ["summary", "description"]},
        ),
        (
            _("Page"),
            {
                "classes": FOLD,
                "fields": [
                    *("comments", "authorbox", "pager", "toc", "mathjax"),
                    *("sidebar", "widgets", "weight"),
                ],
            },
        ),
        (
            _("Origin"),
            {
                "classes": FOLD,
                "fields": [
                    *("ai_use", "ai_editor"),
                    *("source_url", "disclaimer", "translation_key"),
                    *("translation_languages", "original_file", "import_warnings"),
                    *("files_of_article", "other_front_matter"),
                ],
            },
        ),
    ]

    class Media:
        css = {
            "all": [
                "articles/admin/history.css",
                *(
                    f"articles/admin/desk/{name}.css"
                    for name in ("page", "preview", "sheet")
                ),
            ]
        }
        js = [
            Script(f"articles/admin/{name}.js", type="module")
            for name in ("writing", "saving", "preview", "tags", "names")
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
        adding = "admin:articles_instrument_add"
        may_add = request.user.has_perm("articles.add_instrument")
        instruments = cast(InstrumentsField, fields["instruments"])
        instruments.adding_url = reverse(adding) if may_add else ""
        fields["widgets"] = NamesField(
            known=widget_choices(),
            required=False,
            label=fields["widgets"].label,
            help_text=fields["widgets"].help_text,
        )
        if not request.user.has_perm("articles.add_image"):
            for name in _UPLOADS:
                del fields[name]
        known = Article.objects.known_to(request.user)
        form.known_articles = known  # type: ignore[attr-defined]
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
        is_read = bool(obj) and not self.has_change_permission(request, obj)
        if not request.user.has_perm("articles.add_image"):
            hidden |= {*_UPLOADS}
        if obj is None:
            hidden |= {*self.readonly_fields, "own_script"}
        elif is_read:
            hidden |= {"own_script", "base", "form_key", *_UPLOADS}
        elif not slips_of(obj):
            hidden.add("own_script")
        shown = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [field for field in options["fields"] if field not in hidden]
            if is_read and "language" in fields:
                fields[fields.index("language")] = "written_in"
            if fields:
                shown.append((name, {**options, "fields": fields}))
        return shown

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        may = self.has_change_permission(request, obj) if obj else True
        query = f"?article={obj.pk}" if obj and obj.pk else ""
        stored = as_stored(request, obj)
        is_live = bool(may and stored and stored.is_published)
        return {
            **kind_context(request, is_live=is_live),
            "is_live": is_live,
            "preview_url": reverse("preview_page") + query if may else "",
            "variants": Variant.choices,
            "may_write": may,
            "state": stored.state_at() if stored else None,
            "open_conflicts": _open_conflicts(obj) if obj and obj.pk else [],
        }

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        forms_sent = [context["adminform"].form]
        for inline in context["inline_admin_formsets"]:
            forms_sent += inline.formset.forms
        problems = [problem for form in forms_sent for problem in _problems(form)]
        context["problems"] = problems
        if problems:
            problems[0].field.widget.attrs["autofocus"] = True
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Refuse a text that was typed before another editor signed in here."""
        if request.POST.get("editor") not in {None, str(request.user.pk)}:
            raise PermissionDenied(
                _("Somebody else wrote this; you are signed in as %(name)s now.")
                % {"name": request.user.get_username()}
            )
        return super().changeform_view(request, object_id, form_url, extra_context)

    # Read only

    @admin.display(description=_("categories"))
    def filed_under(self, article: Article) -> str:
        return _listed(article.article_categories.all())

    @admin.display(description=_("authors"))
    def written_by(self, article: Article) -> str:
        return _listed(article.bylines.all())

    @admin.display(description=_("instruments"))
    def instruments(self, article: Article) -> str:
        return _listed(instruments_of(article))


def _listed(rows: Iterable[object]) -> str:
    return pgettext("between names", ", ").join(map(str, rows))


def _problems(form: forms.BaseForm) -> list[forms.BoundField]:
    """List the fields of which something is wrong, in their order."""
    return [form[name] for name in form.fields if name in form.errors]


def _open_conflicts(article: Article) -> list[tuple[Conflict, str]]:
    """Each with its field's name. One query."""
    rows = article.conflicts.open().only("field")
    return [(conflict, field_label(Article, conflict.field)) for conflict in rows]
