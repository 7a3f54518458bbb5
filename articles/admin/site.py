"""The one row of site-wide choices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.forms import NamesField, SiteSettingsForm
from articles.models import SiteSettings
from articles.variants import term_base
from articles.widgets import choices as widget_choices


@admin.register(SiteSettings)
class SiteAdmin(DeskAdmin[SiteSettings]):
    form = SiteSettingsForm
    autocomplete_fields = ["logo"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("name", "name_en", "tagline", "tagline_en"),
                    *("logo", "accent_colour", "copyright"),
                    *("date_format", "date_format_en"),
                ]
            },
        ),
        (
            _("Sidebar and widgets"),
            {
                "fields": [
                    *("sidebar_home", "sidebar_single", "sidebar_list", "widgets"),
                    *("recent_count", "taglist_count"),
                    *("has_category_counts", "has_tag_counts", "social_links"),
                ]
            },
        ),
        (
            _("Lists"),
            {"fields": ["front_sections", "thumbnail_place", "has_read_more"]},
        ),
        (
            _("Article pages"),
            {
                "fields": [
                    *(
                        "post_meta",
                        "authorbox",
                        "pager",
                        "toc",
                        "mathjax",
                        "rise_colour",
                    ),
                    *("has_comments", "discussion_url"),
                ],
                "description": _("An article may choose otherwise for itself."),
            },
        ),
        (
            _("Search engines and programs"),
            {
                "fields": [
                    *("allows_search_engines", "allows_answer_engines"),
                    *("allows_training", "principles_url", "ethics_url"),
                ],
                "description": _(
                    "Where a source says otherwise of its texts, the stricter choice counts."
                ),
            },
        ),
        (
            _("Chinese in every script"),
            {"fields": ["has_regional_words"]},
        ),
        (
            _("Writing"),
            {"fields": ["copy_checks_off", "forbids_own_approval"]},
        ),
        (
            _("Before publishing"),
            {"fields": ["checklist_blocks", "checklist_off"]},
        ),
        (
            _("Disclaimer of the house"),
            {"fields": ["disclaimer", "disclaimer_en"]},
        ),
    ]

    class Media:
        js = [Script("articles/admin/names.js", type="module")]

    def get_form(
        self,
        request: HttpRequest,
        obj: SiteSettings | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        plain = form.base_fields["widgets"]
        form.base_fields["widgets"] = NamesField(
            known=widget_choices(),
            required=False,
            label=plain.label,
            help_text=plain.help_text,
        )
        return form

    def store(self, request: HttpRequest, record: SiteSettings) -> None:
        term_base.save_site_settings(record)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(
            reverse("admin:articles_sitesettings_change", args=[1])
        )

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteSettings | None:
        found = super().get_object(request, object_id, from_field)
        # Before anybody chose, the form shows the defaults; saving makes the row.
        return SiteSettings(pk=1) if found is None and object_id == "1" else found

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
