"""The form of a receiver, as chief editors keep it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.forms.inputs import WebAddressField
from articles.models import Receiver
from articles.outbox import is_secret

_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")


class ReceiverForm(forms.ModelForm[Receiver]):
    """A receiver; a secret that is left empty is made."""

    variants = forms.MultipleChoiceField(
        label=_("Languages and scripts"),
        choices=Variant.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Receiver._meta.get_field("variants").help_text,
    )

    class Meta:
        model = Receiver
        fields = [
            *("name", "kind", "address", "secret"),
            *("variants", "is_active", "note"),
        ]
        field_classes = {"address": WebAddressField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, secret = cleaned.get("kind"), cleaned.get("secret", "").strip()
        if "kind" in self.changed_data and "secret" not in self.changed_data:
            secret = ""  # That of another kind is no use.
        if kind == Receiver.Kind.WEBHOOK and secret and not is_secret(secret):
            text = _("Give whsec_ and 24 to 64 bytes in Base64, or leave it empty.")
            self.add_error("secret", ValidationError(text))
        is_key = bool(_INDEXNOW_KEY.fullmatch(secret))
        if kind == Receiver.Kind.INDEXNOW and secret and not is_key:
            text = _("Give 8 to 128 letters from a to z, digits or hyphens.")
            self.add_error("secret", ValidationError(text))
        if kind and "secret" not in self.errors:
            is_kept = secret and kind != Receiver.Kind.WEBSUB
            cleaned["secret"] = secret if is_kept else Receiver.new_secret(kind)
        return cleaned

    def save(self, commit: bool = True) -> Receiver:
        if self.instance.is_active:
            self.instance.stopped_because = ""
        return super().save(commit)
