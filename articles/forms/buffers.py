"""What a browser sends of a form that is being filled in, as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.publishing import MAX_BUFFER, Typed

# No database takes a NUL, no encoding half a surrogate pair.
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_MAX_ROW = 2**63 - 1
_MOST_FIELDS = 2_000

# In the worst case each character takes four bytes.
MAX_BUFFER_BYTES = 4 * MAX_BUFFER


class KeyField(forms.RegexField):
    """A key that the server or a script has made up."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"\A[A-Za-z0-9_-]{8,64}\Z", **kwargs)


def form_key_in(data: Mapping[str, Any]) -> str:
    """Return the key of the form that was posted; empty if it has none, or no real one."""
    try:
        return str(KeyField().clean(data.get("form_key")))
    except ValidationError:
        return ""


class RowField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=_MAX_ROW, **kwargs)


class _ValuesField(forms.Field):
    """Lists of texts by name."""

    def to_python(self, value: Any) -> dict[str, list[str]]:
        if not isinstance(value, dict) or len(value) > _MOST_FIELDS:
            raise ValidationError("no map of values")
        return {_usable(name): _texts(texts) for name, texts in value.items()}

    def validate(self, value: Any) -> None:
        """Take an empty one too: nothing has changed."""


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise ValidationError("no list of texts")
    return [_usable(value) for value in values]


def _usable(text: str) -> str:
    return _UNUSABLE.sub("\ufffd", text)


class PresenceForm(forms.Form):
    """A sign of life from a form. ``user`` is who opened it: by now, another may have
    signed in with the same browser."""

    user = RowField()
    form_key = KeyField()
    article = RowField(required=False)
    base = RowField(required=False)
    field = forms.CharField(required=False, max_length=100, strip=False)

    def clean_field(self) -> str:
        return _usable(self.cleaned_data["field"])


class BufferForm(PresenceForm):
    """The words typed in a window, with its name. ``values`` are texts by field."""

    writer = KeyField()
    sequence = forms.IntegerField(min_value=0, max_value=_MAX_ROW)
    follows = forms.IntegerField(min_value=0, max_value=_MAX_ROW)
    is_whole = forms.BooleanField(required=False)
    values = _ValuesField()
    caret = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def typed(self) -> Typed:
        """Return what a valid message says."""
        said = {**self.cleaned_data, "fields": self.cleaned_data["values"]}
        return Typed(**{field.name: said[field.name] for field in fields(Typed)})
