"""Clean a value of front matter, or a body, of characters that no page can hold."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from html.entities import html5
from typing import Any

# The elements that HTML has or had. Anything else in brackets is text: A<B公司>C.
_ELEMENTS = (
    "a abbr acronym address article aside audio b base basefont bdi bdo big blink"
    " blockquote body br button canvas caption center cite code col colgroup data dd del"
    " details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer"
    " form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input"
    " ins kbd label legend li link main map mark marquee math menu meta meter nav nobr"
    " noframes noscript object ol optgroup option output p param picture pre progress q"
    " rb rp rt rtc ruby s samp script search section select slot small source span strike"
    " strong style sub summary sup svg table tbody td template textarea tfoot th thead"
    " time title tr track tt u ul var video wbr"
)
_TAG = re.compile(
    rf"""</(?:{"|".join(_ELEMENTS.split())})\s*>
    | <(?:{"|".join(_ELEMENTS.split())})
      (?:\s+[a-z_:][\w:.-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*\s*/?>""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z][A-Za-z\d]*);")
# Other spaces, such as U+00A0 and the ideographic one, are a writer's own.
_GAP = re.compile("[\t-\r\x1c-\x20\x85\u2028\u2029]+")
# Controls, byte order marks and lone surrogates.
_DAMAGED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Invisible, and two names would be made of one. Emoji and Hindi need the joiners.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\u00ad]")


def clean_text(value: Any) -> str:
    """Return a scalar as text, without the characters that no field may hold."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    # Printable text has none of them, and that test is quicker.
    return (text if text.isprintable() else _DAMAGED.sub("", text)).strip()


def one_line(value: Any) -> str:
    """Return text for a title or a name: entities decoded, tags dropped, on one line."""
    text = clean_text(value)
    if "<" in text:
        text = _TAG.sub("", _COMMENT.sub("", text))
    if "&" in text:
        text = clean_text(_ENTITY.sub(_decoded, text))
    return _GAP.sub(" ", _INVISIBLE.sub("", text)).strip()


def _decoded(entity: re.Match[str]) -> str:
    is_known = entity[0][1] == "#" or entity[0][1:] in html5
    return html.unescape(entity[0]) if is_known else entity[0]


def clean_body(body: str) -> str:
    """Drop from a body the characters that no page can hold; the rest stays as written."""
    if _DAMAGED.search(body) is None:
        return body
    return _DAMAGED.sub(
        lambda found: "\ufffd" if found[0] >= "\ud800" and found[0] <= "\udfff" else "",
        body,
    )


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, and any other value as the one item of a list."""
    return value if isinstance(value, list) else [value]


def lowered(value: Any) -> dict[str, Any]:
    """Return a map with its keys in lower case; of any other value an empty one."""
    items = value.items() if isinstance(value, dict) else ()
    return {str(key).lower(): item for key, item in items}


def distinct(names: Iterable[str]) -> list[str]:
    """Drop empty names, and repetitions in another case or width."""
    kept: dict[str, str] = {}
    for name in names:
        if name:
            kept.setdefault(unicodedata.normalize("NFKC", name).casefold(), name)
    return list(kept.values())
