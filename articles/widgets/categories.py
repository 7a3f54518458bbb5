from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class Categories(Widget):
    key = "categories"
    label = _("Categories")

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        if not (labels := page.counted("category")):
            return None
        return {"labels": labels, "has_counts": page.site.has_category_counts}
