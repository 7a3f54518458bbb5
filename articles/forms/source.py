"""Whose text it is, and on what terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy

from articles.choices import Reuse
from articles.forms.inputs import (
    AnswerSelect,
    MarkdownInput,
    ProseField,
    WebAddressField,
)
from articles.forms.labels import LabelForm
from articles.models import Source
from articles.usage_terms import TERM_NAMES, Proposal, read_usage_terms

_PASSAGE = 160  # Characters of a notice beside a field.


class SourceForm(LabelForm):
    """A source, with what its disclaimers seem to say beside each of its terms.

    Until the terms are confirmed, empty fields are filled with these proposals, and
    saving without confirming keeps none that the editor left alone.
    """

    fields: dict[str, Any]

    is_confirmed = forms.BooleanField(
        label=gettext_lazy("I have checked these terms; readers may see them"),
        required=False,
    )

    class Meta:
        model = Source
        fields = ["name", "slug", "url", "disclaimer", "disclaimer_en", *TERM_NAMES]
        field_classes = {
            "url": WebAddressField,
            "credit_url": WebAddressField,
            "disclaimer": ProseField,
            "disclaimer_en": ProseField,
        }
        widgets = {
            "disclaimer": MarkdownInput(attrs={"rows": 8}),
            "disclaimer_en": MarkdownInput(attrs={"rows": 8}),
            "allows_search_engines": AnswerSelect,
            "allows_answer_engines": AnswerSelect,
            "allows_training": AnswerSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.instance
        self.initial["is_confirmed"] = source.has_terms
        if reuse := self.fields.get("reuse"):
            reuse.choices = [("", gettext_lazy("Not said")), *Reuse.choices]
        notice = f"{source.disclaimer}\n{source.disclaimer_en}"
        for name, proposal in read_usage_terms(notice).items():
            if field := self.fields.get(name):
                field.help_text = _with_proposal(field.help_text, name, proposal)
                is_empty = getattr(source, name) in ("", None)
                if is_empty and not source.has_terms:
                    self.initial[name] = proposal.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("is_confirmed"):
            for name in {*TERM_NAMES} & {*cleaned} - {*self.changed_data}:
                cleaned[name] = getattr(self.instance, name)
        return cleaned

    @property
    def confirms_anew(self) -> bool:
        """Tell whether an editor confirms terms that differ from those confirmed before."""
        is_changed = {*TERM_NAMES, "is_confirmed"} & {*self.changed_data}
        return bool(self.cleaned_data["is_confirmed"] and is_changed)


def _with_proposal(help_text: Any, name: str, proposal: Proposal) -> SafeString:
    value = proposal.value
    if name == "reuse":
        value = Reuse(value).label
    elif isinstance(value, bool):
        value = _("Yes") if value else _("No")
    return format_html(
        '{} <span class="desk-proposal">{} <strong>{}</strong> <q>{}</q></span>',
        *(help_text, _("From the disclaimer:"), value),
        Truncator(proposal.passage).chars(_PASSAGE),
    )
