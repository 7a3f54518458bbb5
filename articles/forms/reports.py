"""The form for readers to say that something in an article is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import LineField, on_one_line
from articles.forms.strangers import StrangersForm, StrangersTextField
from articles.models import ReaderReport

_LONGEST = {"passage": 200, "sentence": 300}
_LONGEST_NOTE = 1_000
_LONGEST_CONTACT = 100


class ReaderReportForm(StrangersForm):
    """What is wrong, and where. ``kind`` is asked where the page's script may be wrong."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        label_suffix="",  # No colon after a question, in any language.
        choices=[
            (ReaderReport.Kind.FACT, _("A fact: a name, a figure, a date …")),
            (ReaderReport.Kind.WORDING, _("A word or character reads wrong here")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    passage = LineField(
        label=_("The words in question"),
        max_length=_LONGEST["passage"],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = StrangersTextField(
        label=_("What is wrong, or how should it read?"),
        label_suffix="",
        max_length=_LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = LineField(
        label=_("How to answer you, if you like"),
        max_length=_LONGEST_CONTACT,
        required=False,
        help_text=_(
            "Only editors see it, and it is deleted when the report is decided."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    sentence = LineField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        selection: QueryDict | None = None,
        may_be_wording: bool = True,
    ) -> None:
        """Start from ``selection``, the query of an address with the selected words."""
        sent = selection or QueryDict()
        given = {
            name: on_one_line(sent.get(name, ""))[:most]
            for name, most in _LONGEST.items()
        }
        kinds = ReaderReport.Kind
        is_wording = may_be_wording and (data is not None or given["passage"])
        # Where nothing is said, as by forms of before: of a wording, if there can be one.
        self._kind = kinds.WORDING if is_wording else kinds.FACT
        super().__init__(data, initial={**given, "kind": self._kind})
        if not may_be_wording:
            del self.fields["kind"]

    def clean_sentence(self) -> str:
        return str(self.cleaned_data["sentence"])[: _LONGEST["sentence"]]

    def clean(self) -> dict[str, Any]:
        """Ask for the words that read wrong, or for what is wrong with a fact."""
        sent = self.cleaned_data
        sent["kind"] = sent.get("kind") or self._kind
        is_wording = sent["kind"] == ReaderReport.Kind.WORDING
        needed = "passage" if is_wording else "note"
        if needed in sent and not sent[needed]:
            self.add_error(needed, self.fields[needed].error_messages["required"])
        return sent
