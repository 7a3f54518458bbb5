"""Describe what stands around an ambiguous character, for ``learned`` to decide by."""

from __future__ import annotations

from articles.variants.engine.words import word_classes

_EDGE = "^"
_DIGIT = "0"
_LETTER = "a"
_PADDING = _EDGE * 2


def _alike() -> dict[int, str]:
    """Map characters that say nothing by themselves to one for their kind."""
    edges = (
        "，。！？；：、,.!?;:·…—|/&<>\"'()（）[]【】{}《》〈〉「」『』“”‘’\n\t \u3000"
    )
    table = {ord(char): _EDGE for char in edges}
    # Between blocks, and where code or an unknown character stands: see placeholders.
    table |= dict.fromkeys((*range(0xFDD0, 0xFDD6), 0xFFFC), _EDGE)
    table |= {ord(char): _DIGIT for char in "0123456789０１２３４５６７８９"}
    letters = "abcdefghijklmnopqrstuvwxyz"
    return table | {ord(char): _LETTER for char in letters + letters.upper()}


_ALIKE = _alike()


def outline(text: str) -> str:
    """Prepare a text for ``around``: edges of clauses, digits and letters made alike."""
    return f"{_PADDING}{text.translate(_ALIKE)}{_PADDING}"


def around(outlined: str, at: int) -> tuple[str, ...]:
    """List what stands around the character at ``at`` of a text, which was outlined.

    Nothing behind the edge of its clause counts, so that a clause alone is read alike.
    """
    far_before, before = outlined[at], outlined[at + 1]
    after, far_after = outlined[at + 3], outlined[at + 4]
    if before == _EDGE:
        far_before = _EDGE
    if after == _EDGE:
        far_after = _EDGE
    pair = f"={before}{after}"
    return (
        f"<{before}",
        f">{after}",
        f"<{far_before}{before}",
        f">{after}{far_after}",
        pair,
        far_before + pair,
        pair + far_after,
    )


def within(word: str, offset: int, opencc: int) -> tuple[str, ...]:
    """List what the word says about its character at ``offset``.

    ``opencc`` is the number of OpenCC's choice for it in this word. The first feature is
    there always: it counts how frequent a choice is.
    """
    if len(word) == 1:
        return ("",)
    kind = word_classes()[word]
    return ("", f"{offset}{word}", f"{offset}/{kind}", f"/{kind}", f"@{opencc}")
