"""The form for a notice that tells readers of an error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import CorrectionSeverity, Language
from articles.forms.notices import NoticeField
from articles.forms.typed_moments import TypedMomentField
from articles.models import LONGEST_CORRECTION, Article, Correction
from articles.time_zones import moment_in_words


class CorrectionForm(forms.Form):
    """For a new notice, or for one that stands already."""

    severity = forms.ChoiceField(label=_("Severity"), choices=CorrectionSeverity)
    text = NoticeField(
        label=_("Text"),
        max_length=LONGEST_CORRECTION,
        help_text=_(
            "What was wrong, and what is right, in the article's language. Plain text, at "
            "most 2,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
    )
    corrected_at = TypedMomentField(
        label=_("Time"), required=False, help_text=_("Empty: now.")
    )

    def __init__(
        self,
        article: Article,
        data: Any = None,
        *,
        correction: Correction | None,
        versions: Sequence[Article] = (),
        proposed: str = "",
    ) -> None:
        """Start a new notice from ``proposed``, such as what a reader reported."""
        initial: dict[str, Any] = {
            "severity": CorrectionSeverity.CORRECTION,
            "text": proposed,
        }
        if correction:
            initial = {
                "severity": correction.severity,
                "text": correction.text,
                "corrected_at": moment_in_words(correction.corrected_at),
            }
        super().__init__(data, initial=initial)
        if correction:
            moment = cast(TypedMomentField, self.fields["corrected_at"])
            moment.shown = correction.corrected_at
        self._article, self._versions = article, versions
        for version in versions:
            self.fields[_text_of(version)] = _version_field(version)

    def clean_corrected_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["corrected_at"]
        if moment and moment > timezone.now():
            raise ValidationError(_("This time is still to come."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moment = cleaned.get("corrected_at")
        for article in [self._article, *self.texts()]:
            start = article.public_from
            if moment and start and moment < start:
                self.add_error(
                    "corrected_at", _("Readers could not read the article then.")
                )
                break
        return cleaned

    def texts(self) -> dict[Article, str]:
        """Return the notice for each other version that is to have one."""
        given = {one: self.cleaned_data.get(_text_of(one)) for one in self._versions}
        return {version: text for version, text in given.items() if text}


def _text_of(version: Article) -> str:
    return f"text_{version.pk}"


def _version_field(version: Article) -> NoticeField:
    language = dict(Language.choices).get(version.language, version.language)
    names = {"title": version.title, "language": language}
    return NoticeField(
        label=_("Text for “%(title)s” (%(language)s)") % names,
        max_length=LONGEST_CORRECTION,
        required=False,
        help_text=_("Empty: this version gets no correction."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
