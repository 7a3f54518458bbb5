"""The form of a pin: what has which place on the front page, from when, and until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Pin
from articles.publishing import has_room, is_pinnable


class PinForm(forms.ModelForm[Pin]):
    class Meta:
        model = Pin
        fields = ["article", "kind", "starts_at", "ends_at"]

    fields: dict[str, Any]

    def clean_article(self) -> Article:
        article: Article = self.cleaned_data["article"]
        if not is_pinnable(article):
            raise ValidationError(
                _("Readers do not see this article in lists, and will not.")
            )
        return article

    def clean_ends_at(self) -> Any:
        ends_at = self.cleaned_data["ends_at"]
        if ends_at and ends_at <= timezone.now():
            raise ValidationError(_("This time has passed."))
        return ends_at

    def _get_validation_exclusions(self) -> set[str]:
        # An article that has a place moves to the new one: the verb sees to that.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return {*exclusions, "article"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind", "")
        if (
            kind == Pin.Kind.BREAKING
            and "ends_at" in cleaned
            and not cleaned["ends_at"]
        ):
            self.add_error("ends_at", _("Breaking news needs an end."))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end is not after the start."))
        article = cleaned.get("article") or getattr(self.instance, "article", None)
        if article and kind and not has_room(article, kind):
            text = _("%(count)s of this kind stand there already. Unpin one of them.")
            self.add_error("kind", text % {"count": Pin.MOST})
        return cleaned
