"""The texts that are checked while an article is written."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import ProseField
from articles.publishing import LONGEST_CHECKED


class CopyForm(forms.Form):
    """The parts of an article's form that the checks read, as they stand in the browser."""

    title = ProseField(required=False)
    lead = ProseField(required=False)
    summary = ProseField(required=False)
    body = ProseField(required=False)
    language = forms.CharField(required=False, max_length=35)
    published_on = forms.DateField(required=False)

    def clean(self) -> None:
        super().clean()
        if sum(map(len, self.texts.values())) > LONGEST_CHECKED:
            raise ValidationError(
                _("A text of more than %(limit)s characters is not checked."),
                params={"limit": f"{LONGEST_CHECKED:,}"},
            )

    @property
    def texts(self) -> dict[str, str]:
        names = ("title", "lead", "summary", "body")
        return {name: self.cleaned_data.get(name, "") for name in names}

    @property
    def day(self) -> date:
        day: date | None = self.cleaned_data.get("published_on")
        return day or timezone.localdate()
