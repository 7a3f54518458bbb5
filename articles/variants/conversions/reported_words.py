"""Find which word of a passage a reader means, and what the reader would rather read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.choices import Language
from articles.variants.engine import fold_han, misplaced, word_around, words_touched

# Behind these a reader writes what should stand there: 應作…, 应该是…, → …, 「…
_SUGGESTED = re.compile(
    r"(?:^|\n|[應应][該该当當]?[作為为是用寫写]|[該该][作為为是用寫写]|改[成為为用作]|"
    r"[→:：「『“\"'])\s*"
)
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class ReportedWord:
    """The word at ``start:end`` of a sentence, and what a reader would print there.

    ``preferred`` is as long as the word, and the word itself where no reader says more.
    """

    start: int
    end: int
    preferred: str


def reported_word(
    sentence: str, start: int, end: int, note: str, language: Language
) -> ReportedWord | None:
    """Find the word of the passage at ``start:end`` that the note gives in other letters.

    None where it gives none: then nothing tells which word is meant.
    """
    for at in range(start, end):
        if char := _other_form(sentence[at], note, language):
            first, last = word_around(sentence, at, at + 1, language)
            word = sentence[first:last]
            preferred = f"{word[: at - first]}{char}{word[at - first + 1 :]}"
            return ReportedWord(first, last, preferred)
    for first, last in words_touched(sentence, start, end, language):
        word = sentence[first:last]
        for suggested in _SUGGESTED.finditer(note):
            other = note[suggested.end() :][: len(word)]
            if other != word and _is_like(other, word):
                return ReportedWord(first, last, other)
    return None


def _other_form(char: str, note: str, language: Language) -> str:
    """Find a character of the note that is another form of this one."""
    key = fold_han(char)
    others = (other for other in note if other != char and fold_han(other) == key)
    # Who writes the whole note in the other script corrects nothing by that.
    is_in_other_script = bool(misplaced(note, language))
    return next(
        (
            other
            for other in others
            if not misplaced(other, language)
            and not (is_in_other_script and other == key)
        ),
        "",
    )


def _is_like(other: str, word: str) -> bool:
    """Return whether two words have half of their characters in common, in place."""
    if len(other) != len(word) or not _HAN.fullmatch(word + other):
        return False
    same = sum(a == b for a, b in zip(other, word, strict=True))
    return 2 * same >= len(word)
