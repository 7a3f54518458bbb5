"""What new articles of a kind begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import MarkdownInput, ProseField, TagsField, clean_body
from articles.models import ArticleTemplate

_DATED = _("{date} stands for the day on which an article is begun.")


class ArticleTemplateForm(forms.ModelForm[ArticleTemplate]):
    """Texts and labels, all of which the new article may change."""

    fields: dict[str, Any]

    tags = TagsField(label=_("Tags"), required=False)

    class Meta:
        model = ArticleTemplate
        fields = [
            *("name", "language", "title", "lead", "body"),
            *("categories", "tags", "authors", "source"),
        ]
        field_classes = {"body": ProseField, "lead": ProseField}
        help_texts = {"title": _DATED, "lead": _DATED, "body": _DATED}
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "lead": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "body": MarkdownInput(attrs={"rows": 16}),
        }

    clean_body = clean_body
