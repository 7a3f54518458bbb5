"""Parts of all forms for readers: a trap for machines, and texts fit to be stored."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.forms.notices import NoticeField
from articles.models import TURNS_DIRECTION, without_invisible

# No database takes a NUL, no encoding half a surrogate pair; line breaks stay.
_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_EMPTY_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")


class StrangersForm(forms.Form):
    """``website`` is for machines: people do not see it, and leave it empty."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])


TOO_LONG = _(
    "At most %(limit_value)d characters, please: there are %(show_value)d now."
)


class StrangersTextField(NoticeField):
    """A text in paragraphs. What nobody sees in it is dropped without a word, as are marks
    that turn the direction of writing: a reader rarely knows of them."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> str:
        text = _UNUSABLE.sub(" ", super().to_python(value))
        return _EMPTY_LINES.sub("\n\n", without_unseen(text)).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let browsers take a text that is too long: they would cut it without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def without_unseen(text: str) -> str:
    """Drop what nobody sees, and what turns the direction of writing."""
    return without_invisible(TURNS_DIRECTION.sub("", text))
