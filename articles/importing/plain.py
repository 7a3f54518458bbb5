"""Texts without front matter: a title on top, often one paragraph per line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from articles.importing.fields import one_line

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*\s*")
# Lines that Markdown gives a meaning of their own: such a text is set already.
_MARKED = re.compile(r"\s*(?:[#>|*+-]\s|\d{1,3}[.)]\s|```|~~~|\||\[.+\]:|<\w|    )")
_SENTENCE_END = re.compile(r"[。！？…!?.;；:：”」』’)）\"]\s*$")
_REPORTED = re.compile(
    r"^(?P<name>[\w\u3400-\u9fff·]{2,12}?)\s*(?:APP|客户端|客戶端)?\s*"
    r"(?:获悉|獲悉|消息|报道|報道|[讯訊](?=[\s，,:：]))"
    r"(?!\s*(?:APP|获悉|獲悉))"  # 港灣通訊 獲悉: 訊 belongs to the name.
)
_HEADING_LENGTH = 40


@dataclass(frozen=True)
class PlainText:
    """The title and its line, the body as Markdown, and what a person should look at.

    ``subheads`` are (line, text) of lines that look like headings; ``source`` is the
    name that an opening such as 智通財經 APP 獲悉 gives.
    """

    title: str
    body: str
    subheads: tuple[tuple[int, str], ...] = ()
    source: str = ""


def read_plain(body: str, first_line: int) -> PlainText:
    """Take the title off, and give every line its paragraph where lines are paragraphs."""
    lines = body.split("\n")
    top = next((n for n, line in enumerate(lines) if line.strip()), 0)
    heading = _HEADING.fullmatch(lines[top].strip())
    title = one_line(heading["text"] if heading else lines[top])
    rest = lines[top + 1 :]
    if not is_line_per_paragraph(rest):
        return PlainText(title, "\n".join(rest).lstrip("\n"), (), _source(rest))
    subheads = tuple(
        (first_line + top + 1 + n, line.strip())
        for n, line in enumerate(rest)
        if _is_subhead(line, is_first=not any(r.strip() for r in rest[:n]))
    )
    paragraphs = [line.strip() for line in rest if line.strip()]
    return PlainText(title, "\n\n".join(paragraphs) + "\n", subheads, _source(rest))


def is_line_per_paragraph(lines: list[str]) -> bool:
    """Whether most lines end like a sentence and directly follow one another."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < 2 or any(_MARKED.match(line) for line in filled):
        return False
    if not any(a.strip() and b.strip() for a, b in pairwise(lines)):
        return False
    ended = sum(1 for line in filled if _SENTENCE_END.search(line))
    return ended >= 0.6 * len(filled)


def _is_subhead(line: str, *, is_first: bool) -> bool:
    text = line.strip()
    if not text or is_first or len(text) > _HEADING_LENGTH:
        return False
    return text[-1] in "?？" or not _SENTENCE_END.search(text)


def _source(lines: list[str]) -> str:
    for line in [line.strip() for line in lines if line.strip()][:4]:
        if found := _REPORTED.match(line):
            return found["name"]
    return ""
