"""Where the readers of a page that goes are led, and which of some labels stays."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _


class LeadForm(forms.Form):
    """The page of the same kind that takes the place of one that is deleted."""

    fields: dict[str, Any]

    into: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Leads to"), queryset=None, required=False
    )

    def __init__(
        self,
        *args: Any,
        row: Model,
        picker: forms.Widget,
        is_required: bool,
        help_text: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        into.queryset = type(row)._default_manager.exclude(pk=row.pk)
        into.widget = picker
        into.widget.choices = into.choices
        into.widget.is_required = into.required = is_required
        into.help_text = help_text


class MergeForm(forms.Form):
    """Which of some labels is the one to keep."""

    fields: dict[str, Any]

    into: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Keep"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, labels: Collection[Model], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(next(iter(labels)))
        pks = [label.pk for label in labels]
        self.fields["into"].queryset = model._default_manager.filter(pk__in=pks)
