"""Text on the way in (made safe to parse) and on the way out (tags taken off)."""

from __future__ import annotations

import html
import re

_NEVER_TEXT = re.compile("[\ud800-\udfff\x00]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

# Sanitised HTML escapes every "<" that opens no tag, so this needs no parser.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+="[^"]*")*)\s*/?>')
_UNREADABLE = re.compile(
    r"<(math|rp)(?:\s[^>]*)?>.*?</\1>" r'|<sup id="fnref[^"]*">.*?</sup>',
    re.DOTALL,
)
_NOTES = re.compile(r'<div class="footnotes" role="doc-endnotes">.*', re.DOTALL)
_BLOCK_TAGS = (
    "article aside blockquote br caption dd details div dl dt figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())


def readable(text: str) -> str:
    """Replace what no parser or database takes; drop controls nobody can see.

    Lone surrogates come from files read with the wrong codec; PostgreSQL
    refuses NUL; a byte-order mark left at the front would hide a heading.
    """
    text = _NEVER_TEXT.sub("\ufffd", text.removeprefix("\ufeff"))
    return without_controls(text)


def without_controls(text: str) -> str:
    """Drop what XML forbids: one such character breaks a whole feed."""
    return _CONTROLS.sub("", text)


def plain_text(sanitised: str) -> str:
    """Give the words of sanitised HTML on one line, without notes and formulas."""
    return whole_text(_NOTES.sub("", sanitised))


def whole_text(sanitised: str) -> str:
    """Give the words of sanitised HTML on one line, notes included, formulas left out."""
    text = TAG.sub(_space_for_a_block, _UNREADABLE.sub("", sanitised))
    return " ".join(html.unescape(text).split())


def _space_for_a_block(tag: re.Match[str]) -> str:
    return " " if tag[2] in _BLOCKS else ""
