"""The closing block of a legacy article: its source's notices and the original's link.

    1. 欢迎转载，转载时请标明来源为……
    2. 所有内容仅供参考……

    [fx168](https://www.fx168news.com/article/…)

A block is lifted out of the body only when the last line is nothing but that link,
and what stands above reads like notices or the label is a name the file goes by.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_LINK_LINE = re.compile(r"\[(?P<label>[^\[\]]+)\]\((?P<url>https?://\S+?)\)\s*")
_ITEM = re.compile(r"\s{0,3}\d{1,2}[.)、]\s*\S")
# What a republishing or risk notice says, and a list of anything else does not.
_NOTICE = re.compile(
    "转载|轉載|版权|版權|免责|免責|仅供参考|僅供參考|投资建议|投資建議|风险|風險|"
    "republish|reprint|reproduc|copyright|disclaimer|investment advice|informational|"
    "at your own risk",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:来源|來源|出处|出處)(?:为|為|是|：|:)\s*[《「“\"]?(?P<zh>[^\s，。；、,.;《》「」“”\"]{2,30})"
    r"|(?:source|credit(?:ed)?(?: to)?|attribut\w+ to)[:\s]+(?:as |to )?"
    r"(?P<en>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,4})"
)


@dataclass(frozen=True)
class Closing:
    """What was lifted: the source's label and name, its notices, the original's address."""

    label: str
    name: str
    url: str
    disclaimer: str
    line: int  # Within the body, from 1: where the block began.

    @property
    def home(self) -> str:
        """The source's own site, as far as the address tells."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def told(value: Any) -> Closing | None:
    """What an export of ours says in ``newsdesk_source``, where no closing block could:
    perhaps an address without a source, or (``None``) nothing at all."""
    own = {k: str(v) for k, v in value.items()} if isinstance(value, dict) else {}
    label, name = own.get("slug", ""), own.get("name", "")
    url, notices = own.get("original", ""), own.get("notices", "")
    if not (label or name or url or notices):
        return None
    return Closing(label or name, name or label, url, notices, 0)


def lift(body: str, labels: Collection[str]) -> tuple[str, Closing | None]:
    """The body without its closing block, and the block; ``None`` where there is none.

    ``labels`` are the names the file goes by (categories, tags, folder): a lone link
    under one of them is the original's even without notices.
    """
    lines = body.split("\n")
    last = _last_filled(lines, len(lines))
    link = _LINK_LINE.fullmatch(lines[last]) if last is not None else None
    if link is None or last is None:
        return body, None
    start = _notices_start(lines, last)
    notices = "\n".join(lines[start:last]).strip()
    if not notices and link["label"].casefold() not in {
        name.casefold() for name in labels
    }:
        return body, None
    rest = "\n".join(lines[:start]).rstrip()
    found = _NAMED.search(notices)
    name = (found["zh"] or found["en"]) if found else ""
    closing = Closing(
        label=link["label"].strip(),
        name=name or link["label"].strip(),
        url=link["url"],
        disclaimer=notices,
        line=start + 1,
    )
    return (f"{rest}\n" if rest else ""), closing


def _last_filled(lines: list[str], end: int) -> int | None:
    return next((n for n in range(end - 1, -1, -1) if lines[n].strip()), None)


def _notices_start(lines: list[str], link: int) -> int:
    """The line where the numbered notices above the link begin; ``link`` if there are none."""
    start = link
    above = _last_filled(lines, link)
    while above is not None and _ITEM.match(lines[above]):
        start = above
        above = _last_filled(lines, above)
    return start if _NOTICE.search("\n".join(lines[start:link])) else link
