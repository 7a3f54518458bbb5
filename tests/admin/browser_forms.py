"""What a browser would send of a form on a page that nobody typed into."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Sent = dict[str, list[str]]


class _Controls(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.sent = form_id, Sent()
        self._is_inside, self._name = False, ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._is_inside = given.get("id") == self.form_id
        if not self._is_inside or "disabled" in given:
            return
        if tag == "input":
            self._add_input(name, given)
        elif tag == "textarea":
            self._name, self._text = name, []
        elif tag == "select":
            self._name = name
        elif tag == "option" and "selected" in given:
            self._add(self._name, given.get("value") or "")

    def _add_input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type")
        if kind in {"submit", "button", "file", "image"}:
            return
        is_box = kind in {"checkbox", "radio"}
        if not is_box or "checked" in given:
            value = given.get("value")
            self._add(name, "on" if value is None and is_box else value or "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        if tag == "textarea" and self._text is not None:
            self._add(self._name, "".join(self._text).removeprefix("\n"))
            self._text = None

    def _add(self, name: str, value: str) -> None:
        if name:
            value = value.replace("\r\n", "\n").replace("\n", "\r\n")
            self.sent.setdefault(name, []).append(value)


def sent_by(response: Any, form_id: str) -> Sent:
    """Return the controls of the form of that id, as they stand."""
    controls = _Controls(form_id)
    controls.feed(response.content.decode())
    assert controls.sent, f"There is no form {form_id!r} on the page."
    return controls.sent
