"""Read texts without front matter: a title on top, often one paragraph per line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from articles.archive.front_matter import one_line
from articles.archive.problems import Problems
from articles.archive.reader.leading_title import heading_at, words_of

# Lines with Markdown of their own: such a text is marked up already.
_MARKED = re.compile(
    r"\s*(?:[#>|*+-]\s|\d{1,3}[.)]\s|```|~~~|\||!?\[.*\]|<[\w!]|\{[{%]|    )"
)
_MARKUP = re.compile(r"[*_`~<\[\]\\]")
_SENTENCE_END = re.compile(r"[。！？…!?.;；:：”」』’)）\"]\s*$")
_REPORTED = re.compile(
    r"^(?P<name>[\w\u3400-\u9fff·]{2,12}?)\s*(?:APP|客户端|客戶端)?\s*"
    r"(?:获悉|獲悉|消息|报道|報道|[讯訊](?=[\s，,:：]))"
    r"(?!\s*(?:APP|获悉|獲悉))"  # 港灣通訊 獲悉: 訊 belongs to the name.
)
# 本报讯 means the paper that prints it, and is no name.
_NAMELESS = re.compile("[本我][报報刊台臺網网社站]|[记記]者|[据據].*")
# A first line with a full stop is the first sentence of the text, and no title; one with
# a single word or two before it may be a name: Apple Inc.
_SENTENCE = re.compile(
    r"""。(?!\s*$)|[。；;][”」』’)）"]*\s*$|(?:\S+\s+){7,}\S*[a-z\d%)”"]\.[”"]?(?:\s|$)"""
)
_DATE_LINE = re.compile(
    r"\s*(?:[*_]{1,2})?(?:(?:发布|發布|发表|發表|出版)?(?:日期|时间|時間)|date|published(?: on)?)"
    r"\s*[:：]\s*(?:[*_]{1,2})?\s*(?P<date>\S.{0,60}?)\s*$",
    re.IGNORECASE,
)
# Lines of text among which a date is looked for.
_TOP = 6
_HEADING_LENGTH = 40
# A longer first line is a paragraph; the longest real title has 465 characters.
_TITLE_LENGTH = 500

# A page's title stands in its first characters.
_HEAD = 50_000
_HTML_TITLE = re.compile(
    r"<(?P<tag>h1|title)\b[^>]*>(?P<text>.*?)</(?P=tag)\s*>", re.IGNORECASE | re.DOTALL
)
_HTML_BODY = re.compile(
    r"<body\b[^>]*>(?P<text>.*?)(?:</body\s*>|$)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class PlainText:
    """A title (perhaps empty), the body as Markdown, and hints for an editor.

    ``leading`` is the text taken off above the body. ``subheads`` are (line, text) of
    lines that look like headings; ``source`` is the name in a phrase such as
    智通財經 APP 獲悉; ``date`` is what a line such as 日期：2022-11-05 says.
    """

    title: str
    body: str
    subheads: tuple[tuple[int, str], ...] = ()
    source: str = ""
    leading: str = ""
    date: str = ""


def read_plain(body: str, first_line: int) -> PlainText:
    """Take off the title; give each line its paragraph if lines are paragraphs."""
    lines = body.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    date = next(filter(None, (_date_in(lines[n]) for n in filled[:_TOP])), "")
    if date and len(filled) > 1 and _date_in(lines[filled[0]]):
        del filled[0]  # The line above the title.
    top = filled[0] if filled else 0
    heading = heading_at(lines, top)
    text, count = heading or (lines[top], 1)
    # Dots and dashes of a heading without markup stay as typed.
    is_marked_up = heading and _MARKUP.search(text)
    title = words_of(text) if is_marked_up else one_line(text)
    is_long = len(title) > _TITLE_LENGTH
    if not heading and (is_long or _MARKED.match(text) or _SENTENCE.search(title)):
        title, count = "", 0
    end = top + count
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    rest = lines[end:]
    leading = "".join(f"{line}\n" for line in lines[:end])
    plain = PlainText(title, "\n".join(rest), (), _source(rest), leading, date)
    if not is_line_per_paragraph(lines[top + count :]):
        return plain
    subheads = tuple(
        (first_line + end + n, line.strip())
        for n, line in enumerate(rest)
        if _is_subhead(line, is_first=n == 0)
    )
    paragraphs = [line.strip() for line in rest if line.strip()]
    return replace(plain, body="\n\n".join(paragraphs) + "\n", subheads=subheads)


def _date_in(line: str) -> str:
    found = _DATE_LINE.match(line)
    return found["date"].strip("*_ ") if found else ""


def read_html(text: str) -> PlainText | None:
    """Read a whole page: its heading or title, and its body; None for a part of one."""
    if not re.match(r"\s*(?:<!doctype|<html|<head|<\?xml)", text, re.IGNORECASE):
        return None
    found = {
        match["tag"].lower(): match for match in _HTML_TITLE.finditer(text[:_HEAD])
    }
    titles = [one_line(found[tag]["text"]) for tag in ("h1", "title") if tag in found]
    inner = _HTML_BODY.search(text)
    body = inner["text"].strip("\n") if inner else text
    leading = text[: inner.start("text")] if inner else ""
    return PlainText(next(filter(None, titles), ""), body, leading=leading)


def report_plain(text: PlainText, first_line: int, problems: Problems) -> None:
    """Report what was taken from the text alone, and the hints for an editor."""
    problems.warn(
        "no-front-matter",
        first_line,
        "No front matter: all there is to know was taken from the text and the name.",
    )
    for line, subhead in text.subheads:
        problems.warn(
            "maybe-heading", line, f"“{subhead}” may be a heading (## in front)."
        )
    if text.source:
        problems.warn(
            "proposed-source",
            first_line,
            f"The text names “{text.source}” as its source.",
        )


def is_line_per_paragraph(lines: list[str]) -> bool:
    """Tell whether most lines end like a sentence and directly follow one another."""
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
        found = _REPORTED.match(line)
        if found and not _NAMELESS.fullmatch(found["name"]):
            return found["name"]
    return ""
