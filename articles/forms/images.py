"""Uploading pictures, and saying what they show."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import PictureField, PictureFile, WebAddressField
from articles.models import Image, RemoteImage


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
    """What is said of a picture that is here."""

    class Meta:
        model = Image
        fields = ["alt", "caption", "credit"]


class ImageForm(forms.ModelForm[Image]):
    """A picture with what pages say about it. The file is chosen once, at the start."""

    picture = PictureField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP, AVIF or GIF. The original is kept as it is."),
    )

    def clean_picture(self) -> PictureFile:
        file: PictureFile = self.cleaned_data["picture"]
        if same := Image.objects.filter(digest=file.prepared.digest).first():
            raise ValidationError(
                _("This picture is here already: %(image)s."), params={"image": same}
            )
        return file
