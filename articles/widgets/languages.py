from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class Languages(Widget):
    key = "languages"
    label = _("Languages")
    differs_by_page = True

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        return {"alternatives": page.alternatives}
