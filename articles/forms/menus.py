"""A line in a menu."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import MenuName
from articles.models import MenuEntry


class MenuEntryForm(forms.ModelForm[MenuEntry]):
    """The menus by name, and the name that an import brought."""

    menu = forms.ChoiceField(label=_("Menu"))

    fields: dict[str, Any]

    class Meta:
        model = MenuEntry
        fields = ["menu", "label", "article", "url", "language_group", "weight"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if menu := self.fields.get("menu"):
            current = self.instance.menu
            other = [] if current in MenuName.values else [(current, current)]
            menu.choices = [*MenuName.choices, *other]

    def has_changed(self) -> bool:
        # A line that an editor added as it stands is meant as it stands.
        return self.instance._state.adding or super().has_changed()
