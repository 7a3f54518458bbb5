"""The last pass over sanitised HTML: pictures get their size, links their manners.

It runs after the sanitiser because there every tag has one regular shape, and
because pictures of Markdown and of raw HTML are then treated alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from articles.rendering.plain_text import TAG

_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_ADDRESS = re.compile(r'(?<= )(href|src|cite)="([^"]*)"')
_LEAVES_THE_SITE = re.compile(r"(?:https?:)?[/\\]{2}", re.IGNORECASE)


@dataclass(frozen=True)
class ImageData:
    """What a page needs to print one of the desk's own images."""

    url: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    srcset: str = ""
    sizes: str = ""


ImageResolver = Callable[[str], ImageData | None]
LinkResolver = Callable[[str], str | None]


def finish(
    sanitised: str,
    resolve_image: ImageResolver | None = None,
    resolve_link: LinkResolver | None = None,
) -> str:
    """Fill in images and links. Only ever give it what ``sanitise`` returned."""

    def finish_tag(tag: re.Match[str]) -> str:
        if tag[2] == "table":
            return _boxed(tag)
        if tag[2] == "pre" and not tag[1]:
            # It scrolls by itself, and so must be reached by the keyboard.
            return f'<pre{tag[3]} tabindex="0">'
        if tag[1] or tag[2] not in {"img", "a"}:
            return tag[0]
        attributes = {
            name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[3])
        }
        if tag[2] == "img":
            if not attributes.get("src"):
                return html.escape(attributes.get("alt", ""))  # Nothing to draw.
            _finish_image(attributes, resolve_image)
        else:
            _finish_link(attributes, resolve_link)
        return _write(tag[2], attributes)

    return TAG.sub(finish_tag, sanitised)


def links_in(finished: str) -> list[str]:
    """Where the links of finished HTML lead, each once, in order."""
    return _addresses(finished, "a", "href")


def pictures_in(finished: str) -> list[str]:
    """Where the pictures of finished HTML lie, each once, in order."""
    return _addresses(finished, "img", "src")


def with_base(finished: str, base: str) -> str:
    """Resolve every address of finished HTML against ``base``, for readers elsewhere."""

    def resolve(attribute: re.Match[str]) -> str:
        try:
            address = urljoin(base, html.unescape(attribute[2]))
        except ValueError:  # As a writer typed it, such as http://[.
            return attribute[0]
        return f'{attribute[1]}="{html.escape(address)}"'

    return TAG.sub(lambda tag: _ADDRESS.sub(resolve, tag[0]), finished)


def _addresses(finished: str, tag: str, attribute: str) -> list[str]:
    found = [
        html.unescape(value)
        for opening in TAG.finditer(finished)
        if opening[2] == tag and not opening[1]
        for name, value in _ATTRIBUTE.findall(opening[3])
        if name == attribute
    ]
    return list(dict.fromkeys(found))


def _boxed(table: re.Match[str]) -> str:
    """A wide table scrolls inside its box, also from the keyboard."""
    if table[1]:
        return f"{table[0]}</div>"
    return f'<div class="table-box" tabindex="0">{table[0]}'


def _finish_image(
    attributes: dict[str, str], resolve_image: ImageResolver | None
) -> None:
    image = resolve_image(attributes["src"]) if resolve_image else None
    if image:
        attributes["src"] = image.url
        attributes["alt"] = attributes.get("alt", "").strip() or image.alt
        if image.width and image.height:
            attributes["width"] = str(image.width)
            attributes["height"] = str(image.height)
        if image.srcset:
            attributes["srcset"] = image.srcset
            attributes["sizes"] = image.sizes or "100vw"
    attributes.setdefault("alt", "")
    attributes["loading"] = "lazy"
    attributes["decoding"] = "async"


def _finish_link(attributes: dict[str, str], resolve_link: LinkResolver | None) -> None:
    address = attributes.get("href", "")
    resolved = resolve_link(address) if resolve_link and address else None
    if resolved is not None:
        attributes["href"] = address = resolved
    if _LEAVES_THE_SITE.match(address):
        attributes["rel"] = "noopener"


def _write(tag: str, attributes: dict[str, str]) -> str:
    written = "".join(
        f' {name}="{html.escape(value)}"' for name, value in attributes.items()
    )
    return f"<{tag}{written}>"
