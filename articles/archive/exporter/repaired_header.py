"""Front matter that the importer mended: edited as it was read, written as it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Mended:
    """The lines as a parser takes them, beside the file's own."""

    text: str
    front: str

    @classmethod
    def of(cls, document: Document) -> Mended:
        return cls(_mended(document), document.front)

    def restored(self, edited: str) -> str:
        """The edited text; lines that no edit touched as broken as they were."""
        if self.text == self.front:
            return edited
        lines, own = edited.split("\n"), self.front.split("\n")
        if _TAB.search(self.front) and not _TAB.search(self.text):
            # With new lines behind spaces the importer could not mend the header.
            indented = [_INDENT.sub(_tabs, line) for line in lines]
        else:
            indented = lines
        made: list[str] = []
        for i1, i2, j1, j2 in spans(self.text.split("\n"), lines):
            made += own[i1:i2] if i2 - i1 == j2 - j1 else indented[j1:j2]
        return "\n".join(made)


def _tabs(found: re.Match[str]) -> str:
    return "\t" * (len(found[0]) // 2)


def _mended(document: Document) -> str:
    """The front matter as the importer's parser took it: mended, line for line."""
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
