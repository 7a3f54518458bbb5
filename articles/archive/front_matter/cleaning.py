"""Clean a value of front matter, or a body, of characters that no page can hold."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_TAGS = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
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
        text = _TAGS.sub("", text)
    if "&" in text:
        text = clean_text(html.unescape(text))
    return " ".join(_INVISIBLE.sub("", text).split())


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
