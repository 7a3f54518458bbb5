"""Lift a leading title out of a body: a heading or first line that repeats the title."""

from __future__ import annotations

import re

from articles.archive.front_matter import one_line
from articles.rendering import plain_text, render_inline
from articles.variants.engine import fold

_HEADING = re.compile(
    r" {0,3}#{1,6}[ \t]+(?P<text>.+?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?\s*"
)
# A heading in HTML may take a few lines and be indented.
_HTML_HEADING = re.compile(
    r"\s*<h1\b[^>]*>(?P<text>.*?)</h1\s*>[ \t]*(?:\n|\Z)", re.IGNORECASE | re.DOTALL
)
_HTML_LINES = 8
_COMMENT = re.compile(r"\s*<!--(?!\s*more\s*-->)(?:(?!-->).)*-->[ \t]*\n", re.DOTALL)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_LINKED = re.compile(r"\[[^\[\]]+\]\(\s*<?(?P<url>https?://[^\s<>]+?)>?\s*\)")
# A longer line is no heading, whatever it begins with.
_LONGEST = 2000
_MARKS = re.compile(r"[*_`#\s]+")


def heading_at(lines: list[str], number: int) -> tuple[str, int] | None:
    """Return the heading that begins on that line, and its number of lines."""
    line = lines[number]
    if len(line) > _LONGEST:
        return None
    if line.lstrip().lower().startswith("<h1"):
        below = "\n".join(lines[number : number + _HTML_LINES])
        found = _HTML_HEADING.match(below)
        return (found["text"], found[0].rstrip().count("\n") + 1) if found else None
    if found := _HEADING.fullmatch(line):
        return found["text"], 1
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if line.strip() and _UNDERLINE.fullmatch(below) and not line.startswith("    "):
        return line.strip(), 2
    return None


def words_of(heading: str) -> str:
    """Return the text of a heading as readers see it, on one line."""
    return one_line(plain_text(render_inline(heading)))


def first_heading(body: str) -> str:
    """Return the text of the first heading outside code; empty if there is none."""
    lines = body.split("\n")
    is_code = False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif is_code or line.startswith(("    ", "\t")):
            continue
        elif found := heading_at(lines, number):
            return words_of(found[0])
    return ""


def lift_title(body: str, title: str) -> tuple[str, str]:
    """Split a body into its leading title and the rest; together they are the body.

    The title is a heading, or a line alone in its paragraph, perhaps below comments. The
    first part is empty if the body begins with anything else.
    """
    start = 0
    while comment := _COMMENT.match(body, start):
        start = comment.end()
    lines = body.split("\n")
    first = body.count("\n", 0, start)
    top = next((n for n in range(first, len(lines)) if lines[n].strip()), None)
    if top is None:
        return "", body
    heading = heading_at(lines, top)
    text, end = (heading[0], top + heading[1]) if heading else (lines[top], top + 1)
    is_alone = end >= len(lines) or not lines[end].strip()
    is_title = _is_same(text, title) or (heading and _is_same(words_of(text), title))
    if not (heading or is_alone) or not is_title:
        return "", body
    while end < len(lines) and not lines[end].strip():
        end += 1
    leading = "".join(f"{line}\n" for line in lines[:end])
    return (body, "") if len(leading) >= len(body) else (leading, body[len(leading) :])


def link_of(leading: str) -> str:
    """Return the address that a leading title is linked to; empty if it is not, or only in
    part."""
    lines = leading.split("\n")
    top = next((n for n, line in enumerate(lines) if line.strip()), 0)
    heading = heading_at(lines, top)
    found = _LINKED.fullmatch((heading[0] if heading else lines[top]).strip())
    return found["url"] if found else ""


def _is_same(text: str, title: str) -> bool:
    if len(text) > 4 * len(title) + 200:
        return False
    return _key(one_line(text)) == _key(title) != ""


def _key(text: str) -> str:
    return fold(_MARKS.sub(" ", text)).rstrip("。.")
