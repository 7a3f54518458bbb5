from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class Social(Widget):
    key = "social"
    label = _("Social links")

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        links = [link for link in page.site.social_links if _is_link(link)]
        return {"links": links} if links else None


def _is_link(link: object) -> bool:
    """Editors write the list by hand: draw what is complete and safe to follow."""
    if not isinstance(link, dict) or not link.get("title"):
        return False
    return str(link.get("url", "")).startswith(("https://", "http://", "mailto:"))
