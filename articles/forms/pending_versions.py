"""The hour at which a change of a live article is to be seen."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.forms.typed_moments import TypedMomentField


class HourForm(forms.Form):
    """``go_live_at`` is to come."""

    go_live_at = TypedMomentField(label=_("Goes live"))

    def clean_go_live_at(self) -> datetime:
        moment: datetime = self.cleaned_data["go_live_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(_("This time is over: give one to come."))
        return moment

    @property
    def problem(self) -> str:
        """Say in one line what is wrong."""
        return " ".join(str(text) for text in self["go_live_at"].errors)
