"""What an editor decides of a source that imports found, and a closing block's text."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles.archive.importer import count_endings
from articles.forms.inputs import LineField, ProseField
from articles.models import FooterRule, Source

DISCLAIMERS = ("disclaimer", "disclaimer_en")
MAX_BLOCK = 4000
MAX_BLOCK_LINES = 40


class FoundSourceForm(forms.Form):
    """A name and disclaimers for a source, or another source that it is part of."""

    fields: dict[str, Any]
    taken: Source | None = None  # Has the name that was given.

    name = LineField(label=_("name"), max_length=255, required=False)
    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label=_("or part of the source"),
        empty_label=_("– none: it is a source of its own –"),
        help_text=_("All articles of this label move to that source."),
    )
    disclaimer = ProseField(
        label=_("disclaimer"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Markdown. It takes the place of the notices above, in later files too. "
            "Emptied: articles show only the notices of their own files."
        ),
    )
    disclaimer_en = ProseField(
        label=_("disclaimer in English"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("name") or cleaned.get("source") or self.errors):
            self.add_error("name", _("Give the source a name, or choose one below."))
        return cleaned

    def refuse_name(self, source: Source) -> None:
        """Say at the name that another source has it already."""
        self.taken = source
        text = gettext(
            "There is a source “%s” already: choose it below, or another name."
        )
        self.add_error("name", text % source.name)

    @property
    def disclaimers(self) -> dict[str, str]:
        """The disclaimers that are written, confirmed or emptied, by their fields.

        Those of a source that is only joined to another say nothing of that one.
        """
        joins = "source" in self.changed_data and self.cleaned_data["source"]
        return {
            name: self.cleaned_data[name]
            for name in DISCLAIMERS
            if name in self.changed_data or (self.cleaned_data[name] and not joins)
        }


class FooterRuleForm(forms.ModelForm[FooterRule]):
    """A closing block. Asked to count, it holds back and says how many files end so."""

    is_counted = False

    class Meta:
        model = FooterRule
        fields = ("source", "text", "treatment")
        labels = {"text": _("Lines of the block")}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip("\n")
        lines = [line for line in text.splitlines() if line.strip()]
        if len(text) > MAX_BLOCK or len(lines) > MAX_BLOCK_LINES:
            raise ValidationError(
                _(
                    "A closing block has at most %(lines)s lines and %(characters)s "
                    "characters: give only the lines that files have in common."
                ),
                params={"lines": MAX_BLOCK_LINES, "characters": MAX_BLOCK},
            )
        if not re.search(r"[^\W_]", text):
            raise ValidationError(
                _("This would fit the end of any file: give at least a word of it.")
            )
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "_count" in self.data and not self.errors:
            rule = FooterRule(**self.cleaned_data)
            self.is_counted = True
            raise ValidationError(_counted(*count_endings(rule)))
        return cleaned


def _counted(holders: int, files: int) -> str:
    if not files:
        return str(_("There are no files to look at yet. Nothing is saved yet."))
    text = ngettext(
        "%(holders)s of the last %(files)s file ends with it. Nothing is saved yet.",
        "%(holders)s of the last %(files)s files end with it. Nothing is saved yet.",
        files,
    )
    return str(text % {"holders": holders, "files": files})
