"""The term base and the house style."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.choices import ChineseVariant, Language, Variant
from articles.models import StyleRule, Term
from articles.variants import term_base

# A change to more articles than this is shown before it is saved.
FEW = 5
MAX_FILE = 5_000_000
_FIELD_OF = {
    Language.SIMPLIFIED: "simplified",
    Language.TAIWAN: "taiwan",
    Language.HONG_KONG: "hong_kong",
}
_DECIDING = ("kind", *_FIELD_OF.values(), "is_regional", "category_id", "article_id")


class TermForm(forms.ModelForm[Term]):
    """A term that contradicts no other, and whose effects an editor may see first.

    ``effects`` is there when the form holds back to show them: because they were asked
    for, or because many articles change. ``seen`` is the change they were shown for.
    """

    fields: dict[str, Any]
    effects: term_base.Effects | None = None

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Term
        fields = [
            *("kind", "simplified", "taiwan", "hong_kong", "is_regional"),
            *("category", "article", "synonyms", "note"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, oddity in self.oddities().items():
            if name in self.fields:
                # The admin prints help as HTML.
                help_text = format_html('<span class="desk-odd">{}</span>', oddity)
                self.fields[name].help_text = help_text

    def oddities(self) -> dict[str, str]:
        """Explain what is odd about a form, by field; none of it is refused."""
        found = term_base.oddities_of(self.instance.entry)
        return {_FIELD_OF[language]: oddity for language, oddity in found.items()}

    def _post_clean(self) -> None:
        stored = Term.objects.filter(pk=self.instance.pk).first()
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self._refuse_contradictions()
        if not self.errors:
            self._show_effects(stored)

    def _refuse_contradictions(self) -> None:
        term = self.instance
        named = set()
        for other, contradiction in term_base.terms_against(term):
            if other.pk not in named:
                named.add(other.pk)
                error = _with_both(term_base.reason_of(contradiction), term, other)
                self.add_error(_FIELD_OF[contradiction.language], error)
        if not named and (twin := term_base.twin_of(term)):
            error = _with_both(gettext("This form has a term already."), term, twin)
            self.add_error("simplified", error)

    def _show_effects(self, stored: Term | None) -> None:
        is_asked = "_effects" in self.data
        is_same = stored is not None and _decided(stored) == _decided(self.instance)
        decided = "|".join(map(str, _decided(self.instance)))
        is_seen = is_same or self.cleaned_data["seen"] == decided
        if is_seen and not is_asked:
            return
        effects = term_base.effects(stored, self.instance)
        if not is_asked and len(effects.articles) <= FEW:
            return
        self.effects = effects
        self.data = cast(QueryDict, self.data).copy()
        self.data.update({self.add_prefix("seen"): decided})
        self.add_error(None, _nothing_saved(len(effects.articles)))


def _decided(term: Term) -> list[Any]:
    return [getattr(term, name) or "" for name in _DECIDING]


def _nothing_saved(number: int) -> str:
    message = ngettext(
        "Not saved yet: %(n)s published article would read differently, as shown below. "
        "Save to confirm.",
        "Not saved yet: %(n)s published articles would read differently, as shown below. "
        "Save to confirm.",
        number,
    )
    return message % {"n": number}


def _with_both(reason: str, term: Term, other: Term) -> SafeString:
    """Put both terms behind the reason; the other one can be opened."""
    return format_html(
        '{} <span class="desk-clash">{}: {}</span> <span class="desk-clash">{}: '
        '<a href="{}" target="_blank">{}</a></span>',
        reason,
        gettext("This term"),
        term_base.forms_of(term.entry),
        gettext("The other"),
        reverse("admin:articles_term_change", args=[other.pk]),
        term_base.forms_of(other.entry),
    )


class TermFileForm(forms.Form):
    """A file of terms to bring in."""

    file = forms.FileField(label=_("File"), help_text=_("CSV in UTF-8."))
    only_new = forms.BooleanField(
        label=_("Only new terms"),
        required=False,
        help_text=_("Every term that is stored stays as it is."),
    )

    def clean_file(self) -> bytes:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise ValidationError(
                _("The file is larger than %(limit)s MB."),
                params={"limit": MAX_FILE // 1_000_000},
            )
        return bytes(file.read())


class StyleRuleForm(forms.ModelForm[StyleRule]):
    """A row for one of the variants that Chinese is read in."""

    fields: dict[str, Any]

    class Meta:
        model = StyleRule
        fields = ["language", "converted", "printed", "is_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if language := self.fields.get("language"):
            language.choices = [
                (Variant(variant).language.value, variant.label)
                for variant in ChineseVariant
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("printed") and cleaned["printed"] == cleaned.get("converted"):
            self.add_error("printed", _("This row would change nothing."))
        return cleaned
