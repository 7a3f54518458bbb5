"""An article's overrides for variants, beside its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.forms.inputs import LeadField, NameField
from articles.models import Article, VariantOverride


def _text_field(field: Any, **kwargs: Any) -> Any:
    """Make the form field of an article's text; what is left empty is converted."""
    kwargs |= {"required": False, "help_text": ""}
    if field.get_internal_type() != "TextField":
        widget = forms.TextInput(attrs={"class": "vLargeTextField"})
        return field.formfield(form_class=NameField, widget=widget, **kwargs)
    area = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    return field.formfield(form_class=LeadField, widget=area, **kwargs)


class OverrideForm(forms.ModelForm[VariantOverride]):
    """A variant, and an input for each text of the article that is converted."""

    fields: dict[str, Any]

    class Meta:
        model = VariantOverride
        fields = ["variant"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(
            Article, Article.CONVERTED, formfield_callback=_text_field
        )
        self.initial |= self.instance.fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        texts = {name: cleaned.get(name) for name in Article.CONVERTED}
        self.instance.fields = {name: text for name, text in texts.items() if text}
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The rows that there are give way to those that are sent: the formset compares them.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"article"}


class OverrideFormSet(
    forms.BaseInlineFormSet[VariantOverride, Article, forms.ModelForm[VariantOverride]]
):
    """Overrides for the variants that the article is not written in.

    Those that are sent are all there are to be, whatever rows there were: a colleague's save
    may have replaced them.
    """

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(
        self, form: forms.ModelForm[VariantOverride], index: int | None
    ) -> None:
        super().add_fields(form, index)
        if self.is_bound and "id" in form.fields:
            form.fields["id"].disabled = True

    def clean(self) -> None:
        super().clean()
        variants: set[str] = set()
        for form in self._kept_forms():
            variant = form.cleaned_data.get("variant")
            if variant in variants:
                form.add_error("variant", _("This variant has its wording already."))
            variants.add(variant)
            if variant and Variant(variant) == self.instance.variant:
                form.add_error(
                    "variant",
                    _(
                        "The article is written in this variant. Change its own title, "
                        "lead and summary instead, and delete this wording."
                    ),
                )

    def overrides(self) -> list[VariantOverride]:
        """List all that a valid formset says; ``publishing`` stores them."""
        self.save(commit=False)  # Notes for the admin's log what changed.
        return [
            form.instance
            for form in self._kept_forms()
            if form.instance.pk or form.has_changed()
        ]

    def _kept_forms(self) -> list[Any]:
        deleted = self.deleted_forms
        return [form for form in self.forms if form not in deleted]
