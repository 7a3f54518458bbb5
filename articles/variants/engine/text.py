"""Convert fields: titles, leads, summaries, names, captions as plain text."""

from __future__ import annotations

from dataclasses import dataclass

from articles.variants.engine.fixed_spans import Conversion, Reason
from articles.variants.engine.pipeline import Piece, convert_plain


@dataclass(frozen=True)
class TextChange:
    """A stretch that readers see differently from what was written, and why.

    ``start`` and ``end`` count characters of the source.
    """

    start: int
    end: int
    source: str
    printed: str
    reason: Reason


def convert_text(text: str, conversion: Conversion) -> str:
    """Convert plain text. It never raises, and without a change gives ``text``.

    Always give it the original: a conversion of a conversion loses distinctions.
    """
    return convert_plain(text, conversion).text


def text_changes(text: str, conversion: Conversion) -> list[TextChange]:
    """List what ``convert_text`` changes, in order; the rest is printed as it stands."""
    pieces = convert_plain(text, conversion).pieces()
    return [change_of(piece, text) for piece in pieces if piece.reason]


def change_of(piece: Piece, source: str) -> TextChange:
    """Describe a piece of the source that changed."""
    words = source[piece.start : piece.end]
    reason = piece.reason or Reason.PROTECTED
    return TextChange(piece.start, piece.end, words, piece.printed, reason)
