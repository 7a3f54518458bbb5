"""Categories, authors and sources: articles follow their names by themselves."""

from __future__ import annotations

from typing import TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.admin.leading import LabelDeskAdmin
from articles.admin.list_pages import LabelPagesAdmin
from articles.admin.readable import yes_or_no
from articles.forms import KeyedForm, LabelForm, SourceForm
from articles.models import Article, Author, Category, Source
from articles.people_names import desk_name
from articles.publishing import confirm_disclaimers, save_label
from articles.usage_terms import TERM_NAMES

LabelT = TypeVar("LabelT", Category, Author, Source)


class LabelAdmin(LabelDeskAdmin[LabelT]):
    form = LabelForm
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["name"]

    def store(self, request: HttpRequest, record: LabelT) -> None:
        save_label(record)

    def view_on_site(self, obj: LabelT) -> str:
        return obj.url_in(settings.DEFAULT_VARIANT)


@admin.register(Category)
class CategoryAdmin(LabelPagesAdmin[Category], LabelAdmin[Category]):
    form = KeyedForm
    fields = ["name", "name_tw", "name_hk", "slug", "description"]


@admin.register(Author)
class AuthorAdmin(LabelPagesAdmin[Author], LabelAdmin[Author]):
    form = KeyedForm
    fields = ["name", "slug", "bio", "avatar"]
    autocomplete_fields = ["avatar"]


@admin.register(Source)
class SourceAdmin(LabelAdmin[Source]):
    form = SourceForm
    list_display = ["name", "slug", "has_disclaimer", "has_disclaimer_en", "has_terms"]
    readonly_fields = ["holdings", "confirmation"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "url", "holdings"]}),
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
        (
            _("Terms of use"),
            {
                "fields": ["confirmation", *TERM_NAMES, "is_confirmed"],
                "description": _(
                    "What the saved disclaimer seems to say is filled in, with the "
                    "sentence it was read from. Pages, feeds and search engines are "
                    "told nothing of it until you confirm it below."
                ),
            },
        ),
    ]

    @admin.display(description=_("disclaimer"))
    def has_disclaimer(self, source: Source) -> str:
        return yes_or_no(bool(source.disclaimer.strip()))

    @admin.display(description=_("in English"))
    def has_disclaimer_en(self, source: Source) -> str:
        return yes_or_no(bool(source.disclaimer_en.strip()))

    @admin.display(description=_("terms confirmed"))
    def has_terms(self, source: Source) -> str:
        return yes_or_no(source.has_terms)

    @admin.display(description=_("articles"))
    def holdings(self, source: Source) -> str:
        articles = Article.objects.filter(source=source)
        count = articles.count() if source.pk else 0
        if not count:
            return "–"
        imported = articles.filter(imported_file__isnull=False).count()
        return format_html(
            '<a href="{}?source__id__exact={}">{}</a>{}',
            *(reverse("admin:articles_article_changelist"), source.pk),
            ngettext("%(n)s article", "%(n)s articles", count) % {"n": count},
            gettext(", of these %(n)s from imported files") % {"n": imported}
            if imported
            else "",
        )

    @admin.display(description=_("state"))
    def confirmation(self, source: Source) -> str:
        if source.terms_confirmed_at is None:
            return gettext("Not confirmed: readers are told no terms.")
        at = timezone.localtime(source.terms_confirmed_at).strftime("%Y-%m-%d %H:%M")
        if by := source.terms_confirmed_by:
            return gettext("Confirmed %(at)s by %(user)s") % {
                "at": at,
                "user": desk_name(by),
            }
        return gettext("Confirmed %(at)s") % {"at": at}

    def save_model(
        self, request: HttpRequest, obj: Source, form: SourceForm, change: bool
    ) -> None:
        if form.confirms_anew:
            obj.terms_confirmed_at = timezone.now()
            obj.terms_confirmed_by = cast(User, request.user)
        elif not form.cleaned_data["is_confirmed"]:
            obj.terms_confirmed_at = obj.terms_confirmed_by = None
        changed = {"disclaimer", "disclaimer_en"}.intersection(form.changed_data)
        confirm_disclaimers(obj, {name: getattr(obj, name) for name in changed})
        super().save_model(request, obj, form, change)
