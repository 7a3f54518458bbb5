"""The form for a notice that tells readers of an error."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import CorrectionSeverity
from articles.forms.moments import MomentField, MomentInput
from articles.forms.notices import NoticeField
from articles.models import LONGEST_CORRECTION, Article, Correction


class CorrectionForm(forms.Form):
    """For a new notice, or for one that stands already."""

    severity = forms.ChoiceField(
        label=_("Severity"), choices=CorrectionSeverity, widget=forms.RadioSelect
    )
    text = NoticeField(
        label=_("Text"),
        max_length=LONGEST_CORRECTION,
        help_text=_(
            "What was wrong, and what is right, in the article's language. Plain text, at "
            "most 2,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
    )
    corrected_at = MomentField(
        label=_("Time"),
        required=False,
        help_text=_("Empty: now."),
        widget=MomentInput,
    )

    def __init__(
        self, article: Article, data: Any = None, *, correction: Correction | None
    ) -> None:
        initial: dict[str, Any] = {"severity": CorrectionSeverity.CORRECTION}
        if correction:
            initial = {
                "severity": correction.severity,
                "text": correction.text,
                "corrected_at": correction.corrected_at,
            }
        super().__init__(data, initial=initial)
        self._article = article

    def clean_corrected_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["corrected_at"]
        if moment and moment > timezone.now():
            raise ValidationError(_("This time is still to come."))
        start = self._article.public_from
        if moment and start and moment < start:
            raise ValidationError(_("Readers could not read the article then."))
        return moment
