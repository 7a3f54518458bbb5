"""Bare addresses become links, and addresses are escaped, exactly as in Goldmark."""

from __future__ import annotations

import re
from types import ModuleType, SimpleNamespace
from typing import cast
from urllib.parse import quote_plus

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

_PATH = r"[-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{}\[\]`]*"
_HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
_WEB = re.compile(
    rf"(?:(?:https?|ftp)://{_HOST}(?::\d+)?|www\.{_HOST})(?:[/#?]{_PATH})?"
)
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_MAIL_NAME = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
_MAIL = re.compile(rf"(?![!-/:-@\[-`{{-~]){_MAIL_NAME}{_LABEL}(?:\.{_LABEL})*")
_ENTITY_AT_END = re.compile(r"&[a-zA-Z0-9]+;\Z")

# An address counts only at the start of a line or after one of these: in Chinese
# text the words before it often touch it, and Hugo leaves such an address as text.
_BEFORE = frozenset(" \t\n*_~(")

# Where the text rule must stop: the parser's own characters, and the start of
# anything that may be an address.
_STOP = re.compile(
    r"[\n!#$%&*+\-:<=>@\[\\\]^_`{}~]"
    rf"|(?<=[ \t*_~(])(?=(?:https?|ftp)://|www\.|{_MAIL_NAME})"
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
    if state.linkLevel or (state.pos and state.src[state.pos - 1] not in _BEFORE):
        return False
    text = _web_address(state) or _mail_address(state)
    if not text:
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
