"""The choices that hold for the whole site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import MetaItem
from articles.copy_checks import check_choices
from articles.forms.inputs import LinksField, MarkdownInput, NamesField
from articles.models import Category, SiteSettings
from articles.publishing import checklist_choices


class _TicksField(forms.MultipleChoiceField):
    """Boxes, of which any number is ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class SiteSettingsForm(forms.ModelForm[SiteSettings]):
    """Lists are written as text: an editor never sees JSON."""

    fields: dict[str, Any]

    widgets = NamesField(
        label=_("Widgets"),
        required=False,
        help_text=_("The panels of the sidebar, in the order in which they stand."),
    )
    front_sections = NamesField(
        label=_("Sections of the front page"),
        required=False,
        help_text=_(
            "Categories by their addresses, in the order in which they stand. Empty: those "
            "with the most articles."
        ),
    )
    post_meta = NamesField(
        label=_("Line under a title"),
        required=False,
        help_text=_("What it says, in the order in which it is said."),
    )
    social_links = LinksField(
        label=_("Social links"),
        required=False,
        help_text=_("One a line: a title, a space, the address."),
    )
    copy_checks_off = _TicksField(
        label=_("Copy checks that are off"),
        choices=check_choices,
        help_text=_("They remark on nothing beside any article."),
    )

    checklist_blocks = _TicksField(
        label=_("Needed for publishing"),
        choices=checklist_choices,
        help_text=_("Without these nobody publishes; of the others the sheet reminds."),
    )
    checklist_off = _TicksField(
        label=_("Left out of the checklist"),
        choices=checklist_choices,
    )

    class Meta:
        model = SiteSettings
        exclude = ["id", *SiteSettings.DERIVED]  # noqa: DJ006 – all that an editor chooses
        widgets = {
            "accent_colour": forms.TextInput(attrs={"type": "color"}),
            "disclaimer": MarkdownInput(attrs={"rows": 8}),
            "disclaimer_en": MarkdownInput(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["widgets"].kept = list(self.instance.widgets)
        categories = Category.objects.values_list("slug", "name")
        self.fields["front_sections"].kept = list(self.instance.front_sections)
        self._offer("front_sections", [*categories])
        self._offer("post_meta", MetaItem.choices)

    def _offer(self, name: str, known: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.known = known
        field.widget.attrs |= field.widget_attrs(field.widget)
