"""Instruments: kept in a list, and named in an article's form by symbol or name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import ListField, join_tags, split_tags
from articles.forms.visible_text import visible
from articles.models import Instrument, symbols_in
from articles.publishing import instruments_meant, instruments_numbered

MOST = 30


class InstrumentForm(forms.ModelForm[Instrument]):
    """An instrument; two spellings of a symbol would be one instrument."""

    class Meta:
        model = Instrument
        fields = ["exchange", "symbol", "name", "name_en"]


class InstrumentsField(ListField):
    """Instruments by symbol or name; their numbers, in the order as written.

    ``adding_url`` is the page on which an unknown one is added, for who may.
    """

    adding_url = ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "data-tags": reverse_lazy("admin:autocomplete"),
            "data-tags-of": "articleinstrument.instrument",
        }

    def join(self, values: list[int]) -> str:
        return join_tags(str(row) for row in instruments_numbered(values))

    def split(self, text: str) -> list[int]:
        written = split_tags(visible(text))
        if len(written) > MOST:
            raise ValidationError(
                _("An article names at most %(most)s instruments."),
                params={"most": MOST},
            )
        meant = instruments_meant(written)
        problems = [self._problem(text, meant) for text in written]
        if wrong := [problem for problem in problems if problem]:
            raise ValidationError(wrong)
        return list(dict.fromkeys(meant[text][0].pk for text in written))

    def _problem(
        self, text: str, meant: Mapping[str, Sequence[Instrument]]
    ) -> ValidationError | None:
        match meant[text]:
            case [_one]:
                return None
            case []:
                return self._unknown(text)
        several = ", ".join(str(row) for row in meant[text])
        return ValidationError(
            _("“%(written)s” may be several: %(several)s."),
            params={"written": text[:30], "several": several},
        )

    def _unknown(self, text: str) -> ValidationError:
        said = {"written": text[:30]}
        if not self.adding_url:
            return ValidationError(
                _(
                    "“%(written)s” is no instrument that the desk keeps. An editor adds it."
                ),
                params=said,
            )
        found = symbols_in(text)
        known = {"exchange": found[0][0], "symbol": found[0][1]} if found else {}
        link = format_html(
            '<a href="{}?{}" target="_blank">{}</a>',
            *(self.adding_url, urlencode(known or {"name": text[:200]}), _("Add it")),
        )
        message = _("“%(written)s” is no instrument that the desk keeps.") % said
        return ValidationError(format_html("{} {}", message, link))
