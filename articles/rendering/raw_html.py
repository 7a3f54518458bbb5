"""Turn HTML into a Markdown body that renders as the same HTML."""

from __future__ import annotations

import re

from articles.rendering.excerpts import MORE
from articles.rendering.markdown import parse

_PRE = re.compile(r"<(?P<closing>/?)pre\b", re.IGNORECASE)
_TAG = re.compile("<[A-Za-z]")
_NEW_LINE = "&#10;"


def raw_html(markup: str) -> str:
    """Write the markup as a body that Markdown leaves alone.

    Markdown ends a block of HTML at a blank line: indented lines after it would be
    code, and stars emphasis. So blank lines are dropped, except in ``<pre>``. A text
    without any tag stays as it is.
    """
    if _is_left_alone(markup) or not _TAG.search(markup):
        return markup
    closed = "\n".join(_without_blank_lines(markup.split("\n"))) + "\n"
    return closed if _is_left_alone(closed) else f"<section>\n{closed}</section>\n"


def _is_left_alone(body: str) -> bool:
    return all(token.type in {"html_block", MORE} for token in parse(body, {}))


def _without_blank_lines(lines: list[str]) -> list[str]:
    kept, waiting, is_pre = [], "", False
    for line in lines:
        if line.strip():
            kept.append(f"{waiting}{line}")
            waiting = ""
        elif is_pre:
            waiting += f"{line}{_NEW_LINE}"
        for tag in _PRE.finditer(line):
            is_pre = not tag["closing"]
    return kept
