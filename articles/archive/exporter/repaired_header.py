"""Front matter that the importer repaired: edited as it was read, written as it stood."""

from __future__ import annotations

import re

from articles.archive.exporter.file_text import spans

_TAB = re.compile(r"^\t", re.MULTILINE)
_INDENT = re.compile(r"^(?:  )+")


def restored(edited: str, repaired: str, front: str) -> str:
    """Return the edited text with each line that no edit touched as the file has it.

    ``repaired`` is ``front``, line for line, as a parser takes it.
    """
    if repaired == front:
        return edited
    lines, written = edited.split("\n"), front.split("\n")
    # With new lines behind spaces the importer could not repair the header.
    has_tabs = _TAB.search(front) and not _TAB.search(repaired)
    made: list[str] = []
    for i1, i2, j1, j2 in spans(repaired.split("\n"), lines):
        new = [_INDENT.sub(_tabs, n) if has_tabs else n for n in lines[j1:j2]]
        made += written[i1:i2] if i2 - i1 == j2 - j1 else new
    return "\n".join(made)


def _tabs(found: re.Match[str]) -> str:
    return "\t" * (len(found[0]) // 2)
