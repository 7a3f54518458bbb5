"""Bare addresses become links, and addresses are escaped, as in Goldmark.

Goldmark knows addresses of ASCII between spaces. Here an address may also touch Chinese:
it begins right after a character of it, and its path may hold such characters where a
part of it begins (``/新闻``, ``?q=新闻``) or where more of it follows (``/2024年报.pdf``). A
path that ends in a letter or digit ends there: ``https://a.example/x查看`` is a link and a
verb.
"""

from __future__ import annotations

import re
from types import ModuleType, SimpleNamespace
from typing import cast
from urllib.parse import quote_plus

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

from articles.rendering.scripts import HAN_RANGES

# Neither ASCII nor punctuation; of alphabets with cases, where a word just goes on.
_LETTER = r"[^\W\x00-\x7f]"
_CASED = "\u00c0-\u024f\u0370-\u052f"
_PATH = (
    rf"(?:[-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{{}}\[\]`{_CASED}]"
    rf"|(?<=[-/=#?&_+]){_LETTER}+"
    rf"|{_LETTER}+(?=[-/=#?&_+][a-zA-Z0-9]|[-=_]{_LETTER}"
    r"|\.[a-z0-9]{2,5}(?![a-zA-Z0-9])))*"
)
_HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
_WEB = re.compile(
    rf"(?:(?:https?|ftp)://{_HOST}(?::\d+)?|www\.{_HOST})(?:[/#?]{_PATH})?"
)
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_MAIL_NAME = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
_MAIL = re.compile(rf"(?![!-/:-@\[-`{{-~]){_MAIL_NAME}{_LABEL}(?:\.{_LABEL})*")
_ENTITY_AT_END = re.compile(r"&[a-zA-Z0-9]+;\Z")

# An address counts only at the start of a line, after one of these, or after Chinese.
_BEFORE = frozenset(" \t\n*_~(")
_CHINESE = f"{HAN_RANGES}“”‘’—…·"
_AFTER_CHINESE = re.compile(f"[{_CHINESE}]:?\\Z")
# “1000@48.5” is a price. Between spaces Hugo takes it for an address, so we do too.
_NAMED_HOST = re.compile(r"\.[a-zA-Z]{2,}\Z")

# Where the text rule must stop: the parser's own characters, and the start of
# anything that may be an address.
_STOP = re.compile(
    r"[\n!#$%&*+\-:<=>@\[\\\]^_`{}~]"
    rf"|(?=[a-zA-Z0-9])(?<=[ \t*_~({_CHINESE}])(?=(?:https?|ftp)://|www\.|{_MAIL_NAME})"
)
BRACKET_BUDGET = 20_000
_UNESCAPED = "!#$&'()*+,-./:;=?@_~"
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9!#$&'()*+,\-./:;=?@_~]+")


def escape_address(address: str) -> str:
    """Percent-encode an address, leaving what is already encoded."""
    return _ESCAPE.sub(_escape_part, address)


def _escape_part(part: re.Match[str]) -> str:
    if part[0][0] == "%" and len(part[0]) == 3 and part[0][1:].isalnum():
        return part[0]
    return quote_plus(part[0], safe=_UNESCAPED).replace("+", "%20")


def linkify_plugin(md: MarkdownIt) -> None:
    """Teach the parser bare addresses. ``www.`` and mail need no protocol."""
    md.inline.terminator_re = _STOP
    md.inline.ruler.before("text", "bare_address", _bare_address)
    md.normalizeLink = escape_address  # type: ignore[method-assign,assignment]
    md.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    # Refusing a link here would print its Markdown; the sanitiser keeps its words.
    md.validateLink = lambda url: True  # type: ignore[method-assign]


def limit_bracket_search(md: MarkdownIt) -> None:
    """Give every text a budget for matching brackets, so unclosed ones cost little.

    For each "[" the parser looks through the rest of the paragraph; 200 kB of them
    took half a minute. An honest text spends a step or two per character. When the
    budget is gone, the brackets that are left stay as typed.
    """
    md.helpers = cast(
        ModuleType,
        SimpleNamespace(
            parseLinkLabel=_find_label_end,
            parseLinkDestination=helpers.parseLinkDestination,
            parseLinkTitle=helpers.parseLinkTitle,
        ),
    )


def _find_label_end(state: StateInline, start: int, disableNested: bool = False) -> int:
    """Find the "]" that closes a label, or -1. Keeps to the parser's own signature."""
    env = state.env
    budget: int = env.setdefault("bracket_budget", BRACKET_BUDGET)
    before, state.pos = state.pos, start + 1
    depth = 1
    end = -1
    while state.pos < state.posMax and budget > 0:
        budget -= 1
        marker, at = state.src[state.pos], state.pos
        if marker == "]":
            depth -= 1
            if not depth:
                end = at
                break
        env["bracket_budget"] = budget
        state.md.inline.skipToken(state)
        budget = env["bracket_budget"]  # A label inside spent from it too.
        if marker == "[":
            if state.pos == at + 1:
                depth += 1
            elif disableNested:
                break
    env["bracket_budget"] = budget
    state.pos = before
    return end


def _bare_address(state: StateInline, silent: bool) -> bool:
    if not state.src[state.pos].isalnum():
        return False
    touches = bool(state.pos) and state.src[state.pos - 1] not in _BEFORE
    if state.linkLevel or (touches and not _comes_after_chinese(state)):
        return False
    text = _web_address(state) or _mail_address(state)
    if not text or (touches and "@" in text and not _NAMED_HOST.search(text)):
        return False
    if not silent:
        target = text
        if text.startswith("www."):
            target = f"http://{text}"
        elif not _WEB.match(text):
            target = f"mailto:{text}"
        _push_link(state, target, text)
    state.pos += len(text)
    return True


def _comes_after_chinese(state: StateInline) -> bool:
    before = state.src[max(0, state.pos - 2) : state.pos]
    return _AFTER_CHINESE.search(before) is not None


def _web_address(state: StateInline) -> str:
    found = _WEB.match(state.src, state.pos, state.posMax)
    return _without_trailing_punctuation(found[0]) if found else ""


def _mail_address(state: StateInline) -> str:
    found = _MAIL.match(state.src, state.pos, state.posMax)
    if not found or "." not in found[0].partition("@")[2]:
        return ""
    following = state.src[found.end() : found.end() + 1]
    return "" if following in {"-", "_"} else found[0]


def _without_trailing_punctuation(address: str) -> str:
    if address.endswith(")"):
        surplus = address.count(")") - address.count("(")
        if surplus > 0:
            address = address[:-surplus]
    elif address.endswith(";"):
        address = _ENTITY_AT_END.sub("", address)
    return address.rstrip("?!.,:*_~")


def _push_link(state: StateInline, target: str, text: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(target)}
    opening.markup, opening.info = "linkify", "auto"
    state.push("text", "", 0).content = text
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "linkify", "auto"
