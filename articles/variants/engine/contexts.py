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
    """Prepare a text for ``features``: edges of clauses, digits and letters made alike."""
    return f"{_PADDING}{text.translate(_ALIKE)}{_PADDING}"


def features(
    outlined: str, at: int, word: str, offset: int, opencc: int
) -> tuple[str, ...]:
    """List what may decide the character at ``at`` of a text, which ``outline`` prepared.

    It stands in ``word`` at ``offset``; ``opencc`` is the number of OpenCC's choice for
    it there. Nothing behind the edge of its clause counts, so that a clause alone is read
    alike.
    """
    before, far_before = outlined[at + 1], outlined[at]
    after, far_after = outlined[at + 3], outlined[at + 4]
    if before == _EDGE:
        far_before = _EDGE
    if after == _EDGE:
        far_after = _EDGE
    pair = before + after
    told = (
        "",
        f"<{before}",
        f">{after}",
        f"<{far_before}{before}",
        f">{after}{far_after}",
        f"={pair}",
        f"{far_before}={pair}",
        f"={pair}{far_after}",
    )
    if len(word) == 1:
        return told
    kind = word_classes()[word]
    return (*told, f"{offset}{word}", f"{offset}/{kind}", f"/{kind}", f"@{opencc}")
