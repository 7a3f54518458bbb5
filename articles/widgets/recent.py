from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class RecentArticles(Widget):
    key = "recent"
    label = _("Recent articles")

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        if page.shows_latest or not page.recent:
            return None
        return {"articles": page.recent}
