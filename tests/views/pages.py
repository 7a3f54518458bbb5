"""Read an answer as a reader would: parsed, with the few questions tests ask."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client


def open_page(path: str, client: Client | None = None, status: int = 200) -> Tag:
    response = (client or Client()).get(path)
    assert response.status_code == status, (path, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def one(page: Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def value(page: Tag, selector: str, attribute: str) -> str:
    """The attribute of the only match."""
    return str(one(page, selector)[attribute])


def graph(page: Tag) -> dict[str, dict[str, Any]]:
    """What a page says in JSON-LD, by the types of the things."""
    data = json.loads(one(page, "script[type='application/ld+json']").get_text())
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def words(page: Tag, selector: str) -> list[str]:
    return [" ".join(tag.get_text().split()) for tag in page.select(selector)]


def panels(page: Tag) -> list[str]:
    """The keys of the panels drawn, in order."""
    return [
        name.removeprefix("widget--")
        for panel in page.select(".layout__sidebar > .widget")
        for name in panel["class"]
        if name.startswith("widget--")
    ]


def comes_before(page: Tag, *selectors: str) -> bool:
    """Whether the first matches stand in the document in that order."""
    everything = list(page.find_all(True))
    positions = [
        next(n for n, tag in enumerate(everything) if tag is page.select_one(selector))
        for selector in selectors
    ]
    return positions == sorted(positions)
