"""Find what no conversion may touch in running text: addresses, Japanese passages."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

# Chinese text touches an address without a space. Punctuation ends a path; a host ends
# where its ASCII does, unless it is an internationalised one with a path behind it.
_END = r"\s\u3000<>\"'“”‘’「」『』《》（），。；：、！？…\ufdd0-\ufdd3"
# A bracket belongs to a path where it is closed there, as in …/wiki/苹果_(公司).
_PATH = rf"[/?#](?:[^{_END}()\[\]]|\([^{_END}()]*\)|\[[^{_END}\[\]]*\])*"
_ASCII_HOST = r"[A-Za-z0-9.@:%_~-]+"
# Its last part tells where a host in other letters ends, if that part is ASCII.
_OTHER_HOST = r"\w[\w-]*(?:\.[\w-]+)*\.(?:[A-Za-z]{2,20}|[\w-]+)"
# Every pattern begins with fixed characters: the search for those is what is fast.
_AFTER_SCHEME = re.compile(
    rf"://(?:{_ASCII_HOST}{_PATH}|[\w.@:%~-]+{_PATH}|{_ASCII_HOST}|{_OTHER_HOST})"
)
_WWW = re.compile(
    rf"www\.(?:{_ASCII_HOST}|{_OTHER_HOST}(?::[0-9]{{1,5}})?)(?:{_PATH})?"
)
_HOST_AND_PATH = re.compile(rf"\.[A-Za-z]{{2,20}}{_PATH}")
_PORT_AND_PATH = re.compile(rf":[0-9]{{1,5}}{_PATH}")
# 10:30/后天 and 3.5:1/后 have no host in front.
_HOST_OF_A_PORT = re.compile(r"(?:localhost|\.[A-Za-z]{2,20}|(?:[0-9]+\.){3}[0-9]+)\Z")
_ASCII_NAME = f"{string.ascii_letters}{string.digits}.!#$%*+=^_~-"
_WORD_BACKWARDS = re.compile(r"[\w.+-]+")
_MAIL_HOST = re.compile(
    r"@(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|\w[\w-]{0,62}(?:\.[\w-]+)+)"
)
_LONGEST_NAME = 64
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
# In UTF-8 they share their first byte, and one byte is what is found fast.
_MAYBE_KANA = re.compile(b"\xe3[\x81-\x83]")
_EAST_ASIAN = re.compile(
    "[\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
# 优衣库の is Chinese with an ornament; two kana and a quarter of the passage are not.
_FEWEST_KANA = 2
_KANA_SHARE = 0.25


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Find start and end of what stays as it is, in order and apart from each other."""
    spans = list(_addresses(text))
    if _MAYBE_KANA.search(text.encode("utf-8", "surrogatepass")):
        spans += _japanese(text)
    return _apart(sorted(spans))


def address_spans(text: str) -> list[tuple[int, int]]:
    """Find start and end of addresses and mailboxes, in order and apart from each other."""
    return _apart(sorted(_addresses(text)))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    if "://" in text:
        yield from _with_name_before(text, _AFTER_SCHEME)
    if "www." in text:
        yield from (found.span() for found in _WWW.finditer(text))
    if "/" in text or "?" in text or "#" in text:
        yield from _with_name_before(text, _HOST_AND_PATH)
        for start, end in _with_name_before(text, _PORT_AND_PATH):
            if _HOST_OF_A_PORT.search(text, start, text.index(":", start)):
                yield start, end
    if "@" in text:
        yield from _with_name_before(text, _MAIL_HOST)


def _with_name_before(text: str, rest: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Find what has fixed characters in its middle, then look back from there.

    The name of a scheme, a host or a mailbox is ASCII; a mailbox may be wholly in other
    letters. In 邮箱media@… the name begins with the m.
    """
    for found in rest.finditer(text):
        before = text[max(found.start() - _LONGEST_NAME, 0) : found.start()]
        length = len(before) - len(before.rstrip(_ASCII_NAME))
        if not length and rest is _MAIL_HOST:
            name = _WORD_BACKWARDS.match(before[::-1])
            length = name.end() if name else 0
        if length:
            yield found.start() - length, found.end()


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
