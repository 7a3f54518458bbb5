"""Characters that nobody sees in a name: one rule for titles, labels, terms and tags."""

from __future__ import annotations

import re

# Zero-width spaces and joiners, soft hyphens, marks of direction, fillers that look empty.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
# Between letters that join, and within one emoji, a joiner is part of the word.
_JOINS_NOTHING = (
    "\x00-\u024f\u2000-\u206f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
)
_JOINER = re.compile(
    f"(?:(?<=[{_JOINS_NOTHING}])|^)[\u200c\u200d]+|[\u200c\u200d]+(?=[{_JOINS_NOTHING}]|$)"
)
# Embeddings, overrides and isolates: a name with one is read in another order.
TURNS_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_invisible(text: str) -> str:
    """Drop the characters that nobody sees, but those that turn the direction."""
    return _JOINER.sub("", _INVISIBLE.sub("", text))
