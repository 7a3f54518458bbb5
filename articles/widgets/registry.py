"""Register the panels by key. Each has one module, one template and one test."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.utils.functional import Promise

from articles.pages import PageContext


class Widget:
    """One kind of panel: a key, a label for editors, and what its template needs.

    The template is always ``widgets/<key>.html``. A panel is drawn once for all pages of a
    kind, unless it ``differs_by_page``: then it is given the page that it stands on.
    """

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    differs_by_page: ClassVar[bool] = False

    def is_on(self, page: PageContext) -> bool:
        """Tell whether a page has the panel at all."""
        return True

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        """Return what the template needs; None where the panel has nothing to show."""
        raise NotImplementedError

    def render(self, page: PageContext) -> str:
        if not self.is_on(page):
            return ""
        if self.differs_by_page:
            return self.draw(page)
        return page.draw_shared(f"widgets/{self.key}", self.draw)

    def draw(self, page: PageContext) -> str:
        context = self.get_context(page)
        if context is None:
            return ""
        return render_to_string(f"widgets/{self.key}.html", {"page": page, **context})


_widgets: dict[str, Widget] = {}


def register(widget_class: type[Widget]) -> type[Widget]:
    """Register a class; a decorator. A second class of that key fails at start-up."""
    key = widget_class.key
    if key in _widgets:
        raise ImproperlyConfigured(f"Two widgets are called {key!r}.")
    _widgets[key] = widget_class()
    return widget_class


def get_widget(key: str) -> Widget:
    try:
        return _widgets[key]
    except KeyError:
        known = ", ".join(sorted(_widgets))
        raise LookupError(f"No widget is called {key!r}. Known: {known}.") from None


def is_known(key: str) -> bool:
    return key in _widgets


def choices() -> list[tuple[str, str | Promise]]:
    """Return keys and labels for form fields, never for a model: no migrations."""
    return sorted((key, widget.label) for key, widget in _widgets.items())
