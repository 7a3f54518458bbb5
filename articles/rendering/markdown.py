"""Markdown to HTML as Hugo's Goldmark makes it. The result is not yet safe to show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from articles.rendering.alerts import read_alerts
from articles.rendering.attribute_lists import attribute_lists
from articles.rendering.emphasis import chinese_emphasis
from articles.rendering.excerpts import MORE, mark_where_the_excerpt_ends
from articles.rendering.footnotes import goldmark_footnotes
from articles.rendering.headings import give_headings_ids, read_heading_attributes
from articles.rendering.leftovers import read_leftovers
from articles.rendering.links import (
    BRACKET_BUDGET,
    limit_bracket_search,
    linkify_plugin,
)
from articles.rendering.maths import maths_plugin
from articles.rendering.plain_text import readable
from articles.rendering.shortcodes import place_shortcodes, take_out
from articles.rendering.typography import break_lines, join_han_lines, set_dashes
from articles.rendering.variant_marks import variant_marks_plugin

# Blocks inside blocks: deeper ones are kept as text. Each level costs the parser
# a pass over the lines and some of Python's stack.
DEEPEST_BLOCK = 60
_OPTIONS = {
    "maxNesting": 100,
    "xhtmlOut": False,
    "tasklists": True,
}


def parse(
    body: str,
    env: dict[str, Any],
    *,
    math: bool = False,
    hard_wraps: bool = False,
    typographer: bool = True,
) -> list[Token]:
    """Read Markdown into tokens; ``env`` receives headings, references, shortcodes.

    ``env["language"]``, if set, is the language of the text, and ``env["treatment_of"]``
    tells what the desk chose for a shortcode that is not known.
    """
    env["bracket_budget"] = BRACKET_BUDGET + 5 * len(body)
    text = take_out(readable(body), env, _draw_line)
    return _parser(math, hard_wraps, typographer).parse(text, env)


def _draw_line(markdown: str) -> str:
    return str(_parser(False).renderInline(markdown, {}))


def draw(tokens: Sequence[Token], env: dict[str, Any]) -> str:
    """Write tokens as HTML, raw HTML included."""
    parser = _parser(True)  # It can draw formulas; the other meets none.
    return str(parser.renderer.render(tokens, parser.options, env))


def to_html(body: str, *, math: bool = False) -> str:
    """Render as Hugo would, before the sanitiser. Never show this to a reader."""
    env: dict[str, Any] = {}
    return draw(parse(body, env, math=math), env)


@cache
def _parser(
    math: bool, hard_wraps: bool = False, typographer: bool = True
) -> MarkdownIt:
    md = MarkdownIt("commonmark", _OPTIONS)
    md.enable(["table", "strikethrough"])
    md.use(chinese_emphasis)
    md.use(goldmark_footnotes)
    md.use(deflist_plugin)
    md.use(linkify_plugin)
    md.use(limit_bracket_search)
    md.use(variant_marks_plugin)
    if math:
        md.use(maths_plugin)
    md.use(attribute_lists)
    md.block.ruler.before("table", "too_deep", _too_deep)
    md.core.ruler.after("inline", "more_marker", mark_where_the_excerpt_ends)
    md.core.ruler.after("block", "cell_alignment", _align_cells)
    md.core.ruler.before("inline", "heading_attributes", read_heading_attributes)
    md.core.ruler.before("inline", "alerts", read_alerts)
    md.core.ruler.before("inline", "leftovers", read_leftovers)
    if typographer:
        md.core.ruler.after("inline", "dashes", set_dashes)
    md.core.ruler.after("inline", "shortcodes", place_shortcodes)
    md.core.ruler.push("han_lines", break_lines if hard_wraps else join_han_lines)
    md.core.ruler.push("heading_ids", give_headings_ids)
    md.add_render_rule("s_open", _deleted)
    md.add_render_rule("s_close", _deleted)
    md.add_render_rule(MORE, lambda *_: "")
    return md


def _too_deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Print the rest as one paragraph; the parser alone would leave it out."""
    if state.level < DEEPEST_BLOCK or silent:
        return False
    text = state.getLines(start_line, end_line, state.blkIndent, False).strip()
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = "", [start_line, end_line], []
    words = Token("text", "", 0, content=text)
    token.children.append(words)
    state.push("paragraph_close", "p", -1)
    state.line = end_line
    return True


def _align_cells(state: StateCore) -> None:
    """Say alignment without ``style``, which the site's content policy forbids."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            style = str(token.attrs.pop("style"))
            token.attrSet("align", style.removeprefix("text-align:"))


def _deleted(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return "<del>" if tokens[index].nesting == 1 else "</del>"
