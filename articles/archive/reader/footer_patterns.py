"""The candidates for an attribution footer: source links and notices that end a body.

A candidate is a run of such lines up to the last one. Only many files that end alike show
that it is no part of the text: ``importer.footer_samples`` counts them by the pattern that
candidates have in common, and ``attribution_footer`` lifts the footer out of the body.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from articles.archive.reader.notices import is_notice
from articles.variants.engine import fold

# A longer run is no footer, and matching it would take time.
MAX_UNITS = 12
MAX_NOTICE_LENGTH = 1500

ITEM = re.compile(r"\s{0,3}\d{1,2}[.)、]\s*\S")
# An address with a space in it is none for Markdown, and was meant as one.
LONE_LINK = re.compile(
    r"\[(?P<label>[^\[\]]+)\]\(\s*+<?(?P<url>https?://(?:[^\s<>]+?"
    r"|(?:[^<>\[\]\n)\"]|\)(?!\s))*?[^<>\[\]\s\"]))>?\s*+\)\s*"
)
_TITLE = re.compile(
    r"(?:#{1,6}\s+|\*\*|__)?\s*"
    r"(?:(?:特别|特別|重要|郑重|鄭重|法律|免责|免責|版权|版權|风险|風險)?(?:声明|聲明|提示|告知)"
    r"|(?:legal |important )?(?:disclaimers?|notices?|copyright(?: notice)?|disclosures?))"
    r"\s*[:：]?\s*(?:\*\*|__|#+)?[:：]?",
    re.IGNORECASE,
)
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")

_ADDRESS = (
    r"https?://[^\s<>\])*。，；）】」』]+(?:\([^\s<>()]*\)[^\s<>\])*。，；）】」』]*)*"
)
_LINK = r"\[(?P<label>[^\[\]]+)\]\(\s*+<?(?P<linked>https?://[^\s<>]+?)>?\s*+\)"
# “The original is at …”: an address follows, whatever it is called.
_ORIGINAL = (
    r"(?:查看|阅读|閱讀|点击阅读|點擊閱讀)?(?:原文|全文)"
    r"(?:链接|連結|鏈接|地址|网址|網址|出处|出處|来源|來源)?"
    r"|(?:read|view|see) the (?:original|full)(?: \w+){0,2}?(?!\w)"
    r"|original(?:ly)?(?: (?:article|source|link|post|story|text|published|appeared))*(?!\w)"
    r"|(?:this \w+ )?(?:was )?first (?:published|appeared)(?!\w)"
)
# “This comes from …”: a name follows.
_NAMING = (
    r"(?:本文|文章|新闻|新聞|消息|资料|資料|稿件|信息|内容|內容)?"
    r"(?:来源|來源|出处|出處|转自|轉自|转载自|轉載自|摘自|原载|原載)(?:于|於|为|為|是|自)?"
    r"|sources?|via|credits?"
)
_SOURCE_LINE = re.compile(
    # Possessive, so that a line of nothing but spaces or stars costs little.
    rf"[\s>*_–—-]*+(?:(?P<original>{_ORIGINAL})(?P<at>\s+(?:at|on|in|by|from|here))?"
    rf"|(?P<naming>{_NAMING})(?=[\s*_]*[:：]))[\s*_]*+[:：]?+[\s*_]*+"
    r"(?P<name>[^\s，。；;：:<>\[\]()（）!！?？][^，。；;：:<>\[\]()（）!！?？]{0,39}?)?"
    rf"[\s,，:：|]*+(?:{_LINK}|<?(?P<bare>{_ADDRESS})>?)?[\s*_.。]*+",
    re.IGNORECASE,
)
# Between the names of a provenance line that names several; 和讯 is one.
_AND = re.compile(r"[,、;/|+]| (?:and|or|&) |\b\w+(?:和|与|與|及)\w", re.IGNORECASE)
_BARE = re.compile(rf"\s*<?(?P<url>{_ADDRESS})>?\s*")
_IS_ORIGINAL = re.compile(_ORIGINAL, re.IGNORECASE)
# Labels of a lone link that leads on or advertises, and not to the original.
_LEADS_ON = re.compile(
    r"\W*(?:(?:read|see|learn|find|click|sign|more|next|prev\w*|back|home|top|share|"
    r"follow|join|subscribe|download|contact|about|donate|register|buy)\b"
    r"|更多|阅读更多|閱讀更多|上一|下一|返回|首页|首頁|订阅|訂閱|关注|關注|分享|下载|下載|"
    r"扫码|掃碼|加入|点击|點擊|开户|開戶|广告|廣告).*",
    re.IGNORECASE,
)
# Sites that show something within a text: no text is taken over from them.
_SHOWS = re.compile(
    r"(?:.*\.)?(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|twitter\.com|x\.com|"
    r"instagram\.com|facebook\.com|github\.com|t\.me|wikipedia\.org)"
)
_IS_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|mp4|pdf)\Z", re.IGNORECASE)
_URL = re.compile(_ADDRESS)
_HOST = re.compile(
    r"https?://(?:[^/?#@\s]*@)?(?:www\.)?([\w.-]{1,253})(?![\w.-])", re.I
)


class UnitKind(Enum):
    SOURCE = "names the source or the original's address"
    NOTICE = "has the words of a notice"
    TITLE = "is a notice's heading"
    ITEM = "is numbered, without the words of a notice"
    RULE = "is a line across"
    OTHER = "is text"


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or a line of one with a meaning of its own; ``start`` counts from 0.

    A source link ``is_lone`` if no word says that it is one.
    """

    start: int
    text: str
    kind: UnitKind
    name: str = ""
    url: str = ""
    is_lone: bool = False

    @property
    def is_item(self) -> bool:
        return ITEM.match(self.text) is not None

    @property
    def pattern(self) -> str:
        """The text as other files have it: hosts for addresses, both scripts as one."""
        if self.url and not self.name and (lead := _lead(self.text)):
            return pattern_of(f"{lead} {_host_alone(self.url)}")
        text = (
            self.text.replace(self.url, _host_alone(self.url))
            if self.url
            else self.text
        )
        return pattern_of(text)


@dataclass(frozen=True)
class FooterCandidate:
    """The last units of a body, top first; one at least is a source line or notice."""

    units: tuple[Unit, ...]

    @property
    def start(self) -> int:
        return self.units[0].start

    @property
    def pattern(self) -> str:
        return "\n".join(unit.pattern for unit in self.units)

    @property
    def digest(self) -> str:
        return digest_of(self.pattern)

    @property
    def is_lone(self) -> bool:
        """True if only its address can show that it is no link of the text."""
        return all(unit.is_lone or unit.kind is UnitKind.RULE for unit in self.units)

    @property
    def url(self) -> str:
        """The address of the original; no candidate holds two."""
        return next((unit.url for unit in self.units if unit.url), "")

    @property
    def label(self) -> str:
        """The label of a lone link."""
        return next((unit.name for unit in self.units if unit.is_lone), "")

    @property
    def name(self) -> str:
        """The source that a line names in words; no candidate names two."""
        named = (unit.name for unit in self.units if unit.name and not unit.is_lone)
        return next(named, "")

    @property
    def notices(self) -> str:
        """The notices as written, without rules and source lines."""
        kept = [u for u in self.units if u.kind not in {UnitKind.SOURCE, UnitKind.RULE}]
        return "\n\n".join(unit.text.strip("\n") for unit in kept)


def host_of(url: str) -> str:
    """Return the host of an address without ``www.``; empty if there is none."""
    found = _HOST.match(url)
    return found[1].lower() if found else ""


@lru_cache(2048)
def pattern_of(text: str) -> str:
    """Return the pattern of lines: blank ones dropped, hosts for addresses, one script."""
    lines = (
        fold(line)
        for line in _URL.sub(lambda found: _host_alone(found[0]), text).split("\n")
    )
    return "\n".join(filter(None, lines))


@lru_cache(2048)
def digest_of(pattern: str) -> str:
    """Return the key of a pattern in the database: 32 hexadecimal digits."""
    return hashlib.sha256(pattern.encode("utf-8", "replace")).hexdigest()[:32]


def footer_candidates(lines: list[str]) -> list[FooterCandidate]:
    """Return the candidates for a footer at the end of these lines, the longest first."""
    units = _last_units(lines)
    return [
        FooterCandidate(tuple(units[n:]))
        for n in range(len(units))
        if n == 0 or not _belongs_above(units[n - 1], units[n])
    ]


def _belongs_above(above: Unit, unit: Unit) -> bool:
    """Tell whether the two are one notice, which is lifted whole or not at all."""
    return above.kind is UnitKind.TITLE or (above.is_item and unit.is_item)


def _last_units(lines: list[str]) -> list[Unit]:
    """Return the units at the end that are notices and source lines, top first."""
    kept: list[Unit] = []
    waiting: list[Unit] = []  # Part of a notice if one begins above them.
    for unit in _upwards(lines):
        kind = unit.kind
        is_numbered = unit.is_item and all(below.is_item for below in waiting)
        if (kind is UnitKind.TITLE or kind is UnitKind.RULE) and not (kept or waiting):
            break  # Nothing stands below it.
        if kind is UnitKind.TITLE or (
            kind is UnitKind.NOTICE and (is_numbered or not waiting)
        ):
            kept += [*waiting, unit]
            waiting = []
        elif kind is UnitKind.ITEM and is_numbered:
            waiting.append(unit)
            if len(waiting) == 1 and kept and kept[-1].is_item:
                kept.append(waiting.pop())
        elif (
            kind is UnitKind.OTHER
            and not waiting
            and len(unit.text) < MAX_NOTICE_LENGTH
        ):
            waiting.append(unit)
        elif waiting or kind is UnitKind.OTHER:
            break
        elif any(_repeats(unit, below) for below in kept):
            if unit.is_lone and all(below.is_lone for below in kept):
                return []  # A list of links.
            break
        else:
            kept.append(unit)
        if len(kept) + len(waiting) > MAX_UNITS:
            break
    return kept[::-1]


def _repeats(unit: Unit, below: Unit) -> bool:
    """Tell whether both have an address, or both name a source: no footer has two."""
    are_named = unit.name and below.name and not (unit.is_lone or below.is_lone)
    return bool((unit.url and below.url) or are_named)


def _upwards(lines: list[str]) -> Iterator[Unit]:
    """Yield the units from the last one upwards."""
    end = len(lines)
    while end:
        if not lines[end - 1].strip():
            end -= 1
            continue
        start, length = end - 1, len(lines[end - 1])
        if not _stands_alone(lines[start]):
            while start and _goes_on(lines, start) and length < MAX_NOTICE_LENGTH:
                start -= 1
                length += len(lines[start])
        yield _unit(lines, start, end)
        end = start


def _goes_on(lines: list[str], start: int) -> bool:
    """Tell whether the line above belongs to the paragraph of this one."""
    above = lines[start - 1]
    return (
        bool(above.strip())
        and not ITEM.match(lines[start])
        and not _stands_alone(above)
    )


def _stands_alone(line: str) -> bool:
    return _source_unit(line) is not None or _is_title(line)


def _is_title(line: str) -> bool:
    return len(line) < 50 and _TITLE.fullmatch(line.strip()) is not None


def _unit(lines: list[str], start: int, end: int) -> Unit:
    text = "\n".join(lines[start:end])
    is_line, above = end - start == 1, lines[start - 1] if start else ""
    is_first = not above.strip()
    source = _source_unit(text) if is_line else None
    if source and (source.url or not _follows_picture(lines, start)):
        # Right below text a link is the text's last line; below a notice, the notice's.
        is_apart = is_first or ITEM.match(above) or is_notice(above)
        is_text = source.is_lone and not is_apart
        return (
            Unit(start, text, UnitKind.OTHER)
            if is_text
            else replace(source, start=start)
        )
    if is_line and is_first and _RULE.fullmatch(text):
        return Unit(start, text, UnitKind.RULE)
    if is_line and _is_title(text):
        return Unit(start, text, UnitKind.TITLE)
    if "![" in text or len(text) >= MAX_NOTICE_LENGTH:
        return Unit(start, text, UnitKind.OTHER)
    if is_notice(text):
        return Unit(start, text, UnitKind.NOTICE)
    return Unit(start, text, UnitKind.ITEM if ITEM.match(text) else UnitKind.OTHER)


def _follows_picture(lines: list[str], start: int) -> bool:
    """Tell whether a picture stands above: a name below it is the picture's source."""
    above = next((n for n in range(start - 1, -1, -1) if lines[n].strip()), None)
    return above is not None and "![" in lines[above]


def name_above(lines: list[str], link: int) -> str:
    """Return the source that the line directly above a closing link names, such as
    ``来源：海岳财经``; empty if it names none."""
    above = next((n for n in range(link - 1, -1, -1) if lines[n].strip()), None)
    unit = _source_unit(lines[above]) if above is not None else None
    if above is None or unit is None or unit.url or _follows_picture(lines, above):
        return ""
    return unit.name


@lru_cache(64)
def _source_unit(line: str) -> Unit | None:
    if "http" in line and (found := LONE_LINK.fullmatch(line) or _BARE.fullmatch(line)):
        label = found.groupdict().get("label", "").strip()
        return _lone_unit(line, label, found["url"])
    found = _SOURCE_LINE.fullmatch(line) if len(line) < MAX_NOTICE_LENGTH * 3 else None
    if found is None:
        return None
    url = found["linked"] or found["bare"] or ""
    name = (found["name"] or "").strip(" *_")
    if found["original"]:
        if not url and not (name and found["at"]):
            return None
        name = name if found["at"] else ""
    elif found["label"] and not name and not _IS_ORIGINAL.fullmatch(found["label"]):
        name = found["label"].strip()
    elif not url and _AND.search(name):
        return None  # Where its figures come from, which is content.
    return Unit(0, line, UnitKind.SOURCE, name, url) if url or name else None


def _lone_unit(line: str, label: str, url: str) -> Unit | None:
    """Return a link and nothing else, labelled with the source's name or “original”."""
    host = host_of(url)
    if _IS_ORIGINAL.fullmatch(label):
        return Unit(0, line, UnitKind.SOURCE, "", url)
    if not host or _LEADS_ON.fullmatch(label) or _SHOWS.fullmatch(host):
        return None
    if _IS_PICTURE.search(url):
        return None
    return Unit(0, line, UnitKind.SOURCE, label, url, is_lone=True)


def _lead(line: str) -> str:
    """Return the text before the address of a source line."""
    return re.split(r"\[|<?https?://", line, maxsplit=1)[0].strip(" *_>:：\t")


def _host_alone(url: str) -> str:
    return f"https://{host_of(url)}/"
