"""Lift the attribution footer out of a body: a source's notices and the original's link.

    1. 欢迎转载，转载时请标明来源为……
    2. 所有内容仅供参考……

    [fx168](https://www.fx168news.com/article/…)

One file alone shows a footer only if its last line is nothing but that link, and each item
of a list above it says what only notices say, or the link's label is a name of the file.
Any other is recognised if enough files of the archive end with its pattern, or because an
editor named it. In doubt the text stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from articles.archive.problems import Problems
from articles.archive.reader.closing_blocks import (
    ClosingBlock,
    blocks_above,
    last_filled,
)
from articles.archive.reader.footer_patterns import (
    ITEM,
    LONE_LINK,
    MAX_NOTICE_LENGTH,
    digest_of,
    footer_candidates,
    host_of,
    name_above,
    pattern_of,
)
from articles.archive.reader.notices import is_notice, notice_phrases
from articles.variants.engine import fold

_NAMED = re.compile(
    r"(?:来源|來源|出处|出處)(?:为|為|是|：|:)\s*[《「“\"]?(?P<zh>[^\s，。；、,.;《》「」“”\"]{2,30})"
    r"|(?:source|credit(?:ed)?(?: to)?|attribut\w+ to)[:\s]+(?:as |to )?"
    r"(?P<en>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,4})"
)

_RECORDED = ("label", "name", "url", "disclaimer", "digest", "proposed")


@dataclass(frozen=True)
class AttributionFooter:
    """A source's label and name, its notices and the original's address.

    Without a label nothing says whose the text is; then ``proposed`` may be a guess.
    ``pattern`` is shared by other files' footers; of a recorded one only its ``digest`` is
    known.
    """

    label: str
    name: str
    url: str
    disclaimer: str
    line: int  # Its first in the body, from 1; 0 for none.
    lines: int = 0  # In the body, to its end.
    pattern: str = ""
    digest: str = ""
    proposed: str = ""
    # The source's disclaimers by field, if an export tells them apart from the article's own.
    of_source: dict[str, str] | None = None

    @property
    def data(self) -> dict[str, Any]:
        """Return what JSON keeps of it, so that a file parses the same by any later rules."""
        kept = {name: getattr(self, name) for name in (*_RECORDED, "lines")}
        return {name: value for name, value in kept.items() if value}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AttributionFooter | None:
        """Return the footer that ``data`` gave, without its line; None for an empty one."""
        if not data:
            return None
        texts = {name: data.get(name, "") for name in _RECORDED}
        return cls(**texts, line=0, lines=data.get("lines", 0))

    @property
    def home(self) -> str:
        """The source's own site by the address; empty if that shows none."""
        if not host_of(self.url):
            return ""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/"


def exported_footer(value: Any) -> AttributionFooter | None:
    """Return the footer that an export wrote as ``newsdesk_source``, because no text can
    hold it: perhaps an address without a source, or None for nothing at all."""
    keys = {k: str(v) for k, v in value.items() if v} if isinstance(value, dict) else {}
    label, name = keys.get("slug", ""), keys.get("name", "")
    url, notices = keys.get("original", ""), keys.get("notices", "")
    if not (label or name or url or notices):
        return None
    lines = value.get("lines") if isinstance(value, dict) else 0
    of_source = {
        key: keys[key] for key in ("disclaimer", "disclaimer_en") if key in keys
    }
    return AttributionFooter(
        label or name,
        name or label,
        url,
        notices,
        0,
        lines=_count(lines),
        of_source=of_source,
    )


def _count(value: Any) -> int:
    """Return how many lines a key tells of, as YAML's texts and numbers may say it."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def lift_footer(
    body: str,
    labels: Collection[str],
    digests: Collection[str] = (),
    blocks: Sequence[ClosingBlock] = (),
) -> tuple[str, AttributionFooter | None]:
    """Return the body without its footer, and the footer if there is one.

    ``labels`` are names of the file (categories, tags, folder): a lone link with one of
    them as its label is the original's even without notices. ``digests`` are those of
    the known footer patterns, ``blocks`` what editors named.
    """
    lines = body.split("\n")
    end, below = _blocks_at_end(lines, blocks)
    footer = _by_pattern(lines[:end], digests) if digests else None
    by_shape = _by_shape(lines[:end], labels, blocks)
    if footer is None or (by_shape and by_shape.line <= footer.line):
        footer = by_shape
    if below or end < len(lines):
        footer = _with_notices_below(footer, below, end)
    if footer is None:
        return body, None
    if footer.disclaimer and last_filled(lines, footer.line - 1) < 0:
        if not footer.url:
            return body, None  # There is no other text.
        footer = _without_notices(lines, footer)
    digest = digest_of(footer.pattern) if footer.pattern else ""
    footer = replace(footer, lines=len(lines) - footer.line + 1, digest=digest)
    return lift_recorded(body, footer)


def lift_recorded(
    body: str, footer: AttributionFooter
) -> tuple[str, AttributionFooter]:
    """Return the body without as many lines at its end as the footer was recorded with,
    and the footer with its line."""
    lines = body.split("\n")
    if not 0 < footer.lines <= len(lines):
        return body, replace(footer, lines=0)
    start = len(lines) - footer.lines
    rest = "\n".join(lines[:start]).rstrip()
    return (f"{rest}\n" if rest else ""), replace(footer, line=start + 1)


def _blocks_at_end(
    lines: list[str], blocks: Sequence[ClosingBlock]
) -> tuple[int, list[str]]:
    """Return where the named blocks below all else begin, and which are notices."""
    if not blocks:
        return len(lines), []
    start, notices = blocks_above(
        lines, len(lines), [block for block in blocks if not block.labels]
    )
    return (start, notices) if start < len(lines) else (len(lines), [])


def _with_notices_below(
    footer: AttributionFooter | None, notices: list[str], end: int
) -> AttributionFooter | None:
    """Return a footer with what stands below it; one of that alone if there is none."""
    if footer is None:
        return AttributionFooter("", "", "", "\n\n".join(notices), end + 1)
    texts = [footer.disclaimer, *notices]
    return replace(footer, disclaimer="\n\n".join(filter(None, texts)))


def _without_notices(lines: list[str], footer: AttributionFooter) -> AttributionFooter:
    """Return the footer without notices that are all the text of an article."""
    link = last_filled(lines, len(lines))
    pattern = pattern_of(lines[link])
    return replace(footer, disclaimer="", line=link + 1, pattern=pattern)


def _by_pattern(lines: list[str], digests: Collection[str]) -> AttributionFooter | None:
    for candidate in footer_candidates(lines):
        if candidate.digest in digests:
            notices, url = candidate.notices, candidate.url
            host = host_of(url)
            named = candidate.name or _named(notices)
            start = candidate.start
            if candidate.is_lone:
                named = name_above(lines, start)
            # Both scripts are one pattern, and so one source.
            label = fold(candidate.name) or candidate.label or fold(named)
            label = fold(named) if candidate.is_lone and named else label
            name = named or candidate.label
            proposed = "" if label else host
            return AttributionFooter(
                label,
                name,
                _encoded(url),
                notices,
                start + 1,
                pattern=candidate.pattern,
                proposed=proposed,
            )
    return None


def _named(notices: str) -> str:
    """Return the source that notices name; empty if they name none."""
    found = _NAMED.search(notices)
    return (found["zh"] or found["en"]) if found else ""


def _encoded(url: str) -> str:
    return re.sub(r"\s", "%20", url)


def _by_shape(
    lines: list[str], labels: Collection[str], blocks: Sequence[ClosingBlock]
) -> AttributionFooter | None:
    last = last_filled(lines, len(lines))
    link = LONE_LINK.fullmatch(lines[last]) if last >= 0 else None
    if link is None:
        return None
    label = link["label"].strip()
    named_blocks = [
        block for block in blocks if not block.labels or fold(label) in block.labels
    ]
    start, named_notices = blocks_above(lines, last, named_blocks)
    if start == last:
        start = _notices_start(lines, last)
        named_notices = ["\n".join(lines[start:last]).strip()]
    is_name = label.casefold() in {name.casefold() for name in labels}
    if start == last and not is_name:
        return None
    notices = "\n\n".join(filter(None, named_notices))
    pattern = pattern_of("\n".join(lines[start : last + 1]))
    above = name_above(lines, start)
    return AttributionFooter(
        fold(above) or label,
        above or _named(notices) or label,
        _encoded(link["url"]),
        notices,
        start + 1,
        pattern=pattern,
    )


def _notices_start(lines: list[str], link: int) -> int:
    """Return the line where numbered notices above the link begin; ``link`` for none.

    Each of them says what only notices say, and together they say two such things.
    """
    start = link
    above = last_filled(lines, link)
    while above >= 0 and ITEM.match(lines[above]):
        start = above
        above = last_filled(lines, above)
    items = [line for line in lines[start:link] if line.strip()]
    phrases = notice_phrases("\n".join(items))
    are_notices = len(phrases) > 1 and all(map(is_notice, items))
    return start if are_notices else link


def report_footer(
    footer: AttributionFooter | None, body: str, body_line: int, problems: Problems
) -> None:
    """Report a footer that left the body, or what may be a notice and stayed in it.

    ``body_line`` is the file's line that the body begins on.
    """
    if footer and footer.line:
        problems.note(
            "closing-block",
            body_line + footer.line - 1,
            f"The closing block was lifted out of the text: source “{footer.name}”, "
            f"original at {footer.url or 'no address'}",
        )
    if not (footer and footer.disclaimer) and (line := _kept_notice(body)):
        problems.note(
            "possible-notice",
            body_line + line - 1,
            "This may be a notice, and stays in the text: fewer than 5 files end with it."
            " Name it under “Sources found” in the admin to have it lifted.",
        )


def _kept_notice(body: str) -> int:
    """Return the line, from 1, of what may be a notice at the end of a text and was not
    lifted; 0 if there is none."""
    lines = body.split("\n")
    last = last_filled(lines, len(lines))
    if last >= 0 and LONE_LINK.fullmatch(lines[last]):
        last = last_filled(lines, last)
    return last + 1 if last >= 0 and is_notice(lines[last][:MAX_NOTICE_LENGTH]) else 0
