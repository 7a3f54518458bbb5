"""What a browser without scripts does with a form: reads it, types, sends it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

# A button sends its name only if it is the one that is pressed.
_BUTTONS = {"submit", "button", "image", "reset", "file"}


class _FormParser(HTMLParser):
    """Collects the fields of each form, by its number on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select: str | None = None
        self._options: list[str] = []
        self._textarea: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and name and found.get("type") not in _BUTTONS:
            is_box = found.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in found:
                self._add(name, found.get("value", "on" if is_box else ""))
        elif tag == "textarea":
            self._textarea, self._text = name, ""
        elif tag == "select":
            self._select = name
            self._options = []
            self._is_multiple = "multiple" in found
            self._has_choice = False
        elif tag == "option" and self._select:
            self._options.append(found.get("value", ""))
            if "selected" in found:
                self._has_choice = True
                self._add(self._select, found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            # Browsers leave out the first line break, and send CRLF for each other.
            text = self._text.replace("\r\n", "\n").removeprefix("\n")
            self._add(self._textarea, text.replace("\n", "\r\n"))
            self._textarea = None
        elif tag == "select":
            is_first_taken = not (self._is_multiple or self._has_choice)
            if self._select and is_first_taken and self._options:
                self._add(self._select, self._options[0])
            self._select = None

    def _add(self, name: str, value: str) -> None:
        if name and self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def form_in(response: Any, field: str = "title") -> dict[str, Any]:
    """Return what the form with this field would send, as Django's test client takes it."""
    parser = _FormParser()
    parser.feed(response.content.decode())
    (form,) = [form for form in parser.forms if field in form]
    # The template for one more line of an inline form is sent too, and ignored.
    return {name: v[0] if len(v) == 1 else v for name, v in form.items()}
