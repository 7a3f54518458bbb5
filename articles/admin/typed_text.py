"""Fill the article's form with what is kept of it, and say how that differs from the saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.admin.comparing import Row, compare
from articles.forms import key_in
from articles.models import Article, Buffer

ArticleFormClass = type[forms.ModelForm[Article]]


@dataclass(frozen=True)
class Offer:
    """Words typed into an earlier form and never saved, and how they differ from the saved."""

    buffer: Buffer
    differences: Sequence[str]

    @property
    def title(self) -> str:
        return "".join(self.buffer.fields.get("title", []))


@dataclass(frozen=True)
class Change:
    label: str
    rows: Sequence[Row]


def posted(buffer: Buffer) -> QueryDict:
    """Return the kept fields as if they had been posted."""
    data = QueryDict(mutable=True)
    data["form_key"] = buffer.form_key
    for name, values in buffer.fields.items():
        data.setlist(name, values)
    # It may have gone with the article that a colleague deleted.
    data["base"] = str(buffer.base_id or "")
    return data


def filled(form_class: ArticleFormClass, buffer: Buffer) -> ArticleFormClass:
    """Return the form's class, its forms filled with what is kept and not judged yet."""

    class FilledForm(form_class):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(posted(buffer), *args, **kwargs)
            leave_unjudged(self)

    return FilledForm


def leave_unjudged(form: forms.BaseForm) -> None:
    """Let a form that nobody has sent show no errors: half a text is none."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]


def offer_of(
    buffer: Buffer, form_class: ArticleFormClass, article: Article | None
) -> Offer | None:
    """Describe a buffer; None if it says what is saved already."""
    form = _form(buffer, form_class, article)
    differences = [_difference(form, name) for name in _changed(form)]
    # Rows of inlines are not compared: they may say something new.
    has_rows = any(name.endswith("-0-id") for name in buffer.fields)
    return Offer(buffer, differences) if differences or has_rows else None


def _difference(form: forms.ModelForm[Article], name: str) -> str:
    field = form[name]
    if name == "body":
        typed = str(field.data or "").replace("\r\n", "\n")
        if characters := len(typed) - len(field.initial or ""):
            return gettext("text %(n)s characters") % {"n": f"{characters:+}"}
    return str(field.label)


def changes_of(
    buffer: Buffer, form_class: ArticleFormClass, article: Article | None
) -> list[Change]:
    """Compare each field that differs: the saved value at the left, the kept one at the right."""
    form = _form(buffer, form_class, article)
    return [
        Change(
            capfirst(str(form.fields[name].label)),
            compare(
                _in_words(form[name].field, form[name].initial),
                _in_words(form[name].field, form[name].data),
            ),
        )
        for name in _changed(form)
    ]


def _form(
    buffer: Buffer, form_class: ArticleFormClass, article: Article | None
) -> forms.ModelForm[Article]:
    return filled(form_class, buffer)(instance=article)


def _changed(form: forms.ModelForm[Article]) -> Iterator[str]:
    for name in form.changed_data:
        if not form[name].is_hidden:
            yield name


def _in_words(field: forms.Field, value: Any) -> str:
    """Spell a value as the form shows it, a line for each item of a list."""
    value = field.prepare_value(value)
    if isinstance(field, forms.ModelChoiceField):
        keys = [key for key in map(key_in, _listed(value)) if key is not None]
        assert field.queryset is not None  # noqa: S101 – for the type checker
        rows = {row.pk: str(row) for row in field.queryset.filter(pk__in=keys)}
        return "\n".join(rows.get(key, "") for key in keys)
    if isinstance(field.widget, forms.MultiWidget):
        is_split = isinstance(value, list)
        parts: list[Any] = value if is_split else field.widget.decompress(value)  # type: ignore[assignment]
        widgets = zip(field.widget.widgets, parts, strict=False)
        shown = [widget.format_value(part) for widget, part in widgets]
        return " ".join(str(part) for part in shown if part)
    if choices := getattr(field.widget, "choices", None):
        labels = {str(key): str(label) for key, label in choices}
        words = [str(key) for key in _listed(field.widget.format_value(value))]
        return "\n".join(labels.get(word, word) for word in words)
    return "" if value is None else str(value).replace("\r\n", "\n")


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [*value]
    return [] if value in {None, ""} else [value]
