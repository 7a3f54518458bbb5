"""How an article reads in each Chinese variant, and what is left to decide there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Textarea, TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.readable import field_label
from articles.admin.warnings import warnings_on
from articles.choices import ChineseVariant, Language, Variant
from articles.forms import OverrideFormSet, ProseField
from articles.models import Article, ConversionChoice, SiteSettings, VariantOverride
from articles.variants import conversions
from articles.variants.engine import (
    Ambiguity,
    Conversion,
    Reason,
    TextChange,
    changes,
    convert_html,
    convert_text,
)

PAGE = "admin:articles_article_variants"
# Why a place reads differently; what is protected never does.
REASONS = {
    Reason.TERM: _("Term"),
    Reason.STYLE: _("House style"),
    Reason.OPENCC: _("OpenCC"),
    Reason.MARK: _("Mark in the text"),
}
# A term begins as the word around a doubt, or more than it, for an editor to cut.
_BEFORE_A_TERM = re.compile(r"[^\W\d_]{0,2}\Z")
_AFTER_A_TERM = re.compile(r"[^\W\d_]{0,2}")
# A story has some tens; a megabyte of text would have tens of thousands.
_MOST_DOUBTS = 500
# Some sentences never end.
_AROUND_A_DOUBT = 60
_OBJECT = "\ufffc"  # Code or another language inside a sentence.


class VariantOverrides(admin.StackedInline):
    model = VariantOverride
    formset = OverrideFormSet
    fields = ["variant", "title", "lead", "summary"]
    formfield_overrides = {
        models.CharField: {"widget": TextInput(attrs={"class": "vLargeTextField"})},
        models.TextField: {
            "form_class": ProseField,
            "widget": Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        },
    }
    extra = 0
    max_num = len(ChineseVariant)
    verbose_name_plural = _("Own wording in a variant")

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


def overrides_in(formset: Any) -> list[VariantOverride]:
    """What a valid formset says, all of it; ``publishing.save`` stores them."""
    formset.save(commit=False)  # Notes for the log what changed.
    return [
        form.instance
        for form in formset.forms
        if form not in formset.deleted_forms
        and (form.instance.pk or form.has_changed())
    ]


class ArticleVariantsAdmin(DeskAdmin):
    """Articles with a page that shows their variants, and warnings after a save."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.variants_view)
        name = PAGE.partition(":")[2]
        own = path("<int:pk>/variants/", view, name=name)
        return [own, *super().get_urls()]

    @admin.display(description=_("language"), ordering="language")
    def written_in(self, article: Article) -> str:
        """The language, and from a Chinese one the way to its other scripts."""
        is_known = article.language in Language.values
        name = Language(article.language).label if is_known else article.language
        if not article.language.startswith("zh"):
            return format_html('<span title="{}">{}</span>', name, article.language)
        title = gettext("%(language)s: see it in every script") % {"language": name}
        url = reverse(PAGE, args=[article.pk])
        return format_html(
            '<a href="{}" title="{}">{}</a>', url, title, article.language
        )

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

    def warn_of_wording(self, request: HttpRequest, article: Article) -> None:
        """After a save, which nothing of this refuses."""
        for line in warnings_on(article):
            self.message_user(request, line, messages.WARNING)

    def variants_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Article.objects.filter(language__startswith="zh")
        article = get_object_or_404(rows, pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        variant = _variant_of(request, article)
        rules = conversions.rules_at(SiteSettings.current().conversion_version)
        conversion = conversions.conversion_of(article, variant, rules)
        if request.method == "POST":
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            self._answer(request, article, variant, conversion)
            page = reverse(PAGE, args=[article.pk])
            return HttpResponseRedirect(f"{page}?in={variant}#doubts")
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
            "may_choose": self.has_change_permission(request, article),
            **_doubts(article, variant, conversion),
        }
        template = "admin/articles/article/variants.html"
        return TemplateResponse(request, template, context)

    def _answer(
        self,
        request: HttpRequest,
        article: Article,
        variant: Variant,
        conversion: Conversion,
    ) -> None:
        """``choose`` is a doubt's key and a form, ``take_back`` the number of a choice."""
        if number := request.POST.get("take_back", ""):
            choices = article.conversion_choices.filter(variant=variant)
            choice = next((c for c in choices if str(c.pk) == number), None)
            if choice:
                conversions.take_back(choice)
                self.log_change(request, article, gettext("Took back: %s") % choice)
            return
        key, _colon, printed = request.POST.get("choose", "").partition(":")
        doubt = conversions.find_ambiguity(article, conversion, key)
        try:
            if doubt is None:
                raise conversions.NotAnAnswer(key)
            editor = cast(User, request.user)
            choice = conversions.choose(article, variant, doubt, printed, by=editor)
        except conversions.NotAnAnswer:
            text = gettext("That sentence has changed meanwhile. Nothing was decided.")
            self.message_user(request, text, messages.WARNING)
        else:
            self.log_change(request, article, gettext("Decided: %s") % choice)


def _variant_of(request: HttpRequest, article: Article) -> Variant:
    """The variant asked for, else the first that the article is not written in."""
    wanted = request.GET.get("in", "")
    if wanted in ChineseVariant.values:
        return Variant(wanted)
    values = (Variant(value) for value in ChineseVariant.values)
    return next(variant for variant in values if variant != article.variant)


def _rows(
    article: Article, variant: Variant, conversion: Conversion
) -> list[dict[str, Any]]:
    """Each text of the article beside what readers of the variant see."""
    own = None
    if conversions.takes_own_words(article, variant):
        own = article.overrides.filter(variant=variant).first()
    beside = conversions.with_definitions(conversion, article.body_html)
    rows = []
    for name in conversions.TEXT_FIELDS:
        written = getattr(article, name)
        override = getattr(own, name, "")
        if written or override:
            how = conversions.apply_override(beside, written, article)
            shown = conversions.own_words(override, variant) or _marked(
                written, changes(written, how)
            )
            rows.append(
                {
                    "name": capfirst(field_label(Article, name)),
                    "written": written,
                    "shown": shown,
                    "is_override": bool(override),
                }
            )
    return rows


def _body(article: Article, conversion: Conversion) -> SafeString:
    how = conversions.apply_override(conversion, article.body, article)
    return SafeString(convert_html(article.body_html, how, marker=_marked_html))


def _marked(text: str, found: Iterable[TextChange]) -> str:
    """Plain text as HTML, each change marked."""
    marked = SafeString("")
    done = 0
    for change in found:
        marked += format_html("{}", text[done : change.start])
        marked += _mark(change.source, change.printed, change.reason)
        done = change.end
    return marked + format_html("{}", text[done:])


def _marked_html(change: TextChange) -> str:
    """As a body's marker: what comes in is HTML already."""
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


def _doubts(
    article: Article, variant: Variant, conversion: Conversion
) -> dict[str, Any]:
    doubts = conversions.ambiguities_of(article, variant, conversion)
    return {
        "open_count": len(doubts.open),
        "phrase_count": len(doubts.by_phrase),
        "most": _MOST_DOUBTS,
        "open_doubts": [_shown(d, conversion) for d in doubts.open[:_MOST_DOUBTS]],
        "phrase_doubts": [
            _shown(d, conversion) for d in doubts.by_phrase[:_MOST_DOUBTS]
        ],
        "answered": [
            _shown(doubt, conversion) | _by(choice) for choice, doubt in doubts.answered
        ],
        "reopened": [
            _place(choice.sentence, choice.offset) | _by(choice)
            for choice in doubts.reopened
        ],
    }


def _shown(doubt: Ambiguity, conversion: Conversion) -> dict[str, Any]:
    """A doubt as the list of doubts shows it."""
    return {
        **_place(doubt.sentence, doubt.offset),
        "key": conversions.choice_key(doubt),
        "chosen": doubt.chosen,
        "others": doubt.alternatives,
        "term": _term(doubt, conversion),
    }


def _place(sentence: str, offset: int) -> dict[str, str]:
    start, end = offset - _AROUND_A_DOUBT, offset + 1 + _AROUND_A_DOUBT
    before, source, after = (
        part.replace(_OBJECT, "…")
        for part in (
            sentence[max(start, 0) : offset],
            sentence[offset : offset + 1],
            sentence[offset + 1 : end],
        )
    )
    return {
        "before": f"…{before}" if start > 0 else before,
        "source": source,
        "after": f"{after}…" if end < len(sentence) else after,
    }


def _by(choice: ConversionChoice) -> dict[str, Any]:
    return {"choice": choice, "chosen": choice.printed}


def _term(doubt: Ambiguity, conversion: Conversion) -> str:
    """The query that fills a new term: the characters around the doubt by script."""
    sentence, at = doubt.sentence, doubt.offset
    before, after = sentence[max(at - 2, 0) : at], sentence[at + 1 : at + 3]
    around = _BEFORE_A_TERM.search(before), _AFTER_A_TERM.match(after)
    word = doubt.source.join(found[0] if found else "" for found in around)
    how = replace(conversion, choices=())
    languages = {
        "simplified": Language.SIMPLIFIED,
        "taiwan": Language.TAIWAN,
        "hong_kong": Language.HONG_KONG,
    }
    return urlencode(
        {
            name: convert_text(word, replace(how, target=language))
            for name, language in languages.items()
        }
    )
