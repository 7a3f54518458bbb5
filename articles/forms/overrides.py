"""An article's own wordings in variants, beside its form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.variants import conversions


class OverrideFormSet(forms.BaseInlineFormSet):
    """Words for the variants that the article is not written in."""

    def clean(self) -> None:
        super().clean()
        deleted = self.deleted_forms
        for form in self.forms:
            variant = form.cleaned_data.get("variant")
            if not variant or form in deleted:
                continue
            if not conversions.takes_own_words(self.instance, Variant(variant)):
                form.add_error(
                    "variant",
                    _(
                        "The article is written in this variant. Change its own title, "
                        "lead and summary instead, and delete this wording."
                    ),
                )
