"""The desk where articles are written, filed, scheduled and published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext

from articles import images, publishing
from articles.admin.changelist import (
    ArticleChangeList,
    LanguageFilter,
    PeriodQuerySet,
    ShortcodeFilter,
    StateFilter,
    WarningsFilter,
    searched,
)
from articles.admin.menus import ArticleMenuEntries
from articles.admin.origin import OriginDisplays
from articles.admin.pickers import ordered_picker
from articles.admin.readable import field_label
from articles.admin.variants import ArticleVariantsAdmin, VariantOverrides
from articles.choices import Status, Variant, Visibility
from articles.forms import ArticleForm, NamesField, OrderedChoiceField, slips_of
from articles.models import Article, ArticleCategory, Byline, Conflict
from articles.widgets import choices as widget_choices

# A selection is saved article by article, each with its lists and its revision.
MAX_SELECTED = 200


@admin.register(Article)
class ArticleAdmin(OriginDisplays, ArticleVariantsAdmin):
    form = ArticleForm
    inlines = [VariantOverrides, ArticleMenuEntries]
    autocomplete_fields = ["source", "thumbnail"]
    save_on_top = True
    list_display = [
        *("picture", "title", "state", "written_in", "section", "source"),
        "published",
    ]
    list_display_links = ["title"]
    list_filter = [
        *(StateFilter, LanguageFilter, "categories", "source", WarningsFilter),
        ShortcodeFilter,
    ]
    search_fields = ["title", "slug"]
    date_hierarchy = "published_at"
    search_help_text = _(
        "Words of the title, text or tags in any script; “side by side”, -without, "
        "tag:…, source:…, author:…, category:…. Or the address of the original, or a slug."
    )
    ordering = ["-edited_at"]
    actions = ["publish_selected", "withdraw_selected"]
    readonly_fields = [
        *("original_file", "import_warnings", "files_of_article"),
        "other_front_matter",
        *("created_at", "edited_at", "saved_states"),
    ]
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", "own_script", "opened_at"]}),
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
                    *("thumbnail", "thumbnail_file", "thumbnail_alt", "kept_picture"),
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
                    *("ai_use", "ai_editor"),
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

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return PeriodQuerySet(Article).order_by(*self.get_ordering(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # Whoever picks one has typed half a word, and sees titles alone.
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return super().get_search_results(request, queryset, search_term)
        return searched(queryset, search_term), False

    @admin.display(description=_("picture"))
    def picture(self, article: Article) -> str:
        if article.thumbnail:
            url = images.image_data(article.thumbnail, images.CARD).url
        elif article.thumbnail_url.startswith(("http://", "https://")):
            url = article.thumbnail_url
        else:
            return ""
        return format_html(
            '<img class="desk-picture" src="{}" alt="" loading="lazy">', url
        )

    @admin.display(description=_("state"), ordering="status")
    def state(self, article: Article) -> str:
        state = article.state_at()
        shown = [(state.value, state.label)]
        if article.visibility == Visibility.UNLISTED:
            shown.append(("unlisted", _("unlisted")))
        pill = '<span class="desk-state desk-state--{}">{}</span>'
        return format_html_join(" ", pill, shown)

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article: Article) -> str:
        moment = article.published_at
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""

    @admin.display(description=_("main category"))
    def section(self, article: Article) -> str:
        return next(map(str, article.article_categories.all()), "")

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()

    # The form

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
            for name in ("thumbnail_file", "thumbnail_alt", "kept_picture"):
                del fields[name]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        hidden = set()
        if not request.user.has_perm("articles.add_image"):
            hidden |= {"thumbnail_file", "thumbnail_alt", "kept_picture"}
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

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with publishing.transaction():  # The form is checked in it.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Article, form: Any, change: bool
    ) -> None:
        """Only the picture's words: ``save_related`` saves the article as a whole."""
        alt, image = form.cleaned_data.get("thumbnail_alt"), obj.thumbnail
        if image and alt and not image.alt:
            image.alt = alt
            publishing.save_picture(image)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        overrides, *others = formsets
        publishing.save(
            form.instance,
            form.labels(),
            overrides=overrides.overrides(),
            by=cast(User, request.user),
        )
        for menus in others:  # None for who may not change menus.
            self.save_formset(request, form, menus, change=change)
            if menus.new_objects or menus.changed_objects or menus.deleted_objects:
                publishing.refresh_menus()
        self.warn_of_conversions(request, form.instance)

    def remove(self, records: Sequence[Article]) -> None:
        for article in records:
            publishing.delete(article)

    # Actions

    @admin.action(description=_("Publish selected articles"), permissions=["change"])
    def publish_selected(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> None:
        drafts = queryset.exclude(status=Status.PUBLISHED)
        self._apply(request, drafts, publishing.publish)

    @admin.action(
        description=_("Take selected articles back to draft"), permissions=["change"]
    )
    def withdraw_selected(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> None:
        public = queryset.exclude(status=Status.DRAFT)
        self._apply(request, public, publishing.withdraw)

    def _apply(
        self,
        request: HttpRequest,
        queryset: QuerySet[Article],
        verb: Callable[..., None],
    ) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        if len(ids) > MAX_SELECTED:
            text = _("Select at most %(limit)s articles.") % {"limit": MAX_SELECTED}
            self.message_user(request, text, messages.WARNING)
            return
        for article in Article.objects.filter(pk__in=ids):
            verb(article, by=cast(User, request.user))
            self.log_change(request, article, [{"changed": {"fields": ["status"]}}])
        text = ngettext("%(n)s article changed.", "%(n)s articles changed.", len(ids))
        self.message_user(request, text % {"n": len(ids)}, messages.SUCCESS)


def _open_conflicts(article: Article) -> list[tuple[Conflict, str]]:
    """Each with its field's name. One query."""
    rows = article.conflicts.open().only("field")
    return [(conflict, field_label(Article, conflict.field)) for conflict in rows]
