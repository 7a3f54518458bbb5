"""Form controls that let an editor write lists, switches and Markdown as people do.

Django calls such controls widgets; here that word means the panels of a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import (
    MaxLengthValidator,
    ProhibitNullCharactersValidator,
)
from django.db.models import Model
from django.forms import Script
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, gettext_lazy as _
from markdownx.widgets import MarkdownxWidget

from articles import images
from articles.forms.visible_text import visible
from articles.models import Tag, validate_links, validate_web_address

# Rendering takes seconds per megabyte; no story is nearly as long.
MAX_BODY = 1_000_000
_SEPARATORS = ",，、;；\r\n"
_SEPARATOR = re.compile(f"[{_SEPARATORS}]")
_QUOTED = re.compile(rf'\s*"((?:[^"]|"")*)"\s*(?=[{_SEPARATORS}]|\Z)')
_PLAIN = re.compile(rf"(?:“[^”]*”|[^{_SEPARATORS}])*")
# No database takes a NUL, no encoding half a surrogate pair.
_BREAKS = re.compile("[\t\r\n\v\f\x85\u2028\u2029]+")
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def split_tags(text: str) -> list[str]:
    """The tags in a text, in order, each once whatever its script, width or case.

    Western and Chinese commas, semicolons, enumeration commas and line breaks
    separate; a space does not. Quotes protect a separator, and go where they stand
    around a whole tag.
    """
    tags: dict[str, str] = {}
    position = 0
    while position < len(text):
        if match := _QUOTED.match(text, position):
            tag = match[1].replace('""', '"')
        else:
            match = _PLAIN.match(text, position)
            assert match is not None  # noqa: S101 – the pattern matches nothing, too
            tag = _unwrapped(match[0].strip())
        tag = " ".join(tag.split())
        if key := Tag.key_of(tag):
            tags.setdefault(key, tag)
        position = match.end() + 1
    return list(tags.values())


def join_tags(tags: Iterable[str]) -> str:
    """The text that ``split_tags`` reads back as these tags."""
    return "，".join(_quoted(tag) for tag in tags)


def _unwrapped(tag: str) -> str:
    inner = tag[1:-1]
    is_wrapped = tag[:1] == "“" and tag[-1:] == "”" and not set(inner) & {"“", "”"}
    return inner if is_wrapped else tag


def _quoted(tag: str) -> str:
    if _SEPARATOR.search(tag) or tag.startswith('"') or set(tag) & {"“", "”"}:
        doubled = tag.replace('"', '""')
        return f'"{doubled}"'
    return tag


class ListField(forms.Field):
    """A list that is written as text. Subclasses say how."""

    widget = forms.Textarea(attrs={"rows": 2})
    max_length = 20_000

    def join(self, values: list[Any]) -> str:
        raise NotImplementedError

    def split(self, text: str) -> list[Any]:
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        return self.join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[Any]:
        text = "" if value is None else str(value)
        ProhibitNullCharactersValidator()(text)
        MaxLengthValidator(self.max_length)(text)
        return self.split(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != list(initial or [])
        except ValidationError:
            return True


class TagsField(ListField):
    """Tags by name. New ones are made on saving, not here."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Where the suggestions come from: the admin's own, for staff only.
        address = reverse_lazy("admin:autocomplete")
        return super().widget_attrs(widget) | {
            "data-tags": address,
            "data-suggest": reverse_lazy("tag_suggestions"),
            "data-suggest-label": _("From the text:"),
        }

    def join(self, values: list[str]) -> str:
        return join_tags(values)

    def split(self, text: str) -> list[str]:
        tags = split_tags(visible(text))
        for tag in tags:
            checked_key(tag)
        return tags


def checked_key(tag: str) -> str:
    """Return the key of a tag that may be. Raises ``ValidationError`` for any other."""
    key = Tag.key_of(tag)
    if not any(map(str.isalnum, key)):
        raise ValidationError(
            _("The tag “%(tag)s” needs a letter or a digit."), params={"tag": tag[:30]}
        )
    if len(tag) > 255 or len(key) > 255:
        raise ValidationError(
            _("The tag “%(tag)s…” is too long."), params={"tag": tag[:30]}
        )
    return key


class NamesField(ListField):
    """Names in an order, such as the widgets of a page.

    ``known`` are the names to choose from, with labels; None accepts any. ``kept``
    are names that stay allowed because they are stored already.
    """

    def __init__(
        self, *, known: Sequence[tuple[str, Any]] | None = None, **kwargs: Any
    ) -> None:
        self.known = known
        self.kept: list[str] = []
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if self.known:
            labels = [[name, str(label)] for name, label in self.known]
            attrs["data-names"] = json.dumps(labels, ensure_ascii=False)
        return attrs

    def join(self, values: list[str]) -> str:
        return ", ".join(values)

    def split(self, text: str) -> list[str]:
        names = [name.strip() for name in _SEPARATOR.split(text)]
        return [name for name in names if name]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if self.known is None:
            return
        names = [name for name, _label in self.known]
        if unknown := [name for name in value if name not in {*names, *self.kept}]:
            raise ValidationError(
                _("“%(unknown)s” is not known. Known are: %(known)s."),
                params={"unknown": ", ".join(unknown), "known": ", ".join(names)},
            )


class LinksField(ListField):
    """Links with titles, one “title address” a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def join(self, values: list[dict[str, str]]) -> str:
        return "\n".join(f"{link['title']} {link['url']}" for link in values)

    def split(self, text: str) -> list[dict[str, str]]:
        return [self._link(line) for line in text.splitlines() if line.strip()]

    def _link(self, line: str) -> dict[str, str]:
        title, _space, url = line.strip().rpartition(" ")
        link = {"title": title.strip(), "url": url}
        validate_links([link])
        return link


class LineField(forms.CharField):
    """Words on one line, whatever a selection or a paste brought with them."""

    def to_python(self, value: Any) -> str:
        return on_one_line(super().to_python(value) or "")


def on_one_line(text: str) -> str:
    """Return a stranger's text, fit to be stored and to be looked for."""
    return " ".join(_UNUSABLE.sub(" ", text).split())


class ProseField(forms.CharField):
    """A text as it was typed. Browsers send CRLF for every line break: that is no edit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"strip": False})

    def to_python(self, value: Any) -> str:
        return _with_plain_breaks(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _with_plain_breaks(initial or "") != _with_plain_breaks(data or "")


def _with_plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class NameField(forms.CharField):
    """Words on one line that readers can see."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        # What is left may begin or end with a space that stood between such characters.
        return _BREAKS.sub(" ", visible(text)).strip()

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = (
            _BREAKS.sub(" ", text or "").strip() for text in (initial, data)
        )
        return before != after


class LeadField(ProseField):
    """A short text whose line breaks stay, and of which readers can see something."""

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value))


def clean_body(form: forms.ModelForm[Any]) -> str:
    """Return the body. A longer one than ``MAX_BODY`` that was stored already may stay."""
    body: str = form.cleaned_data["body"]
    if len(body) > MAX_BODY and "body" in form.changed_data:
        raise ValidationError(
            _("The text is longer than %(limit)s characters."),
            params={"limit": f"{MAX_BODY:,}"},
        )
    return body


class OrderedChoiceField(forms.ModelMultipleChoiceField[Model]):
    """Rows in the order in which they were chosen."""

    def clean(self, value: Any) -> list[Model]:  # type: ignore[override]
        rows = {str(row.pk): row for row in super().clean(value)}
        chosen = dict.fromkeys(str(pk) for pk in value or [])
        return [rows[pk] for pk in chosen if pk in rows]

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        return [str(pk) for pk in initial or []] != [str(pk) for pk in data or []]


class WebAddressField(forms.URLField):
    """An address on the web; without a scheme it means https."""

    default_validators = [validate_web_address]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https"} | kwargs)


class PictureFile(ContentFile[bytes]):
    """An uploaded picture, ready to be stored."""

    def __init__(self, prepared: images.PreparedImage, name: str | None) -> None:
        super().__init__(prepared.content, name)
        self.prepared = prepared


# Said where the storage is away: the picture, and what was typed beside it, is right.
CANNOT_STORE = _(
    "Pictures cannot be stored at the moment. Try again in a minute; if it stays, tell "
    "whoever runs the site."
)


class PictureField(forms.FileField):
    """An upload that was decoded and made smaller: whatever it claims to be, it is a
    picture, and storing it will not fail for what is in it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": "image/*"})
        super().__init__(**{"widget": widget} | kwargs)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            prepared = images.prepare_image(file.read(images.MAX_BYTES + 1))
        except images.NotAnImage as error:
            message = gettext(error.message) % error.params
            raise ValidationError(message) from None
        return PictureFile(prepared, file.name)


class SwitchSelect(forms.NullBooleanSelect):
    """On, off, or as the site says."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [
            ("unknown", _("As the site says")),
            ("true", _("On")),
            ("false", _("Off")),
        ]

    def tell_site_choice(self, is_on: bool) -> None:
        says = _("As the site says: on") if is_on else _("As the site says: off")
        self.choices = [("unknown", says), *list(self.choices)[1:]]


class AnswerSelect(forms.NullBooleanSelect):
    """Yes, no, or not said."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [
            ("unknown", _("Not said")),
            ("true", _("Yes")),
            ("false", _("No")),
        ]


class MarkdownInput(MarkdownxWidget):  # type: ignore[misc]
    """A text in Markdown. A script makes it a writing box with all that its template holds;
    markdownx's own script and addresses are not used."""

    template_name = "admin/writing_box/box.html"
    article_id: int | None = None

    class Media:
        extend = False
        css = {"all": ["articles/admin/writing_box.css"]}
        js = [Script("articles/admin/writing_box/start.js", type="module")]

    @staticmethod
    def add_markdownx_attrs(attrs: dict[str, Any]) -> dict[str, Any]:
        return attrs | {"class": "writing-box__text", "data-writing-box": ""}

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> Any:
        return super().render(
            name, value, attrs or {}, renderer
        )  # It wants a dictionary.

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        query = f"?article={self.article_id}" if self.article_id else ""
        context["preview_url"] = reverse("preview_body") + query
        context["max_length"] = MAX_BODY
        return context


def key_in(given: object) -> int | None:
    """Read the key of a row; None for what is none, or more than a database takes."""
    text = str(given)
    return int(text) if text.isdecimal() and len(text) < 19 else None
