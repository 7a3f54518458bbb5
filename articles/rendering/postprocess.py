"""Postprocess sanitised HTML: give pictures their sizes, links their new addresses.

After the sanitiser every tag has one regular shape, and pictures of Markdown and of
raw HTML are alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from articles.rendering.plain_text import TAG
from articles.rendering.reader_links import requested_language

_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_ADDRESS = re.compile(r'(?<= )(href|src|cite)="([^"]*)"')
_SRCSET = re.compile(r' (?:srcset|sizes)="[^"]*"')
_HEADING = re.compile("h[1-6]")
# Stands for a picture that is gone while a text is processed: no sanitised text has it.
_GONE = "\x01"
_CAPTION = r"(?:<figcaption>(?:(?!</figcaption>).)*</figcaption>)?"
_AROUND_GONE = re.compile(
    rf"<(?P<tag>a|p|figure|li)\b[^>]*>\s*(?:{_GONE}\s*)+{_CAPTION}\s*</(?P=tag)>\n?",
    re.DOTALL,
)
_LEAVES_THE_SITE = re.compile(r"(?:https?:)?[/\\]{2}", re.IGNORECASE)


@dataclass(frozen=True)
class ImageData:
    """The attributes of ``<img>`` for a stored image.

    ``sources`` are the ``srcset`` of other formats, by content type, the best first. Without
    an address there is no picture any more: the text goes without it.
    """

    url: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    srcset: str = ""
    sizes: str = ""
    sources: tuple[tuple[str, str], ...] = ()


ImageResolver = Callable[[str], ImageData | None]
LinkResolver = Callable[[str], str | None]


def postprocess(
    sanitised: str,
    resolve_image: ImageResolver | None = None,
    resolve_link: LinkResolver | None = None,
) -> str:
    """Fill in images and links, and lower headings. Takes what ``sanitise`` returned."""

    def process_tag(tag: re.Match[str]) -> str:
        if tag[2] == "table":
            return _box_table(tag)
        if tag[2] == "pre" and not tag[1]:
            # A long line scrolls, so the keyboard must reach it.
            return f'<pre{tag[3]} tabindex="0">'
        if tag[1] or tag[2] not in {"img", "a"}:
            return tag[0]
        attributes = {
            name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[3])
        }
        if tag[2] == "img":
            image = resolve_image(attributes["src"]) if resolve_image else None
            return _picture(attributes, image)
        _fill_link(attributes, resolve_link)
        return _write("a", attributes)

    processed = TAG.sub(process_tag, lower_headings(sanitised))
    return _without_gone(processed) if _GONE in processed else processed


def _without_gone(processed: str) -> str:
    """Leave out pictures that are gone, with the links, paragraphs and figures that held
    nothing else."""
    while (rest := _AROUND_GONE.sub(_GONE, processed)) != processed:
        processed = rest
    return processed.replace(_GONE, "")


def lower_headings(sanitised: str) -> str:
    """Move an ``<h1>`` and every heading after it down one level.

    The page's only ``<h1>`` is its title. What stands before the first one in the text
    is not below it and stays; there is no level below ``<h6>``.
    """
    first = sanitised.find("<h1")
    if first < 0:
        return sanitised
    lowered = TAG.sub(_lower_heading, sanitised[first:])
    return sanitised[:first] + lowered


def _lower_heading(tag: re.Match[str]) -> str:
    if not _HEADING.fullmatch(tag[2]):
        return tag[0]
    return f"<{tag[1]}h{min(6, int(tag[2][1]) + 1)}{tag[3]}>"


def links_in(rendered: str) -> list[str]:
    """Return the addresses of the links of rendered HTML, each once, in order."""
    return _addresses(rendered, "a", "href")


def pictures_in(rendered: str) -> list[str]:
    """Return the addresses of the pictures of rendered HTML, each once, in order."""
    return _addresses(rendered, "img", "src")


def with_base(rendered: str, base: str) -> str:
    """Resolve every address of rendered HTML against ``base``, for readers elsewhere."""

    def resolve(attribute: re.Match[str]) -> str:
        try:
            address = urljoin(base, html.unescape(attribute[2]))
        except ValueError:  # As a writer typed it, such as http://[.
            return attribute[0]
        return f'{attribute[1]}="{html.escape(address)}"'

    return TAG.sub(lambda tag: _ADDRESS.sub(resolve, tag[0]), rendered)


def _addresses(rendered: str, tag: str, attribute: str) -> list[str]:
    found = [
        html.unescape(value)
        for opening in TAG.finditer(rendered)
        if opening[2] == tag and not opening[1]
        for name, value in _ATTRIBUTE.findall(opening[3])
        if name == attribute
    ]
    return list(dict.fromkeys(found))


def _box_table(table: re.Match[str]) -> str:
    """Box a table, so that a wide one scrolls, also from the keyboard."""
    if table[1]:
        return f"{table[0]}</div>"
    return f'<div class="table-box" tabindex="0">{table[0]}'


def _picture(attributes: dict[str, str], image: ImageData | None) -> str:
    """Write the picture of a text, with the files for every screen if it is stored here."""
    sources = ""
    if image:
        if not image.url:
            return _GONE
        attributes["src"] = image.url
        attributes["alt"] = attributes.get("alt", "").strip() or image.alt
        if image.width and image.height:
            attributes["width"] = str(image.width)
            attributes["height"] = str(image.height)
        if image.srcset:
            attributes |= {"srcset": image.srcset, "sizes": image.sizes}
        sources = "".join(
            _write("source", {"type": type_, "srcset": srcset, "sizes": image.sizes})
            for type_, srcset in image.sources
        )
    attributes.setdefault("alt", "")
    attributes["loading"] = "lazy"
    attributes["decoding"] = "async"
    written = _write("img", attributes)
    return f"<picture>{sources}{written}</picture>" if sources else written


def without_sources(rendered: str) -> str:
    """Leave one file of each picture: for readers whose programs choose none."""
    if "srcset=" not in rendered:
        return rendered
    return TAG.sub(_without_source, rendered)


def _without_source(tag: re.Match[str]) -> str:
    if tag[2] in {"picture", "source"}:
        return ""
    return _SRCSET.sub("", tag[0]) if tag[2] == "img" else tag[0]


def _fill_link(attributes: dict[str, str], resolve_link: LinkResolver | None) -> None:
    address = attributes.get("href", "")
    resolved = resolve_link(address) if resolve_link and address else None
    if resolved is not None:
        if language := requested_language(address):
            attributes["hreflang"] = language
        attributes["href"] = address = resolved
    if _LEAVES_THE_SITE.match(address):
        attributes["rel"] = "noopener"


def _write(tag: str, attributes: dict[str, str]) -> str:
    written = "".join(
        f' {name}="{html.escape(value)}"' for name, value in attributes.items()
    )
    return f"<{tag}{written}>"
