"""Recognise Chinese and Japanese characters, whose words have no spaces."""

from __future__ import annotations

import re

# Han with its extensions and radicals, kana, bopomofo, and the full-width
# punctuation set with them. Hangul is left out: Korean puts spaces between words.
HAN_RANGES = (
    "\u2e80-\u2fdf\u3000-\u312f\u3190-\u31ff\u3220-\u325f\u3280-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_HAN = re.compile(f"[{HAN_RANGES}]")


def is_han(character: str) -> bool:
    """Say whether a line may be broken beside this character without a space."""
    return _HAN.match(character) is not None
