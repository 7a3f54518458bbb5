"""The sheet on which an article is given its time and published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.forms.typed_moments import TypedMomentField
from articles.models import Article
from articles.publishing import (
    CheckItem,
    checklist,
    in_utc,
    what_blocks,
    what_makes_no_sense,
)
from articles.time_zones import moment_in_words

NOW, AT = "now", "at"
_TIMES = ("published_at", "embargoed_until", "expires_at")
# A time that is read to the minute is typed so.
_TYPED = {"placeholder": "9:30", "autocomplete": "off", "class": "vTextField"}


class PublishingForm(forms.Form):
    """When readers see an article, from when and until when, and what its source permits.

    ``items`` is the checklist. What blocks publishing is an error of the whole form, unless
    the form itself mends it.
    """

    fields: dict[str, Any]

    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("Now")), (AT, _("At"))],
        widget=forms.RadioSelect,
    )
    published_at = TypedMomentField(
        label=_("Time"),
        required=False,
        widget=forms.TextInput(attrs=_TYPED),
        help_text=_("9:30, tomorrow 9:30, 明天 9:30, 12月1日 9:30, 2026-12-01 09:30"),
    )
    embargoed_until = TypedMomentField(
        label=_("Embargoed until"),
        required=False,
        widget=forms.TextInput(attrs=_TYPED),
    )
    expires_at = TypedMomentField(
        label=_("Expires"), required=False, widget=forms.TextInput(attrs=_TYPED)
    )
    clearance = forms.CharField(
        label=_("Permission of the source"),
        required=False,
        max_length=1000,
        help_text=_(
            "Who permitted it, when, and for what. It is kept with the article."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )

    with_versions = forms.BooleanField(
        label=_("Its other versions too:"), required=False, initial=True
    )

    def __init__(
        self,
        *args: Any,
        article: Article,
        versions: Sequence[Article] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        if not versions:
            del self.fields["with_versions"]
        self.article = article
        self.items = checklist(article)
        is_timed = article.published_at is not None
        self.initial = {"when": AT if is_timed else NOW}
        for name in _TIMES:
            if moment := getattr(article, name):
                self.initial[name] = moment_in_words(moment)
                self.fields[name].shown = moment
        if not self._lacks("permission"):
            del self.fields["clearance"]

    def _lacks(self, key: str) -> bool:
        return any(item.key == key and not item.is_met for item in self.items)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_now = cleaned.get("when") == NOW
        if is_now:
            cleaned["published_at"] = None
        elif not cleaned.get("published_at") and "published_at" not in self.errors:
            self.add_error("published_at", _("Give the time, or publish now."))
        for name, problem in what_makes_no_sense(
            cleaned,
            is_published_now=True,
            embargo_before=self.article.embargoed_until,
        ):
            if name not in self.errors:
                self.add_error(name, problem)
        for version in self.versions if cleaned.get("with_versions") else ():
            for item in what_blocks(version):
                self.add_error("with_versions", f"{version}: {item.lacking}")
        for item in self.blocking():
            if item.key == "permission":
                self.add_error("clearance", item.lacking)
            else:
                self.add_error(None, item.lacking)
        return cleaned

    def blocking(self) -> list[CheckItem]:
        """List what still keeps the article from being published."""
        is_cleared = bool(self.is_bound and self.cleaned_data.get("clearance"))
        return [
            item
            for item in self.items
            if item.blocks
            and not item.is_met
            and not (item.key == "permission" and is_cleared)
        ]

    @property
    def reminders(self) -> list[CheckItem]:
        return [item for item in self.items if not (item.is_met or item.blocks)]

    @property
    def met(self) -> list[CheckItem]:
        return [item for item in self.items if item.is_met]

    @property
    def unmet(self) -> list[CheckItem]:
        return [item for item in self.items if item.blocks and not item.is_met]

    @property
    def is_ahead(self) -> bool:
        """Tell whether readers would see the article only at a time that is to come."""
        times = self.cleaned_data if self.is_bound else vars(self.article)
        starts = [times.get("published_at"), times.get("embargoed_until")]
        return any(moment and moment > timezone.now() for moment in starts)

    def times(self) -> dict[str, Any]:
        """Return the times for the article, as a state holds them."""
        given = {name: self.cleaned_data[name] for name in _TIMES}
        given["published_at"] = given["published_at"] or timezone.now()
        return {name: in_utc(moment) for name, moment in given.items()}
