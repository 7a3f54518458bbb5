from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class Search(Widget):
    key = "search"
    label = _("Search")

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        return {}
