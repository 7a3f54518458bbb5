from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class TagList(Widget):
    key = "taglist"
    label = _("Tags")

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        if not (labels := page.counted("tag")):
            return None
        return {"labels": labels, "has_counts": page.site.has_tag_counts}
