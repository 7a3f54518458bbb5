"""Forms that know what they were opened with, so that no save overtakes another unseen.

Beside each control stands, hidden, the value that it had when the page was opened: Django
calls that the hidden initial. What an editor left alone is never written back; what a
colleague changed meanwhile, too, is shown beside it and stored by a second save only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

_Data = dict[str, list[str]]
_STORED = "stored"


class OpenedForm(forms.ModelForm[Any]):
    """A form of a stored row that refuses to overwrite what it did not show."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overtaken: list[str] = []
        names = [self.add_initial_prefix(name) for name in self.fields]
        # Without a single value of its opening, what is sent comes from no page of ours.
        is_opened = not self.is_bound or any(name in self.data for name in names)
        for field in self.fields.values():
            is_comparable = not (field.disabled or isinstance(field, forms.FileField))
            field.show_hidden_initial = (
                is_opened and is_comparable and self.instance.pk is not None
            )

    def full_clean(self) -> None:
        if self.is_bound:
            self._compare([b for b in self if b.field.show_hidden_initial])
        super().full_clean()
        for name in self.overtaken:
            if name in self.fields:
                self.add_error(name, self._refusal(self[name]))

    def _compare(self, compared: Sequence[BoundField]) -> None:
        """Put what is stored now in place of what was left alone, and of the opening."""
        if not compared:
            return
        data = cast(QueryDict, self.data).copy()
        touched = {*self.changed_data}
        for bound in compared:
            field, name = bound.field, bound.html_name
            stored = field.prepare_value(bound.initial)
            now = _sent(field.hidden_widget(), bound.html_initial_name, stored)
            is_other = _differs(now, data)
            is_left = bound.name not in touched and is_other
            if is_left or data.get(_choice(bound)) == _STORED:
                _replace(data, name, _sent(field.widget, name, stored))
            elif is_other and field.has_changed(bound.initial, bound.data):
                self.overtaken.append(bound.name)
            _replace(data, bound.html_initial_name, now)
            # Else Django would take the parts of a split control as never sent.
            data.setdefault(bound.html_initial_name, "")
        self.data = data
        self.__dict__.pop("changed_data", None)  # It was reckoned from the opening.

    def _refusal(self, bound: BoundField) -> ValidationError:
        context = {
            "stored": _readable(bound),
            "choice": _choice(bound),
            "value": _STORED,
            "change": _last_change(self.instance),
        }
        return ValidationError(render_to_string("admin/overtaken.html", context))


def opened(form: type[forms.ModelForm[Any]]) -> type[forms.ModelForm[Any]]:
    """Return the form class as one that refuses to overwrite what it did not show."""
    if issubclass(form, OpenedForm):
        return form
    return cast("type[OpenedForm]", type(form.__name__, (OpenedForm, form), {}))


def _choice(bound: BoundField) -> str:
    """Return the name of the control that decides between both values."""
    return f"_choice-{bound.html_name}"


def _sent(widget: Any, name: str, value: Any) -> _Data:
    widget = getattr(widget, "widget", widget)  # A related field's stands in a wrapper.
    if hasattr(widget, "decompress"):
        parts = zip(
            widget.widgets, widget.widgets_names, widget.decompress(value), strict=True
        )
        return {
            key: sent
            for part, suffix, own in parts
            for key, sent in _sent(part, name + suffix, own).items()
        }
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if widget.check_test(value) else {}
    if isinstance(widget, forms.MultipleHiddenInput):
        return {name: [str(one) for one in value or []]}
    shown = widget.format_value(value)
    values = shown if isinstance(shown, list) else [shown]
    return {name: ["" if one is None else str(one) for one in values]}


def _replace(data: QueryDict, name: str, values: _Data) -> None:
    for key in [key for key in data if key == name or key.startswith(f"{name}_")]:
        if key == name or key.removeprefix(f"{name}_").isdigit():
            del data[key]
    for key, sent in values.items():
        data.setlist(key, sent)


def _differs(values: _Data, data: QueryDict) -> bool:
    """Tell whether these are not the values sent. A browser sends CRLF for line ends."""
    return any(
        [one.replace("\r\n", "\n") for one in data.getlist(key)]
        != [one.replace("\r\n", "\n") for one in sent]
        for key, sent in values.items()
    )


def _readable(bound: BoundField) -> str:
    """Return the stored value as the control would show it."""
    field, value = bound.field, bound.field.prepare_value(bound.initial)
    if isinstance(field, forms.ModelChoiceField):
        many = value if isinstance(value, list) else [value]
        rows = cast(QuerySet[Any], field.queryset).filter(
            pk__in=[pk for pk in many if pk]
        )
        return ", ".join(field.label_from_instance(row) for row in rows)
    choices = getattr(field.widget, "choices", None)
    if choices:
        shown = field.widget.format_value(value)
        chosen = {str(key): str(label) for key, label in choices}
        values = shown if isinstance(shown, list) else [shown]
        return ", ".join(chosen.get(str(one), str(one)) for one in values)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)


def _last_change(row: Any) -> LogEntry | None:
    """Find who changed a row last at the desk, for saying so. A query."""
    entries = LogEntry.objects.filter(
        content_type__app_label=row._meta.app_label,
        content_type__model=row._meta.model_name,
        object_id=str(row.pk),
    )
    return entries.select_related("user").first()
