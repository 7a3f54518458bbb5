"""What readers get of a rendered text: no picture of a stranger, no idle white space,
figures that show which way they go.

Bodies keep the addresses of pictures that lie elsewhere, so that they can be fetched;
until then a link stands in the place of each, and readers' browsers ask nobody but us.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

# Attributes of rendered texts hold no ">".
_TAG = re.compile(r"<[^>]*>")
# Browsers read "\\host" and "https:host" as other sites, too.
_ELSEWHERE = re.compile(r' src="(?:https?:|[/\\]{2})', re.IGNORECASE)
_LINKS_AND_PICTURES = re.compile(
    rf"<a [^>]*>|</a>|<img(?=[^>]*?{_ELSEWHERE.pattern})[^>]*>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_CHANGE = re.compile(
    r'(<td(?: align="\w+")?)>(?=\s*([+＋\-−－])\s*\d[\d,.]*\s*'
    r"(?:%|％|‰|个百分点|個百分點|bps?|基点|基點)?\s*</td>)"
)
_TABLE_BOX = '<div class="table-box" tabindex="0"'
_FIGURE = re.compile(r'(<td(?: align="\w+")?)>(?=\s*[^\w\s<]{0,3}\s?\d[^<]{0,15}</td>)')
_WITH_APOSTROPHE = re.compile(r"[A-Za-z]+(?:’[A-Za-z]+)+(?![^<>]*>)")
_WORDS_A_MINUTE = 230
_HAN_A_MINUTE = 400
# An ideographic space is text.
_WEB_ADDRESS = re.compile(r"https?://\w[\w\-.~:/?#\[\]@!$&()*+,;=%]*", re.ASCII)
# Behind an address, these belong to the sentence around it.
_BEHIND_ADDRESS = ".,;:!?)]"
_RUN = re.compile(r"[ \t\n\r\f]{2,}")
_INDENTATION = re.compile(r"\n[ \t\n\r\f]+")
_SIGNS_OF_OTHERS = ("  ", " \n", "\t", "\r", "\f")
_KEPT = re.compile(r"(<(pre|textarea|script)\b.*?</\2>)", re.DOTALL)


@dataclass(frozen=True)
class RemotePicture:
    """A picture that lies elsewhere, with what its tag says of it."""

    url: str
    alt: str = ""
    width: str = ""
    height: str = ""

    @property
    def host(self) -> str:
        """Return where it lies; empty for an address that nobody can read."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""


def without_remote_pictures(
    rendered: str, own: Sequence[str], words_for: Callable[[RemotePicture], str]
) -> str:
    """Put links in the place of pictures whose addresses begin with none of ``own``.

    Within a link, which can hold no other, a picture leaves its words alone.
    """
    if not _ELSEWHERE.search(rendered):
        return rendered
    is_in_link = False

    def replace(tag: re.Match[str]) -> str:
        nonlocal is_in_link
        if tag[0][:4].lower() != "<img":
            is_in_link = tag[0] != "</a>"
            return tag[0]
        attributes = {
            name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[0])
        }
        picture = RemotePicture(
            attributes["src"],
            *(attributes.get(name, "").strip() for name in ("alt", "width", "height")),
        )
        if picture.url.startswith(tuple(own)):
            return tag[0]
        words = html.escape(words_for(picture))
        if is_in_link:
            return f'<span class="remote-picture">{words}</span>'
        address = html.escape(picture.url)
        return (
            f'<a class="remote-picture" href="{address}" rel="noopener noreferrer">'
            f"{words}</a>"
        )

    return _LINKS_AND_PICTURES.sub(replace, rendered)


def with_changes_marked(rendered: str) -> str:
    """Mark the cells of tables that hold a signed figure alone, as rising or falling."""
    if "<td" not in rendered:
        return rendered
    return _CHANGE.sub(
        lambda cell: (
            f'{cell[1]} class="change change--{"up" if cell[2] in "+＋" else "down"}">'
        ),
        rendered,
    )


def with_tables_for_readers(rendered: str, name: str) -> str:
    """Give the boxes in which tables scroll a name, mark figures that rise or fall, and keep
    all figures whole."""
    if _TABLE_BOX not in rendered:
        return rendered
    named = f'{_TABLE_BOX} role="group" aria-label="{html.escape(name)}"'
    marked = with_changes_marked(rendered.replace(_TABLE_BOX, named))
    return _FIGURE.sub(r'\1 class="figure">', marked)


def with_latin_words_named(markup: str) -> str:
    """Say of Latin words with an apostrophe in a Chinese text that they are no Chinese,
    whose faces draw that mark as a quotation mark, as wide as a character."""
    if "’" not in markup:
        return markup
    return _WITH_APOSTROPHE.sub(r'<span lang="en">\g<0></span>', markup)


def reading_minutes(rendered: str) -> int:
    """Return about how many minutes a rendered text takes; at least one.

    What is not ASCII counts as Han, a character at a time: near enough, and quick.
    """
    text = _TAG.sub(" ", rendered)
    plain = text.encode("ascii", "ignore").decode()
    minutes = (len(text) - len(plain)) / _HAN_A_MINUTE
    minutes += len(plain.split()) / _WORDS_A_MINUTE
    return max(1, round(minutes))


def without_runs_of_space(page: str) -> str:
    """Leave one of several white spaces, but where they show: in ``pre`` and the like."""
    parts = _KEPT.split(page)
    # After each stretch of page come what is kept and the name of its element.
    parts[::3] = map(_tightened, parts[::3])
    del parts[2::3]
    return "".join(parts)


def _tightened(part: str) -> str:
    # Nearly all runs are indentation, which is found ten times as fast.
    part = _INDENTATION.sub("\n", part)
    has_others = any(sign in part for sign in _SIGNS_OF_OTHERS)
    return _RUN.sub(_one_of, part) if has_others else part


def _one_of(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


def paragraphs_with_links(text: str) -> str:
    """Return a reader's plain text as HTML: everything escaped, addresses on the web as
    links that search engines are told not to credit."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{_with_links(each)}</p>" for each in paragraphs)


def _with_links(text: str) -> str:
    parts, position = [], 0
    for found in _WEB_ADDRESS.finditer(text):
        url = found[0].rstrip(_BEHIND_ADDRESS)
        address = html.escape(url)
        parts += [
            html.escape(text[position : found.start()]),
            f'<a href="{address}" rel="ugc nofollow noopener">{address}</a>',
        ]
        position = found.start() + len(url)
    parts.append(html.escape(text[position:]))
    return "".join(parts).replace("\n", "<br>")
