r"""Formulas become MathML while the page is made: no script, no third party.

Delimiters are ``\( \)``, ``\[ \]`` and ``$$ $$``, and the first two with doubled
backslashes, because archives had to write them so. A single ``$`` is money.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# No formula of a news desk comes near it, and it bounds every search for a closer.
LONGEST_FORMULA = 2_000
DEEPEST_FORMULA = 40

_CLOSERS = {r"\\(": r"\\)", r"\\[": r"\\]", r"\(": r"\)", r"\[": r"\]", "$$": "$$"}
_OPENER = re.compile(r"\\\\[(\[]|\\[(\[]|\$\$")
_BLOCK_OPENER = re.compile(r"\\\\\[|\\\[|\$\$")
_ESCAPED_FOR_MARKDOWN = re.compile(r"\\([_*])|\\\\(?=\\\\)")
_GROUPING = re.compile(r"\\(?:\\|[{}]|(left|right|begin|end)(?![A-Za-z]))|[{}]")
# How many parts MathML wants; browsers draw an error for any other number.
_PARTS = dict.fromkeys(["mfrac", "mroot", "msub", "msup", "munder", "mover"], 2) | {
    "msubsup": 3,
    "munderover": 3,
}

# As typed, and what is not drawn because a single ``$`` is money.
_TYPED = re.compile(
    r"\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\]|\$\$.{1,500}?\$\$|"
    r"\$[^$\n]{0,200}\\[A-Za-z][^$\n]{0,200}\$",
    re.DOTALL,
)


def without_formulas(text: str) -> str:
    """Put an ellipsis for each formula of a plain text, or of sanitised HTML.

    For those who would read its source, which says nothing to them.
    """
    kept, end = [], 0
    while (start := text.find("<math", end)) >= 0:
        close = text.find("</math>", start)
        if close < 0:
            break
        kept += [text[end:start], "…"]
        end = close + len("</math>")
    return _TYPED.sub("…", "".join([*kept, text[end:]]))


def maths_plugin(md: MarkdownIt) -> None:
    """Read formulas before the parser's own backslash rule eats the delimiters."""
    md.inline.ruler.before("escape", "math_inline", _inline_formula)
    md.block.ruler.before(
        "fence", "math_block", _block_formula, {"alt": ["paragraph", "blockquote"]}
    )
    md.add_render_rule("math_inline", _draw_inline)
    md.add_render_rule("math_block", _draw_block)


def _inline_formula(state: StateInline, silent: bool) -> bool:
    found = _OPENER.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    closer = _CLOSERS[found[0]]
    start = found.end()
    end = state.src.find(closer, start, min(state.posMax, start + LONGEST_FORMULA))
    formula = state.src[start:end] if end >= 0 else ""
    if not formula.strip() or "\n\n" in formula:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = _as_markdown_left_it(formula, found[0])
        token.markup = found[0]
    state.pos = end + len(closer)
    return True


def _block_formula(
    state: StateBlock, start_line: int, end_line: int, silent: bool
) -> bool:
    """Take lines that hold a displayed formula alone, so ``=`` makes no heading."""
    first = state.getLines(start_line, start_line + 1, state.blkIndent, False).strip()
    found = _BLOCK_OPENER.match(first)
    if not found or state.is_code_block(start_line):
        return False
    next_line = _line_after_formula(state, start_line, end_line, found[0])
    if next_line is None:
        return False
    if not silent:
        lines = state.getLines(start_line, next_line, state.blkIndent, False).strip()
        token = state.push("math_block", "math", 0)
        formula = lines[len(found[0]) : -len(_CLOSERS[found[0]])]
        token.content = _as_markdown_left_it(formula, found[0])
        token.markup = found[0]
        token.map = [start_line, next_line]
        state.line = next_line
    return True


def _as_markdown_left_it(formula: str, opener: str) -> str:
    """Undo what an archive escaped for Markdown; its delimiters tell that it did."""
    if not opener.startswith(r"\\"):
        return formula
    return _ESCAPED_FOR_MARKDOWN.sub(r"\1", formula)


def _line_after_formula(
    state: StateBlock, start_line: int, end_line: int, opener: str
) -> int | None:
    start = state.bMarks[start_line]
    if state.src.find(_CLOSERS[opener], start, start + 2 * LONGEST_FORMULA) < 0:
        return None  # Cheap, and every line that opens a formula asks.
    length = 0
    for line in range(start_line, end_line):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return None
        text = state.src[state.bMarks[line] : state.eMarks[line]].strip()
        if line == start_line:
            text = text[len(opener) :]
        length += len(text)
        if length > LONGEST_FORMULA:
            return None
        if _CLOSERS[opener] in text:
            ends_the_line = text.find(_CLOSERS[opener]) == len(text) - len(
                _CLOSERS[opener]
            )
            return line + 1 if ends_the_line and length > 2 else None
    return None


@lru_cache(maxsize=512)
def to_mathml(formula: str, *, display: bool = False) -> str | None:
    """Typeset LaTeX, or give ``None`` where it cannot be read."""
    if not _is_balanced(formula):
        return None
    known = formula.replace("{aligned}", "{split}")  # The library knows but one.
    try:
        element = convert_to_element(known, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - the library raises IndexError and friends.
        return None
    if any(len(node) != _PARTS.get(node.tag, len(node)) for node in element.iter()):
        return None  # A fraction without its lower half, and the like.
    # The library writes character references as text and prints "<" unescaped.
    for node in element.iter():
        if node.text:
            node.text = html.unescape(node.text)
    element.set("alttext", formula)  # Plain texts say it, and no browser shows it.
    return ElementTree.tostring(element, encoding="unicode")


def _is_balanced(formula: str) -> bool:
    """Refuse what the library would guess at, and what would use up the stack."""
    depth = 0
    for found in _GROUPING.finditer(formula):
        if found[1] is None and found[0][0] == "\\":
            continue  # An escaped brace or a line break.
        depth += 1 if found[1] in {"left", "begin"} or found[0] == "{" else -1
        if not 0 <= depth <= DEEPEST_FORMULA:
            return False
    return depth == 0


def _source(token: Token) -> str:
    """Show the formula as it was typed, with the delimiters a reader knows."""
    opener = token.markup.replace("\\\\", "\\")
    source = f"{opener}{token.content}{_CLOSERS[opener]}"
    return f"<code>{html.escape(source)}</code>"


def _draw_inline(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    token = tokens[index]
    display = "(" not in token.markup
    return to_mathml(token.content.strip(), display=display) or _source(token)


def _draw_block(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    token = tokens[index]
    drawn = to_mathml(token.content.strip(), display=True) or _source(token)
    return f"<p>{drawn}</p>\n"
