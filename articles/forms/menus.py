"""A line in a menu."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.choices import MenuName
from articles.models import Article, MenuEntry


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


class ArticleMenuEntryForm(MenuEntryForm):
    """A line beside its article: what the editor did not touch is never written back."""

    is_gone = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def has_changed(self) -> bool:
        return bool(self.changed_data) if self.is_gone else super().has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_gone and self.has_changed():
            text = _(
                "Somebody deleted this entry meanwhile. Add it again, or delete it."
            )
            raise ValidationError(text)
        if not self.instance._state.adding:
            for name in self.fields.keys() & {*self.Meta.fields} - {*self.changed_data}:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


class ArticleMenuFormSet(
    forms.BaseInlineFormSet[MenuEntry, Article, forms.ModelForm[MenuEntry]]
):
    """The lines of an article, some of which a colleague may have deleted meanwhile."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.is_bound and i < self.initial_form_count() and not form.instance.pk:
            form.is_gone = True
            form.fields["id"].disabled, form.fields["id"].required = True, False
        return form
