"""The form for readers to say that a passage reads wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import LineField, on_one_line

_LONGEST = {"passage": 200, "sentence": 300, "note": 500}


class ConversionReportForm(forms.Form):
    """``website`` is for machines: people do not see it, and leave it empty."""

    passage = LineField(
        label=_("The words that read wrong"),
        max_length=_LONGEST["passage"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = LineField(
        label=_("What is wrong, or how should it read?"),
        label_suffix="",  # No colon after a question, in any language.
        max_length=_LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sentence = LineField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )

    def __init__(self, data: Any = None, *, selection: QueryDict | None = None) -> None:
        """Start from ``selection``, the query of an address with the selected words."""
        sent = selection or QueryDict()
        given = {
            name: on_one_line(sent.get(name, ""))[:most]
            for name, most in _LONGEST.items()
        }
        super().__init__(data, initial=given)

    def clean_sentence(self) -> str:
        return str(self.cleaned_data["sentence"])[: _LONGEST["sentence"]]

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])
