"""What stands above a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from articles.choices import Language
from articles.forms.inputs import MarkdownInput, ProseField, clean_body
from articles.models import ListPage

_IN_THIS_LANGUAGE = _("The list has a page in this language.")
# The lists that are no category's, tag's or author's.
_OF_THE_SITE = ("front", "categories", "tags", "authors")


class ListPageForm(forms.ModelForm[ListPage]):
    """A list's own page. Whose it is can be chosen once, for the lists of the site."""

    fields: dict[str, Any]

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        initial=Language.SIMPLIFIED,
        help_text=ListPage._meta.get_field("language").help_text,
    )

    class Meta:
        model = ListPage
        fields = ["kind", "language", "title", "body", "description", "status"]
        field_classes = {"body": ProseField, "description": ProseField}
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "body": MarkdownInput(attrs={"rows": 10}),
            "description": forms.Textarea(
                attrs={"rows": 2, "class": "vLargeTextField"}
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if language := self.fields.get("language"):
            current = self.instance.language
            known = [("", _("Any language")), *Language.choices]
            is_other = current and current not in Language.values
            language.choices = [*known, *[(current, current)] * bool(is_other)]
        if kind := self.fields.get("kind"):
            kind.choices = [(k, ListPage.Kind(k).label) for k in _OF_THE_SITE]

    clean_body = clean_body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind") or self.instance.kind
        if kind in _OF_THE_SITE and {"kind", "language"} & set(self.changed_data):
            others = ListPage.objects.exclude(pk=self.instance.pk).filter(kind=kind)
            if others.filter(language=cleaned.get("language", "")).exists():
                self.add_error("language", _IN_THIS_LANGUAGE)
        return cleaned


class ListPageFormSet(
    forms.BaseInlineFormSet[ListPage, Model, forms.ModelForm[ListPage]]
):
    """The pages of one category, tag or author: one for each language."""

    def clean(self) -> None:
        super().clean()
        self._hand_back_deleted()
        shown = [form.instance.pk for form in self.forms if form.instance.pk]
        # Of those that somebody added after the page was opened, too.
        others = self.get_queryset().exclude(pk__in=shown)
        seen = (
            {*others.values_list("language", flat=True)} if self.instance.pk else set()
        )
        for form in self.forms:
            if not hasattr(form, "cleaned_data") or form in self.deleted_forms:
                continue
            if not (form.instance.pk or form.has_changed()):
                continue
            language = form.cleaned_data.get("language", "")
            # What an import brought is left alone until somebody changes it.
            is_new = form.instance.pk is None
            if language in seen and (is_new or "language" in form.changed_data):
                form.add_error("language", _IN_THIS_LANGUAGE)
            seen.add(language)

    def _hand_back_deleted(self) -> None:
        """Refuse pages that somebody deleted meanwhile, with what was written in them."""
        gone = [form for form in self.initial_forms if form.instance.pk is None]
        if gone:
            names = ("title", "body", "description")
            written = [str(form[name].data or "") for form in gone for name in names]
            text = _("A page was deleted meanwhile. Open this form again. You wrote:")
            lines = [str(text), *filter(None, written)]
            raise ValidationError("\n".join(lines))
