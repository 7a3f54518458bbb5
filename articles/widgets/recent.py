from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class RecentArticles(Widget):
    key = "recent"
    label = _("Recent articles")

    def is_on(self, page: PageContext) -> bool:
        return not page.shows_latest

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        return {"articles": page.recent} if page.recent else None
