"""The form for readers to say something about an article."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext, gettext_lazy as _

from articles.forms.inputs import LineField
from articles.forms.strangers import (
    TOO_LONG,
    StrangersForm,
    StrangersTextField,
    without_unseen,
)
from articles.models import LONGEST_COMMENT, LONGEST_COMMENTER

# Seconds from opening the form: machines are quicker, and what they kept is older.
LEAST_AGE = 3
MOST_AGE = 24 * 60 * 60


class _CommenterField(LineField):
    """A name on one line, of which something is to be seen."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> str:
        return without_unseen(super().to_python(value)).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let browsers take a name that is too long, so that the page can say so."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class CommentForm(StrangersForm):
    """``opened`` says when the form was, signed, and for which article."""

    name = _CommenterField(
        label=_("Your name"),
        max_length=LONGEST_COMMENTER,
        help_text=_("As readers will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    text = StrangersTextField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, article_id: int, data: Any = None) -> None:
        super().__init__(data)
        self._signer = TimestampSigner(salt=f"{__name__}:{article_id}")
        given = self.data.get("opened", "")
        self.opened = given if self._is_fresh(given) else self._signer.sign("")

    @property
    def most_characters(self) -> int:
        return LONGEST_COMMENT

    @property
    def character_count(self) -> int:
        """The length of the text as it was sent."""
        return len(str(self["text"].value() or "").replace("\r\n", "\n"))

    def clean(self) -> dict[str, Any]:
        if self.errors:  # It is sent once more anyway.
            return self.cleaned_data
        if self.opened != self.data.get("opened"):
            raise ValidationError(
                gettext("This page was open for too long. Please press Send once more.")
            )
        if self._is_fresh(self.opened, for_seconds=LEAST_AGE):
            raise ValidationError(
                gettext("That was very quick. Please press Send once more.")
            )
        return self.cleaned_data

    def _is_fresh(self, opened: str, for_seconds: int = MOST_AGE) -> bool:
        """Tell whether we signed it, for this article, and not longer ago than that."""
        try:
            self._signer.unsign(opened, max_age=for_seconds)
        except (SignatureExpired, BadSignature):
            return False
        return True
