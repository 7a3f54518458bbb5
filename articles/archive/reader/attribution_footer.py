"""Lift the attribution footer out of a body: a source's notices and the original's link.

    1. 欢迎转载，转载时请标明来源为……
    2. 所有内容仅供参考……

    [fx168](https://www.fx168news.com/article/…)

By its shape alone a footer is recognised only if the last line is nothing but that link,
and the lines above read like notices or the label is a name of the file. Any other is
recognised if enough files of the archive end with its pattern.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from articles.archive.reader.footer_patterns import (
    ITEM,
    LONE_LINK,
    footer_candidates,
    host_of,
    is_notice,
    pattern_of,
)
from articles.variants.engine import fold

_NAMED = re.compile(
    r"(?:来源|來源|出处|出處)(?:为|為|是|：|:)\s*[《「“\"]?(?P<zh>[^\s，。；、,.;《》「」“”\"]{2,30})"
    r"|(?:source|credit(?:ed)?(?: to)?|attribut\w+ to)[:\s]+(?:as |to )?"
    r"(?P<en>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,4})"
)


@dataclass(frozen=True)
class AttributionFooter:
    """A source's label and name, its notices and the original's address.

    ``pattern`` is shared by other files' footers; ``digest`` is the pattern's if only
    they show that it is a footer.
    """

    label: str
    name: str
    url: str
    disclaimer: str
    line: int  # Its first in the body, from 1; 0 for none.
    pattern: str = ""
    digest: str = ""
    # The source's disclaimers by field, if an export tells them apart from the article's own.
    of_source: dict[str, str] | None = None

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
    of_source = {
        key: keys[key] for key in ("disclaimer", "disclaimer_en") if key in keys
    }
    return AttributionFooter(
        label or name, name or label, url, notices, 0, of_source=of_source
    )


def lift_footer(
    body: str, labels: Collection[str], digests: Collection[str] = ()
) -> tuple[str, AttributionFooter | None]:
    """Return the body without its footer, and the footer if there is one.

    ``labels`` are names of the file (categories, tags, folder): a lone link with one of
    them as its label is the original's even without notices. ``digests`` are those of
    the known footer patterns.
    """
    lines = body.split("\n")
    footer = _by_pattern(lines, digests) if digests else None
    by_shape = _by_shape(lines, labels)
    if footer is None or (by_shape and by_shape.line <= footer.line):
        footer = by_shape
    if footer is None:
        return body, None
    rest = "\n".join(lines[: footer.line - 1]).rstrip()
    return (f"{rest}\n" if rest else ""), footer


def _by_pattern(lines: list[str], digests: Collection[str]) -> AttributionFooter | None:
    for candidate in footer_candidates(lines):
        if (digest := candidate.digest) in digests:
            notices, url = candidate.notices, candidate.url
            host = host_of(url)
            named = _named(notices)
            # Both scripts are one pattern, and so one source.
            label = candidate.label or fold(candidate.name)
            label = label or host.replace(".", "-") or fold(named)
            name = candidate.name or named or candidate.label or host
            line, pattern = candidate.start + 1, candidate.pattern
            return AttributionFooter(label, name, url, notices, line, pattern, digest)
    return None


def _named(notices: str) -> str:
    """Return the source that notices name; empty if they name none."""
    found = _NAMED.search(notices)
    return (found["zh"] or found["en"]) if found else ""


def _by_shape(lines: list[str], labels: Collection[str]) -> AttributionFooter | None:
    last = _last_filled(lines, len(lines))
    link = LONE_LINK.fullmatch(lines[last]) if last is not None else None
    if link is None or last is None:
        return None
    start = _notices_start(lines, last)
    notices = "\n".join(lines[start:last]).strip()
    if not notices and link["label"].casefold() not in {
        name.casefold() for name in labels
    }:
        return None
    label = link["label"].strip()
    pattern = pattern_of("\n".join(lines[start : last + 1]))
    return AttributionFooter(
        label, _named(notices) or label, link["url"], notices, start + 1, pattern
    )


def _last_filled(lines: list[str], end: int) -> int | None:
    return next((n for n in range(end - 1, -1, -1) if lines[n].strip()), None)


def _notices_start(lines: list[str], link: int) -> int:
    """Return the line where numbered notices above the link begin; ``link`` for none."""
    start = link
    above = _last_filled(lines, link)
    while above is not None and ITEM.match(lines[above]):
        start = above
        above = _last_filled(lines, above)
    return start if is_notice("\n".join(lines[start:link])) else link
