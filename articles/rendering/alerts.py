"""Turn GitHub's alerts, quotations that begin with ``[!TIP]``, into labelled asides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from django.utils.translation import gettext_lazy, override
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from articles.choices import Variant
from articles.rendering.unknown_markup import report_unknown

# The sign folds an alert under Hugo and in Obsidian; here it is open.
_MARKER = re.compile(r"\[!([A-Za-z][\w-]{0,30})\][-+]?(?=\s|\Z)[ \t]*")
_LABELS = {
    "note": gettext_lazy("Note"),
    "tip": gettext_lazy("Tip"),
    "important": gettext_lazy("Important"),
    "warning": gettext_lazy("Warning"),
    "caution": gettext_lazy("Caution"),
}
_INTERFACES = {variant.language: variant.interface for variant in Variant}


def read_alerts(state: StateCore) -> None:
    """Core rule: make asides of quotations; one of an unknown kind stays, and is reported.

    ``env["language"]`` is that of the text, and so of the label.
    """
    if "[!" not in state.src:
        return
    tokens: list[Token] = []
    are_alerts: list[bool] = []  # Of the quotations that are open.
    stream = iter(range(len(state.tokens)))
    for index in stream:
        token = state.tokens[index]
        tokens.append(token)
        if token.type == "blockquote_open":
            following = state.tokens[index + 1 : index + 5]
            kind, words = _read_marker(following, state.env)
            are_alerts.append(bool(kind))
            if kind:
                token.tag = "aside"
                token.attrs = {"class": f"alert alert--{kind}", "role": "note"}
                tokens += _label(kind, state.env, token.level + 1)
                tokens += _paragraphs(words, token.level + 1)
                for _ in range(3):  # The paragraph that the marker stood in.
                    next(stream)
        elif token.type == "blockquote_close" and are_alerts.pop():
            token.tag = "aside"
    state.tokens = tokens


def _read_marker(
    following: list[Token], env: MutableMapping[str, Any]
) -> tuple[str, list[str]]:
    """Return an alert's kind and the words of its first paragraph.

    A title on the marker's line is a paragraph of its own.
    """
    nothing = "", list[str]()
    if following[0].type != "paragraph_open":
        return nothing
    found = _MARKER.match(following[1].content)
    if not found:
        return nothing
    title, _, rest = following[1].content[found.end() :].partition("\n")
    words = [text.strip() for text in (title, rest) if text.strip()]
    if not words and following[3].type == "blockquote_close":
        return nothing
    if (kind := found[1].lower()) not in _LABELS:
        report_unknown(env, kind, f"[!{found[1]}]")
        return nothing
    return kind, words


def _label(kind: str, env: MutableMapping[str, Any], level: int) -> list[Token]:
    with override(_INTERFACES.get(env.get("language", ""), "en")):
        label, *rest = _paragraphs([str(_LABELS[kind])], level)
    label.attrSet("class", "alert__label")
    return [label, *rest]


def _paragraphs(texts: Iterable[str], level: int) -> Iterator[Token]:
    for text in texts:
        yield Token("paragraph_open", "p", 1, level=level, block=True)
        yield Token(
            "inline", "", 0, content=text, children=[], level=level + 1, block=True
        )
        yield Token("paragraph_close", "p", -1, level=level, block=True)
