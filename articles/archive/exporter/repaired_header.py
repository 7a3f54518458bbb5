"""Front matter that the importer repaired: edited as it was read, written as it stood."""

from __future__ import annotations

import re

from articles.archive.exporter.file_text import spans
from articles.archive.front_matter import (
    Document,
    expand_tabs,
    parse_front_matter,
    plain,
    quote_leading_zeros,
    quote_line,
)
from articles.archive.problems import Problems

_TAB = re.compile(r"^\t", re.MULTILINE)
_INDENT = re.compile(r"^(?:  )+")


def restored(edited: str, repaired: str, front: str) -> str:
    """Return the edited text with each line that no edit touched as the file has it.

    ``repaired`` is ``front``, line for line, as a parser takes it.
    """
    if repaired == front:
        return edited
    lines, own = edited.split("\n"), front.split("\n")
    # With new lines behind spaces the importer could not repair the header.
    has_tabs = _TAB.search(front) and not _TAB.search(repaired)
    made: list[str] = []
    for i1, i2, j1, j2 in spans(repaired.split("\n"), lines):
        new = [_INDENT.sub(_tabs, n) if has_tabs else n for n in lines[j1:j2]]
        made += own[i1:i2] if i2 - i1 == j2 - j1 else new
    return "\n".join(made)


def _tabs(found: re.Match[str]) -> str:
    return "\t" * (len(found[0]) // 2)


def repaired(document: Document) -> str:
    """Return the front matter as a parser takes it: repaired, line for line."""
    problems = Problems()
    parse_front_matter(document, problems)
    text = str(plain(document.front))  # Without control characters.
    for problem in problems.found:
        if problem.code != "repaired":
            continue
        if document.format == "toml":
            text = quote_leading_zeros(text)
        elif document.format == "yaml":
            quoted = quote_line(text, problem.line - document.front_line)
            text = quoted[0] if quoted else expand_tabs(text) or text
    return text
