"""Uploading and replacing pictures, and saying what they show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import PictureField, PictureFile, WebAddressField
from articles.models import Image, RemoteImage

_KINDS = _("JPEG, PNG, WebP, AVIF or GIF. The original is kept as it is.")
_EMPTY = _("What is left empty is taken from the file, if it says so.")


class UploadForm(forms.Form):
    """A picture dropped into a text."""

    image = PictureField(label=_("Picture"))


class RemotePictureForm(forms.Form):
    """The address of a picture on another site."""

    address = WebAddressField(label=_("Address"))

    def clean_address(self) -> str:
        """Return the spelling that it is fetched and found by."""
        address = RemoteImage.normal(self.cleaned_data["address"])
        if not address:
            raise ValidationError(self.fields["address"].error_messages["invalid"])
        return address


class DescriptionForm(forms.ModelForm[Image]):
    """The words about a picture that is here."""

    class Meta:
        model = Image
        fields = ["alt", "caption", "credit"]


class _WordsForm(forms.ModelForm[Image]):
    """The words of pages about a picture."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A file may say a type that the list does not have.
        current = self.instance.source_type
        if kind := self.fields.get("source_type"):
            known = [value for value, _label in kind.choices]
            if current not in known:
                kind.choices = [*kind.choices, (current, current)]

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | ({"source_type"} - set(self.changed_data))


class ImageForm(_WordsForm):
    """A picture with what pages say about it. The file is chosen once, at the start."""

    picture = PictureField(
        label=_("Picture"), help_text=format_lazy("{} {}", _KINDS, _EMPTY)
    )

    class Meta:
        model = Image
        fields = [*Image.WORDS, "focal_x", "focal_y"]

    def clean_picture(self) -> PictureFile:
        file: PictureFile = self.cleaned_data["picture"]
        if same := Image.objects.filter(digest=file.prepared.digest).first():
            raise ValidationError(
                _("This picture is here already: %(image)s."), params={"image": same}
            )
        return file


class ReplaceForm(_WordsForm):
    """Another file for a picture, and what is to be said of that."""

    picture = PictureField(label=_("New file"), help_text=_KINDS)

    class Meta:
        model = Image
        # How the new file was made is said by that.
        fields = ["picture", "alt", "caption", "credit", "licence"]
