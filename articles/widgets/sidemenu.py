from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.choices import MenuName
from articles.pages import PageContext
from articles.widgets.registry import Widget, register


@register
class SideMenu(Widget):
    key = "sidemenu"
    label = _("Side menu")

    def get_context(self, page: PageContext) -> dict[str, Any] | None:
        links = list(page.menu(MenuName.SIDE))
        return {"links": links} if links else None
