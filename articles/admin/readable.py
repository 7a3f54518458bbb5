"""Put into words what records keep as data: names of fields, and their values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Choices, DateTimeField, Field, Model
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from articles.choices import Language, MenuName, MetaItem
from articles.models import Instrument

# Vocabularies that a field follows without being bound to them.
_WORDS: dict[str, type[Choices]] = {
    "language": Language,
    "translation_languages": Language,
    "menus": MenuName,
    "post_meta": MetaItem,
}
_MENU = "menu "  # In front of a menu's name, where an import changed its lines.


def field_label(model: type[Model], name: str) -> str:
    """Return the name that editors know a field by; its own if the model has no such field."""
    if name.startswith(_MENU):
        return _word(MenuName, name.removeprefix(_MENU))
    if name == "menus":
        return gettext("Menus")
    if name == "instruments":
        return str(Instrument._meta.verbose_name_plural)
    if name == "overrides":
        return gettext("Own wording in a variant")
    field = _field(model, name)
    return str(field.verbose_name) if field else name


def yes_or_no(value: bool) -> str:
    """Draw Django's mark for a column, which says so in the language of the desk."""
    return format_html(
        '<img src="{}" alt="{}">',
        static(f"admin/img/icon-{'yes' if value else 'no'}.svg"),
        gettext("yes") if value else gettext("no"),
    )


def readable(model: type[Model], name: str, value: Any) -> str:
    """Put the value of a field, kept as JSON, into words: a line for each item of a list.

    Empty if there is nothing. A row's number or slug costs the query for the row.
    """
    field = _field(model, name)
    if field and field.choices and value == "" and field.blank:
        return gettext("As the site says")
    if value is None and field and field.get_internal_type() == "BooleanField":
        return gettext("As the site says")
    if isinstance(value, str) and value and isinstance(field, DateTimeField):
        local = timezone.localtime(datetime.fromisoformat(value))
        return local.strftime("%Y-%m-%d %H:%M:%S")
    if value and field and field.many_to_one and field.related_model:
        key = "pk" if isinstance(value, int) else "slug"  # As imports know sources.
        rows = field.related_model._default_manager.filter(**{key: value})
        return str(rows.first() or value)
    words = dict(field.flatchoices) if field else {}
    if words and value in words:
        return str(words[value])
    if known := _WORDS.get(name):
        return _in_words(known, value)
    return _lines(value)


def _field(model: type[Model], name: str) -> Field[Any, Any] | None:
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _word(known: type[Choices], value: Any) -> str:
    return str(known(value).label) if value in known.values else str(value)


def _in_words(known: type[Choices], value: Any) -> str:
    if not isinstance(value, list):
        return _word(known, value)
    return "\n".join(
        _inline([_word(known, item[0]), *item[1:]])
        if isinstance(item, list) and item
        else _word(known, item)
        for item in value
    )


def _lines(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_inline(item) for item in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_inline(item)}" for key, item in value.items())
    return _inline(value)


def _inline(value: Any) -> str:
    """Spell a value on one line; an empty one, in a map too, leaves nothing."""
    if isinstance(value, bool):
        return gettext("On") if value else gettext("Off")
    if isinstance(value, dict):
        words = {key: _inline(item) for key, item in value.items()}
        return _joined([f"{key}: {word}" for key, word in words.items() if word])
    if isinstance(value, list):
        return _joined([_inline(item) for item in value])
    return "" if value is None else str(value)


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)
