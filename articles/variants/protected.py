"""What no conversion may touch in running text: addresses, and passages in Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Chinese text touches an address without a space. Punctuation ends a path; a host ends
# where its ASCII does, unless it is an internationalised one with a path behind it.
_END = r"\s\u3000<>\"'“”‘’「」『』《》（），。；：、！？…\ufdd0-\ufdd3"
_PATH = rf"[/?#][^{_END}]*"
_ASCII_HOST = r"[A-Za-z0-9.@:%_~-]+"
_HAN_HOST = r"[\w.@:%~-]+"
_WEB = re.compile(
    rf"(?:https?|ftp)://(?:{_ASCII_HOST}{_PATH}|{_HAN_HOST}{_PATH}|{_ASCII_HOST}"
    rf"|\w[\w-]*(?:\.[\w-]+)+)|www\.(?:{_ASCII_HOST})(?:{_PATH})?",
    re.IGNORECASE,
)
_BARE_PATH = re.compile(
    rf"\b(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}[A-Za-z]{{2,20}}{_PATH}", re.ASCII
)
# A mailbox is named in ASCII, or wholly in other letters: 邮箱media@… is not one name.
_MAILBOX = re.compile(r"(?:[A-Za-z0-9.!#$%&*+=^_~-]+|[\w.+-]+)\Z")
_MAIL_HOST = re.compile(
    r"@(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|\w[\w-]{0,62}(?:\.[\w-]+)+)"
)
_LONGEST_MAILBOX = 64
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
_EAST_ASIAN = re.compile(
    "[\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
# 优衣库の is Chinese with an ornament; two kana and a quarter of the passage are not.
_FEWEST_KANA = 2
_KANA_SHARE = 0.25


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of what stays as it is, in order and apart from each other."""
    spans = list(_addresses(text))
    if _KANA.search(text):
        spans += _japanese(text)
    return _apart(sorted(spans))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    # Each search costs a pass over the text; most texts hold no address at all.
    if "://" in text or "www." in text.lower():
        yield from (found.span() for found in _WEB.finditer(text))
    if "/" in text or "?" in text or "#" in text:
        yield from (found.span() for found in _BARE_PATH.finditer(text))
    if "@" in text:
        yield from _mail_addresses(text)


def _mail_addresses(text: str) -> Iterator[tuple[int, int]]:
    for host in _MAIL_HOST.finditer(text):
        before = text[max(host.start() - _LONGEST_MAILBOX, 0) : host.start()]
        if mailbox := _MAILBOX.search(before):
            yield host.start() - len(mailbox[0]), host.end()


def _japanese(text: str) -> Iterator[tuple[int, int]]:
    for passage in _EAST_ASIAN.finditer(text):
        kana = len(_KANA.findall(passage[0]))
        if kana >= _FEWEST_KANA and kana >= _KANA_SHARE * len(passage[0]):
            yield passage.span()


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            start, end = apart[-1][0], max(end, apart.pop()[1])
        apart.append((start, end))
    return apart
