"""Front matter that the importer mended: edited as it was read, written as it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.archive.exporter.file_text import spans
from articles.archive.exporter.reread import Document, mended

_TAB = re.compile(r"^\t", re.MULTILINE)
_INDENT = re.compile(r"^(?:  )+")


@dataclass(frozen=True)
class Mended:
    """The lines as a parser takes them, beside the file's own."""

    text: str
    front: str

    @classmethod
    def of(cls, document: Document) -> Mended:
        return cls(mended(document), document.front)

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
