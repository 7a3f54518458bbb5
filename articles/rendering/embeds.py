"""Replace frames and players of raw HTML by links to their sources.

The sanitiser drops the elements with all they hold. A link asks nothing of the other
site until somebody follows it. Its class keeps it out of excerpts.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>iframe|audio|video|source)\b"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}'){0,2000})>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>src|title|data-src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_PLAYERS = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:(?P<youtube>youtube(?:-nocookie)?\.com/embed/)"
    r"|(?P<vimeo>player\.vimeo\.com/video/))(?P<id>[\w-]+)",
    re.IGNORECASE,
)


def frames_as_links(drawn: str) -> str:
    """Replace each ``<iframe>``, ``<audio>`` and ``<video>`` by a link to its source.

    One without a source that a link may lead to is left to the sanitiser.
    """
    written: list[str] = []
    done = 0
    waiting: tuple[str, int, str] | None = None  # Its name, where it ends, the link.
    for tag in _TAG.finditer(drawn):
        name = tag["name"].lower()
        if waiting and tag["closing"] and name == waiting[0]:
            if waiting[2]:
                written.append(waiting[2])
                done = tag.end()
            waiting = None
        elif tag["closing"]:
            continue
        elif name == "source":
            if waiting and not waiting[2]:
                link = _link("video", tag["attributes"])
                waiting = (*waiting[:2], _apart(link, drawn, done))
        else:
            if waiting and waiting[2]:  # Nothing closed it: what follows is text.
                written.append(waiting[2])
                done = waiting[1]
            written.append(drawn[done : tag.start()])
            done = tag.start()
            link = _link(name, tag["attributes"])
            waiting = (name, tag.end(), _apart(link, drawn, done))
    if waiting and waiting[2]:
        written.append(waiting[2])
        done = waiting[1]
    return "".join([*written, drawn[done:]])


def _link(name: str, attributes: str) -> str:
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        value = found[2] or found[3] or found[4] or ""
        values.setdefault(found["name"].lower(), html.unescape(value).strip())
    address = values.get("src") or values.get("data-src", "")
    if address.startswith("//"):
        address = f"https:{address}"
    is_web = re.match(r"https?://[^/]", address, re.IGNORECASE)
    is_local = name != "iframe" and not re.match(r"[a-z][a-z0-9+.-]*:", address.lower())
    if not address or not (is_web or is_local):
        return ""
    address, site = _public_address(address)
    words = values.get("title") or address
    label = f"{site}: {words}" if site else words
    return f'<a class="embed" href="{html.escape(address)}">{html.escape(label)}</a>'


def _apart(link: str, drawn: str, start: int) -> str:
    """Put a link that stands as a block into a paragraph."""
    is_block = start == 0 or drawn.endswith(">\n", 0, start)
    return f"<p>{link}</p>" if link and is_block else link


def _public_address(address: str) -> tuple[str, str]:
    """Return the page for watching what a player shows, and the name of its site."""
    found = _PLAYERS.match(address)
    if not found:
        return address, ""
    if found["vimeo"]:
        return f"https://vimeo.com/{found['id']}", "Vimeo"
    query = parse_qs(urlsplit(address).query)
    if found["id"] == "videoseries" and "list" in query:
        return f"https://www.youtube.com/playlist?list={query['list'][0]}", "YouTube"
    return f"https://www.youtube.com/watch?v={found['id']}", "YouTube"
