"""The form that takes an article from its readers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.forms.notices import NoticeField
from articles.models import LONGEST_NOTICE


class KillForm(forms.Form):
    """``notice_en`` stands there only if a version is read on the English pages."""

    reason = NoticeField(
        label=_("Reason"),
        max_length=LONGEST_NOTICE,
        help_text=_("For the desk alone: it stays in the record."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    notice = NoticeField(
        label=_("Notice to readers"),
        max_length=LONGEST_NOTICE,
        help_text=_(
            "Readers find it at the address, in every script. Plain text, at most 1,000 "
            "characters."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    notice_en = NoticeField(
        label=_("Notice to readers, in English"),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    with_versions = forms.BooleanField(
        label=_("Kill the other versions too"), required=False, initial=True
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(
        self, user: User, data: Any = None, *, groups: set[str], has_versions: bool
    ) -> None:
        super().__init__(data)
        self._user = user
        if "en" not in groups:
            del self.fields["notice_en"]
        elif groups == {"en"}:
            del self.fields["notice"]
        if not has_versions:
            del self.fields["with_versions"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self._user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password

    @property
    def notices(self) -> dict[str, str]:
        """The notice for each language group; of a valid form."""
        cleaned = self.cleaned_data
        return {"zh": cleaned.get("notice", ""), "en": cleaned.get("notice_en", "")}
