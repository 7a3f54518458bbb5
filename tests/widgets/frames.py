"""A page's frame for a panel to stand in, and the panel drawn."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag

from articles.choices import Variant
from articles.models import Site
from articles.pages import Page, PageKind
from articles.widgets import get_widget


def frame(variant: Variant = Variant.CHINA, path: str = "", **site: Any) -> Page:
    return Page(site=Site(**site), variant=variant, kind=PageKind.LIST, path=path)


def draw(key: str, page: Page) -> Tag:
    return BeautifulSoup(get_widget(key).render(page), "html.parser")
