"""Categories, tags, authors and sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import checked_key
from articles.forms.redirects import old_addresses
from articles.models import Tag, readable_slug
from articles.publishing import free_slug


class LabelForm(forms.ModelForm[Any]):
    """A name with an address, which is made from the name where none is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = format_html(
                "{} {}",
                _(
                    "Part of the address. Empty: made from the name. The address so far "
                    "leads to a new one."
                ),
                old_addresses(self.instance),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and cleaned.get("slug") == "":
            wanted = readable_slug(cleaned["name"], "item")
            cleaned["slug"] = self.instance.slug or free_slug(self._meta.model, wanted)
        return cleaned


class KeyedForm(LabelForm):
    """A category or an author: a second spelling of a name that is there would never be
    found by an import."""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        key = self._meta.model.key_of(name)
        others = self._meta.model.objects.filter(key=key).exclude(pk=self.instance.pk)
        if key != self.instance.key and (same := others.first()):
            raise ValidationError(
                _("This is “%(name)s” in another spelling."), params={"name": same.name}
            )
        return name


class TagForm(LabelForm):
    """A tag; two spellings that differ in script, width or case would be one tag."""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        key = checked_key(name)
        same = Tag.objects.filter(key=key).exclude(pk=self.instance.pk).first()
        if same:
            raise ValidationError(
                _("This is the tag “%(tag)s” in another spelling."),
                params={"tag": same.name},
            )
        return name
