"""Take kramdown's attribute lists, ``{: #id .class key="value"}``, off the page.

One on a line alone belongs to the block that it touches, else one belongs to the link, the
picture or the emphasis before it. The sanitiser decides which attributes pass: ids and
languages do, classes and styles do not. A list after plain words, or one that cannot be
read, stays as it was typed and is reported.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from articles.rendering.headings import parse_attributes
from articles.rendering.unknown_markup import report_unknown

_LIST = re.compile(r"\{:(?![:/])([^{}\n]{0,1000})\}")
# Definitions, ``{:name: .class}``, and the names of such in a list.
_DEFINITION = re.compile(r"[\w-]+:(?=\s|\Z)")
_NAME = re.compile(r"(?:(?<=\s)|\A)[A-Za-z][\w-]*(?=\s|\Z)")
_CONTENTS = "toc"
_MAY_SAY_SOMETHING = re.compile("[.#=]")
_LINE_IN_HTML = re.compile(rf"^[ \t]*{_LIST.pattern}[ \t]*\n?", re.MULTILINE)
_CODE_IN_HTML = re.compile(r"<(?:pre|code|script|style|textarea)\b", re.IGNORECASE)
_ENDS_AN_ELEMENT = frozenset("*_`)]>~")
_LANGUAGE_CLASS = re.compile(r"(?:\A|\s)language-(\S+)")


def attribute_lists(md: MarkdownIt) -> None:
    """Add the rules. A list on its line ends a paragraph, a table and a list."""
    md.block.ruler.before(
        "table",
        "attribute_list",
        _block_list,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    md.inline.ruler.before("text", "attribute_list", _inline_list)
    md.core.ruler.after("block", "attribute_lists", _apply_block_lists)


def _block_list(
    state: StateBlock, start_line: int, end_line: int, silent: bool
) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("{:", start) or state.is_code_block(start_line):
        return False
    found = _LIST.match(state.src, start)
    if not found or state.src[found.end() : state.eMarks[start_line]].strip():
        return False
    attributes = _parse(found[1], may_name=True)
    if attributes is None:
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.meta = {
            "attributes": attributes,
            "is_contents": found[1].strip() == _CONTENTS,
            "follows": start_line > 0 and not state.isEmpty(start_line - 1),
        }
        state.line = start_line + 1
    return True


def _inline_list(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = _LIST.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    attributes = _parse(found[1], may_name=False)
    follows = not state.pos or state.src[state.pos - 1] in _ENDS_AN_ELEMENT
    if not attributes or not follows:
        if not silent and _MAY_SAY_SOMETHING.search(found[1]):
            report_unknown(state.env, found[0], found[0])
        return False
    if not silent and (element := _element_before(state)):
        _set(element, attributes)
    state.pos = found.end()
    return True


def _element_before(state: StateInline) -> Token | None:
    """Return the picture, or the opening of the link, that ends here."""
    if state.pending or not state.tokens:
        return None
    if state.tokens[-1].type == "image":
        return state.tokens[-1]
    if state.tokens[-1].type == "link_close":
        level = state.tokens[-1].level
        openings = (t for t in reversed(state.tokens) if t.type == "link_open")
        return next((token for token in openings if token.level == level), None)
    return None


def _apply_block_lists(state: StateCore) -> None:
    if "{:" not in state.src:
        return
    tokens: list[Token] = []
    opened: list[int] = []  # Where the elements around begin in ``tokens``.
    ended: dict[int, int] = {}  # Where the last block of each level began.
    waiting: dict[str, str] = {}
    for token in state.tokens:
        if token.type == "attribute_list":
            start = ended.get(token.level) if token.meta["follows"] else None
            if start is None:
                waiting = token.meta["attributes"]
            elif token.meta["is_contents"] and tokens[start].tag in {"ul", "ol"}:
                del tokens[start:]  # The page draws its own.
                del ended[token.level]
            else:
                _set(tokens[start], token.meta["attributes"])
            continue
        if token.type == "html_block" and not _CODE_IN_HTML.search(token.content):
            token.content = _LINE_IN_HTML.sub(_read_line, token.content)
        if token.nesting >= 0 and waiting:
            _set(token, waiting)
            waiting = {}
        if token.nesting > 0:
            opened.append(len(tokens))
            ended.pop(token.level + 1, None)
        elif token.nesting < 0:
            ended[token.level] = opened.pop()
        else:
            ended[token.level] = len(tokens)
        tokens.append(token)
    state.tokens = tokens


def _read_line(line: re.Match[str]) -> str:
    return line[0] if _parse(line[1], may_name=True) is None else ""


def _set(token: Token, attributes: dict[str, str]) -> None:
    language = _LANGUAGE_CLASS.search(attributes.get("class", ""))
    if token.type == "fence" and language:
        token.info = token.info.strip() or language[1]
        return
    for name, value in attributes.items():
        token.attrSet(name, value)


def _parse(source: str, *, may_name: bool) -> dict[str, str] | None:
    if may_name:
        if _DEFINITION.match(source):
            return {}
        source = _NAME.sub("", source)
    return parse_attributes(source)
