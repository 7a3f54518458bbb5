"""Describe what stands around an ambiguous character, for ``learned`` to decide by."""

from __future__ import annotations

from articles.variants.engine.words import word_classes

_EDGE = "^"
_DIGIT = "0"
_LETTER = "a"


def _alike() -> dict[str, str]:
    """Map characters that say nothing by themselves to one for their kind."""
    edges = (
        "，。！？；：、,.!?;:·…—|/&<>\"'()（）[]【】{}《》〈〉「」『』“”‘’\n\t \u3000"
    )
    alike = dict.fromkeys(edges, _EDGE)
    # Between blocks, and where code or an unknown character stands: see placeholders.
    alike |= dict.fromkeys(map(chr, (*range(0xFDD0, 0xFDD6), 0xFFFC)), _EDGE)
    alike |= dict.fromkeys("0123456789０１２３４５６７８９", _DIGIT)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return alike | dict.fromkeys(letters + letters.upper(), _LETTER)


_kind = _alike().get


def around(text: str, at: int) -> tuple[str, ...]:
    """List what stands around the character at ``at`` of a text.

    Nothing behind the edge of its clause counts, so that a clause alone is read alike.
    """
    before = after = far_before = far_after = _EDGE
    if at:
        before = _kind(char := text[at - 1], char)
        if at > 1 and before != _EDGE:
            far_before = _kind(char := text[at - 2], char)
    if at + 1 < len(text):
        after = _kind(char := text[at + 1], char)
        if at + 2 < len(text) and after != _EDGE:
            far_after = _kind(char := text[at + 2], char)
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
