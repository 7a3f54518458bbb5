"""What nobody sees in a name or a title is dropped, or refused with a word."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import TURNS_DIRECTION, without_invisible

# Enough of a name to find a place in it.
_AROUND = 12
# No database takes a NUL, no encoding half a surrogate pair.
_NEVER_STORED = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Drop what nobody sees. Raises ``ValidationError`` for what must not be dropped
    silently: it changes what readers see, or cannot be stored."""
    if found := TURNS_DIRECTION.search(text):
        raise ValidationError(
            _(
                "Behind “%(before)s” stands an invisible character that turns the "
                "direction of writing (%(code)s). Type this place anew."
            ),
            params=_place(text, found),
            code="turns_direction",
        )
    if found := _NEVER_STORED.search(text):
        raise ValidationError(
            _(
                "Behind “%(before)s” stands a character that cannot be stored (%(code)s)."
            ),
            params=_place(text, found),
            code="never_stored",
        )
    text = without_invisible(_CONTROLS.sub("", text))
    return text if text.strip() else ""


def _place(text: str, found: re.Match[str]) -> dict[str, str]:
    before = text[max(0, found.start() - _AROUND) : found.start()]
    return {"before": before, "code": f"U+{ord(found[0]):04X}"}
