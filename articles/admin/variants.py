"""Show an article in each Chinese variant, and what is left to decide there."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.queue import TERM, term_query
from articles.admin.readable import field_label, readable
from articles.admin.warnings import remarks_on, warnings_on
from articles.choices import ChineseVariant, Status, Variant
from articles.forms import OverrideForm, OverrideFormSet
from articles.models import (
    Article,
    AuditEntry,
    ConversionChoice,
    SiteSettings,
    VariantOverride,
)
from articles.rights import Right
from articles.variants import conversions, queue
from articles.variants.engine import (
    Ambiguity,
    Conversion,
    Reason,
    TextChange,
    convert_html,
    text_changes,
)

PAGE = "admin:articles_article_variants"
# The reasons of changes; what is protected never changes.
REASONS = {
    Reason.TERM: _("Term"),
    Reason.STYLE: _("House style"),
    Reason.OPENCC: _("OpenCC"),
    Reason.MARK: _("Mark in the text"),
}
# A story has some tens; a megabyte of text would have tens of thousands.
_MOST_AMBIGUITIES = 500


class VariantOverrides(admin.StackedInline[VariantOverride, Article]):
    model = VariantOverride
    form = OverrideForm
    formset = OverrideFormSet
    readonly_fields = ["texts"]
    extra = 0
    classes = ["collapse", "desk-fold"]
    max_num = len(ChineseVariant)
    verbose_name_plural = _("Own wording in a variant")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        is_form = self.has_change_permission(request, obj)
        return ["variant", *(Article.CONVERTED if is_form else ["texts"])]

    @admin.display(description=_("own wording"))
    def texts(self, override: VariantOverride) -> SafeString:
        """Show the texts to those who may only look."""
        return format_html_join(
            "",
            "<p>{}: {}</p>",
            (
                (capfirst(field_label(Article, name)), override.fields[name])
                for name in Article.CONVERTED
                if name in override.fields
            ),
        )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        # The form adds the texts, which are no columns.
        return super().get_formset(request, obj, fields=["variant"], **kwargs)

    # Part of the article: whoever may write it may write this.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(
            request.user.has_perm(f"articles.{verb}_article")
            for verb in ("view", "change")
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        verb = "change" if obj else "add"
        return request.user.has_perm(f"articles.{verb}_article")

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission


class ArticleVariantsAdmin(DeskAdmin[Article]):
    """Articles with a page that shows their variants, and warnings after a save."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.variants_view)
        name = PAGE.partition(":")[2]
        own = path("<int:pk>/variants/", view, name=name)
        return [own, *super().get_urls()]

    @admin.display(description=_("language"), ordering="language")
    def written_in(self, article: Article) -> str:
        """Name the language; that of a Chinese article links to its other scripts."""
        name = readable(Article, "language", article.language)
        if not article.language.startswith("zh"):
            return name
        title = gettext("%(language)s: see it in every script") % {"language": name}
        url = reverse(PAGE, args=[article.pk])
        return format_html('<a href="{}" title="{}">{}</a>', url, title, name)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        if obj and obj.pk and obj.language.startswith("zh"):
            context["variants_url"] = reverse(PAGE, args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def warn_of_conversions(self, request: HttpRequest, article: Article) -> None:
        """Show warnings after a save, which none of them refuses."""
        for line in warnings_on(article):
            self.message_user(request, line, messages.WARNING)
        self.tell_of_checks(request, article)

    def tell_of_checks(self, request: HttpRequest, article: Article) -> None:
        """Show after a save what the checks find, unless the form itself showed it."""
        if not request.POST.get("copy_checks_shown"):
            for line in remarks_on(article):
                self.message_user(request, line, messages.WARNING)

    def variants_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = self.get_queryset(request).filter(language__startswith="zh")
        article = get_object_or_404(rows, pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        variant = _variant_of(request, article)
        rules = conversions.rules_at(SiteSettings.current().conversion_version)
        conversion = conversions.conversion_of(article, variant, rules)
        if request.method == "POST":
            if not self._may_choose(request, article):
                raise PermissionDenied
            self._answer(request, article, variant, conversion)
            page = reverse(PAGE, args=[article.pk])
            return HttpResponseRedirect(f"{page}?in={variant}#ambiguities")
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Variants: %s") % article,
            "opts": self.opts,
            "article": article,
            "variant": variant,
            "tabs": [Variant(value) for value in ChineseVariant.values],
            "reasons": REASONS.items(),
            "rows": _rows(article, variant, conversion),
            # Made safe by articles.rendering.
            "original": SafeString(article.body_html),
            "body": _body(article, conversion),
            "may_choose": self._may_choose(request, article),
            **_ambiguities(article, variant, conversion),
        }
        template = "admin/articles/article/variants.html"
        return TemplateResponse(request, template, context)

    def _may_choose(self, request: HttpRequest, article: Article) -> bool:
        """Tell whether somebody may decide a character: readers of a live article see it."""
        live = (Right.CHANGE_LIVE, Right.PUBLISH)
        is_within_rights = article.status != Status.PUBLISHED or any(
            request.user.has_perm(right) for right in live
        )
        return is_within_rights and self.has_change_permission(request, article)

    def _answer(
        self,
        request: HttpRequest,
        article: Article,
        variant: Variant,
        conversion: Conversion,
    ) -> None:
        """Store or withdraw a choice.

        ``choose`` is an ambiguity's key and a form, ``withdraw`` the number of a choice.
        """
        if number := request.POST.get("withdraw", ""):
            choices = article.conversion_choices.filter(variant=variant)
            choice = next((c for c in choices if str(c.pk) == number), None)
            if choice:
                conversions.withdraw_choice(choice)
                _record(request, article, {"withdrawn": str(choice)})
            return
        key, _colon, printed = request.POST.get("choose", "").partition(":")
        editor = cast(User, request.user)
        try:
            choice = conversions.choose(
                article, variant, conversion, key, printed, by=editor
            )
        except conversions.NotAnAnswer:
            text = gettext("That sentence has changed meanwhile. Nothing was decided.")
            self.message_user(request, text, messages.WARNING)
        else:
            _record(request, article, {"decided": str(choice)})


def _record(request: HttpRequest, article: Article, detail: dict[str, str]) -> None:
    editor = cast(User, request.user)
    publishing.audit(AuditEntry.Act.DECIDED, article, by=editor, detail=detail)


def _variant_of(request: HttpRequest, article: Article) -> Variant:
    """Read the variant asked for, else the first that the article is not written in."""
    wanted = request.GET.get("in", "")
    if wanted in ChineseVariant.values:
        return Variant(wanted)
    values = (Variant(value) for value in ChineseVariant.values)
    return next(variant for variant in values if variant != article.variant)


def _rows(
    article: Article, variant: Variant, conversion: Conversion
) -> list[dict[str, Any]]:
    """Set each text of the article beside what readers of the variant see."""
    overrides = article.overrides.filter(variant=variant)
    override = overrides.first() if variant != article.variant else None
    how = conversions.field_conversions(article, conversion)
    rows = []
    for name in Article.CONVERTED:
        written = getattr(article, name)
        own = override.fields.get(name, "") if override else ""
        if written or own:
            shown = conversions.override_text(own, variant) or _marked(
                written, text_changes(written, how[name])
            )
            rows.append(
                {
                    "name": capfirst(field_label(Article, name)),
                    "written": written,
                    "shown": shown,
                    "is_override": bool(own),
                }
            )
    return rows


def _body(article: Article, conversion: Conversion) -> SafeString:
    how = conversions.field_conversions(article, conversion)["body_html"]
    return SafeString(convert_html(article.body_html, how, marker=_marked_html))


def _marked(text: str, found: Iterable[TextChange]) -> str:
    """Spell plain text as HTML, each change marked."""
    marked = SafeString("")
    done = 0
    for change in found:
        marked += format_html("{}", text[done : change.start])
        marked += _mark(change.source, change.printed, change.reason)
        done = change.end
    return marked + format_html("{}", text[done:])


def _marked_html(change: TextChange) -> str:
    """Mark a change in a body, whose words are HTML already."""
    source, printed = html.unescape(change.source), html.unescape(change.printed)
    return _mark(source, printed, change.reason)


def _mark(source: str, printed: str, reason: Reason) -> SafeString:
    if not printed:
        return SafeString("")
    return format_html(
        '<mark class="variant-change variant-change--{}" title="{}: {}">{}</mark>',
        reason,
        REASONS.get(reason, ""),
        source,
        printed,
    )


def _ambiguities(
    article: Article, variant: Variant, conversion: Conversion
) -> dict[str, Any]:
    found = conversions.ambiguities_of(article, variant, conversion)
    most = _MOST_AMBIGUITIES
    return {
        "open_count": len(found.open),
        "most": most,
        "open": [_shown(each, article, variant) for each in found.open[:most]],
        "answered": [
            _shown(ambiguity, article, variant) | _by(choice)
            for choice, ambiguity in found.answered
        ],
        "reopened": [
            _place(choice.sentence, choice.offset) | _by(choice)
            for choice in found.reopened
        ],
    }


def _shown(ambiguity: Ambiguity, article: Article, variant: Variant) -> dict[str, Any]:
    """Describe an ambiguity for the list of them."""
    place = _place(ambiguity.sentence, ambiguity.offset)
    query = term_query(
        ambiguity.key,
        [variant],
        ambiguity.chosen,
        ambiguity.alternatives,
        "".join(place.values()),
    )
    return {
        **place,
        "key": ambiguity.key,
        "chosen": ambiguity.chosen,
        "others": ambiguity.alternatives,
        "term": f"{reverse(TERM, args=[article.pk])}?{query}",
    }


def _place(sentence: str, offset: int) -> dict[str, str]:
    names = ("before", "source", "after")
    return dict(zip(names, queue.surroundings(sentence, offset), strict=True))


def _by(choice: ConversionChoice) -> dict[str, Any]:
    return {"choice": choice, "chosen": choice.printed}
