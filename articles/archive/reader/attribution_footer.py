"""The closing block of a legacy article: its source's notices and the original's link.

    1. 欢迎转载，转载时请标明来源为……
    2. 所有内容仅供参考……

    [fx168](https://www.fx168news.com/article/…)

By its shape alone a block is lifted out of the body only when the last line is nothing
but that link, and what stands above reads like notices or the label is a name the file
goes by. Any other ending is lifted where enough files of the archive end like it.
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
    Ending,
    endings,
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
class Closing:
    """What was lifted: the source's label and name, its notices, the original's address.

    ``pattern`` is what other files' blocks have in common with it; ``digest`` is the
    pattern's where only evidence from other files shows that it is a closing block.
    """

    label: str
    name: str
    url: str
    disclaimer: str
    line: int  # Within the body, from 1: where the block began; 0 for none.
    pattern: str = ""
    digest: str = ""
    # The source's disclaimers by field, where an export says whose notices are whose.
    of_source: dict[str, str] | None = None

    @property
    def home(self) -> str:
        """The source's own site, as far as the address tells."""
        if not host_of(self.url):
            return ""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/"


def told(value: Any) -> Closing | None:
    """What an export of ours says in ``newsdesk_source``, where no closing block could:
    perhaps an address without a source, or (``None``) nothing at all."""
    own = {k: str(v) for k, v in value.items() if v} if isinstance(value, dict) else {}
    label, name = own.get("slug", ""), own.get("name", "")
    url, notices = own.get("original", ""), own.get("notices", "")
    if not (label or name or url or notices):
        return None
    of_source = {key: own[key] for key in ("disclaimer", "disclaimer_en") if key in own}
    return Closing(label or name, name or label, url, notices, 0, of_source=of_source)


def lift(
    body: str, labels: Collection[str], digests: Collection[str] = ()
) -> tuple[str, Closing | None]:
    """The body without its closing block, and the block; ``None`` where there is none.

    ``labels`` are the names the file goes by (categories, tags, folder): a lone link
    under one of them is the original's even without notices. ``digests`` are those of
    the patterns for which there is evidence.
    """
    lines = body.split("\n")
    closing = _by_evidence(lines, digests) if digests else None
    by_shape = _by_shape(lines, labels)
    if closing is None or (by_shape and by_shape.line <= closing.line):
        closing = by_shape
    if closing is None:
        return body, None
    rest = "\n".join(lines[: closing.line - 1]).rstrip()
    return (f"{rest}\n" if rest else ""), closing


def _by_evidence(lines: list[str], digests: Collection[str]) -> Closing | None:
    known = (one for one in endings(lines) if one.digest in digests)
    ending = next(known, None)
    return _closing_of(ending) if ending else None


def _closing_of(ending: Ending) -> Closing:
    notices, host = ending.notices, host_of(ending.url)
    named = _named(notices)
    # Both scripts are one pattern, and so one source.
    label = ending.label or fold(ending.name) or host.replace(".", "-") or fold(named)
    name = ending.name or named or ending.label or host
    return Closing(
        label,
        name,
        ending.url,
        notices,
        ending.start + 1,
        ending.pattern,
        ending.digest,
    )


def _named(notices: str) -> str:
    """The source that notices name; empty where they name none."""
    found = _NAMED.search(notices)
    return (found["zh"] or found["en"]) if found else ""


def _by_shape(lines: list[str], labels: Collection[str]) -> Closing | None:
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
    return Closing(
        label, _named(notices) or label, link["url"], notices, start + 1, pattern
    )


def _last_filled(lines: list[str], end: int) -> int | None:
    return next((n for n in range(end - 1, -1, -1) if lines[n].strip()), None)


def _notices_start(lines: list[str], link: int) -> int:
    """The line where the numbered notices above the link begin; ``link`` if there are none."""
    start = link
    above = _last_filled(lines, link)
    while above is not None and ITEM.match(lines[above]):
        start = above
        above = _last_filled(lines, above)
    return start if is_notice("\n".join(lines[start:link])) else link
