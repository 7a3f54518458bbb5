r"""The mark-up for Chinese variants passes through Markdown as it was typed.

``articles.variants`` resolves it in the finished HTML, when somebody reads a variant.
Here only its own characters are kept from Markdown: ``-{`` and ``}-``, a whole rule
such as ``-{zh-hans:…; zh-hant-tw:…}-``, and the backslash of ``\-{``. What is left alone
may hold emphasis and links. Code never comes here.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from articles.variants.engine import end_of_rule

_ESCAPED, _OPENING, _CLOSING = "\\-{", "-{", "}-"


def variant_marks_plugin(md: MarkdownIt) -> None:
    """Read marks before the parser's own backslash rule eats the escape."""
    md.inline.ruler.before("escape", "variant_mark", _mark)


def _mark(state: StateInline, silent: bool) -> bool:
    text = next(
        (
            characters
            for characters in (_ESCAPED, _OPENING, _CLOSING)
            if state.src.startswith(characters, state.pos)
        ),
        "",
    )
    if not text:
        return False
    if text == _OPENING and (end := end_of_rule(state.src, state.pos)):
        text = state.src[state.pos : end]
    if not silent:
        # No later rule looks into special text: dashes and quotes stay as typed.
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = text, text, "variant_mark"
    state.pos += len(text)
    return True
