"""Conversion of fields: titles, leads, summaries, names, captions as plain text."""

from __future__ import annotations

from dataclasses import dataclass

from articles.variants.engine.fixed_spans import Conversion, Reason
from articles.variants.engine.pipeline import Piece, convert, tame


@dataclass(frozen=True)
class TextChange:
    """What a reader sees differently from what was written, and why.

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
    tamed, strange = tame(text)
    return convert(tamed, conversion, strange=strange).text


def changes(text: str, conversion: Conversion) -> list[TextChange]:
    """Say what ``convert_text`` changes, in order; the rest is printed as it stands."""
    tamed, strange = tame(text)
    converted = convert(tamed, conversion, strange=strange)
    return [change_of(piece, text) for piece in converted.pieces() if piece.reason]


def change_of(piece: Piece, source: str) -> TextChange:
    """Name a piece that changed; one without a reason did not."""
    words = source[piece.start : piece.end]
    reason = piece.reason or Reason.PROTECTED
    return TextChange(piece.start, piece.end, words, piece.printed, reason)
