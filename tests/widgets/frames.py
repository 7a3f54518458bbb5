"""A page's frame for a panel to stand in, and the panel drawn."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag

from articles.choices import Variant
from articles.models import SiteSettings
from articles.pages import PageContext, PageKind
from articles.widgets import get_widget


def frame(variant: Variant = Variant.CHINA, path: str = "", **site: Any) -> PageContext:
    return PageContext(
        site=SiteSettings(**site), variant=variant, kind=PageKind.LIST, path=path
    )


def draw(key: str, page: PageContext) -> Tag:
    return BeautifulSoup(get_widget(key).render(page), "html.parser")
