"""Find what other systems left in a text and what nobody here reads, to report it."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore

from articles.rendering.unknown_markup import report_unknown

# The place of a table of contents, alone in its paragraph: the page draws its own.
_CONTENTS = re.compile(r"(?:@?\[{1,2}_?TOC_?\]{1,2}|\$\{toc\})\s*", re.IGNORECASE)
# Kramdown's definition of an abbreviation, its end of a block and its line break, and what
# Liquid prints. A backslash of CommonMark's own breaks is followed by nothing but a line's end.
_LEFTOVER = re.compile(
    r"^[ \t]*(?P<abbreviation>\*\[[^\]\n]{1,100}\]:.*)$"
    r"|^[ \t]*(?P<end>\^)[ \t]*$"
    r"|(?P<break>\\\\)$"
    r"|(?P<output>\{\{-?\s*[A-Za-z_][^{}<>\n]{0,200}\}\})",
    re.MULTILINE,
)
_SIGNS = ("{{", "*[", "\n^", "\\\\")
_CODE = re.compile(r"`[^`]*`")


def read_leftovers(state: StateCore) -> None:
    """Core rule: take the place of a table of contents off the page, report the rest."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        if tokens[index - 1].type == "paragraph_open" and _CONTENTS.fullmatch(
            token.content
        ):
            token.content = ""
            token.hidden = tokens[index - 1].hidden = tokens[index + 1].hidden = True
        elif any(sign in token.content for sign in _SIGNS):
            for found in _LEFTOVER.finditer(_CODE.sub("", token.content)):
                # Between {% raw %} and its end, braces are meant to be read.
                if not (found["output"] and state.env.get("has_raw")):
                    report_unknown(state.env, str(found.lastgroup), found[0].strip())
