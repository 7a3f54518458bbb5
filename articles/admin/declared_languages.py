"""Say what the texts of an archive, or of a folder in it, are in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.choices import Language
from articles.models import DeclaredLanguage, ImportedFile


class DeclaredLanguageForm(forms.ModelForm[DeclaredLanguage]):
    """The archives that were imported by name, and the languages of the site."""

    archive = forms.ChoiceField(label=_("Archive"))
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_(
            "A text that says its language, or plainly shows another, keeps it."
        ),
    )

    fields: dict[str, Any]

    class Meta:
        model = DeclaredLanguage
        fields = ["archive", "folder", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "archive" in self.fields:  # Who may only look gets a form without them.
            rows = ImportedFile.objects.order_by("archive").distinct()
            archives = dict.fromkeys(rows.values_list("archive", flat=True))
            kept = {self.instance.archive: None} if self.instance.pk else {}
            self.fields["archive"].choices = [(name, name) for name in archives | kept]
            current = self.instance.language
            is_other = current and current not in Language.values
            self.fields["language"].choices = [
                *Language.choices,
                *([(current, current)] if is_other else []),
            ]

    def clean_folder(self) -> str:
        folder: str = self.cleaned_data["folder"].strip().strip("/")
        archive = self.cleaned_data.get("archive")
        if folder and archive and "folder" in self.changed_data:
            files = ImportedFile.objects.filter(archive=archive)
            below = files.filter(path__startswith=f"{folder}/")
            if not (below.exists() or files.filter(path=folder).exists()):
                raise ValidationError(
                    _("No file of this archive was imported from there: %(folder)s."),
                    params={"folder": folder},
                )
        return folder


@admin.register(DeclaredLanguage)
class DeclaredLanguageAdmin(DeskAdmin[DeclaredLanguage]):
    form = DeclaredLanguageForm
    list_display = ["archive", "where", "language_name"]
    list_display_links = ["archive", "where"]
    list_filter = ["archive"]

    @admin.display(description=_("folder"), ordering="folder")
    def where(self, declared: DeclaredLanguage) -> str:
        return declared.folder or gettext("all of it")

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, declared: DeclaredLanguage) -> str:
        return str(dict(Language.choices).get(declared.language, declared.language))

    def report(self, request: HttpRequest) -> None:
        text = gettext(
            "The next import of this archive reads the files concerned again."
        )
        messages.info(request, text)
