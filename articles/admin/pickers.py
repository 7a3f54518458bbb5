"""Picking rows by typing: one, or several in an order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.forms import Media, Script
from django.http import HttpRequest


class _Named:
    """Names the boxes that select2 draws."""

    @property
    def media(self) -> Media:
        script: Any = Script("articles/admin/picking.js", type="module")
        media: Media = super().media  # type: ignore[misc]
        return media + Media(js=[script])


class Picker(_Named, AutocompleteSelect):
    """Django's, but a number that is none becomes a form error instead of a failure."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, _numbers(value), attr)


class OrderedPicker(_Named, AutocompleteSelectMultiple):
    """Shows what is chosen in the order of choice, not of the table."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Each choice has its cross; that of all stands where a list may have entries only.
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        groups = super().optgroups(name, _numbers(value), attr)
        order = {str(pk): place for place, pk in enumerate(value)}
        for _label, options, _index in groups:
            options.sort(key=lambda option: order.get(str(option["value"]), 0))
        return groups


def _numbers(value: Sequence[str]) -> list[str]:
    return [pk for pk in map(str, value) if re.fullmatch("[0-9]{0,18}", pk)]


def ordered_picker(request: HttpRequest, field: Any) -> RelatedFieldWidgetWrapper:
    """An input for rows that a foreign key leads to, with “add” where it is allowed."""
    remote = field.remote_field
    model_admin = admin.site.get_model_admin(remote.model)
    attrs = {"data-ordered": ""}
    return RelatedFieldWidgetWrapper(
        OrderedPicker(field, admin.site, attrs=attrs),
        remote,
        admin.site,
        can_add_related=model_admin.has_add_permission(request),
    )
