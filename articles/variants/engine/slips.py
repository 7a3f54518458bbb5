"""Find what characters of the other script would be in a text's own script.

The text is not changed here: an original stays as written until an editor says otherwise.
"""

from __future__ import annotations

from articles.choices import Language
from articles.variants.engine.detection import convertible_text, misplaced, source_of
from articles.variants.engine.fixed_spans import Conversion
from articles.variants.engine.house_style import HouseStyle
from articles.variants.engine.text import text_changes


def slips_in(
    text: str, language: str, style: HouseStyle, *, is_markdown: bool = False
) -> dict[int, str]:
    """Map the place of each character of the other script to its own form.

    Empty where the whole text is in the other script, or not Chinese. In Markdown only
    what readers see as text counts.
    """
    convertible = convertible_text(text, is_markdown=is_markdown)
    if not misplaced(convertible, language):
        return {}
    if source_of(convertible, language, language) != language:
        return {}
    is_simplified = language == Language.SIMPLIFIED
    other = Language.TAIWAN if is_simplified else Language.SIMPLIFIED
    conversion = Conversion(other, language, (), style)
    slips: dict[int, str] = {}
    start = 0
    for line in convertible.split("\n"):
        if found := misplaced(line, language):
            forms = _forms_in(line, conversion)
            places = (slip.start for slip in found if slip.start in forms)
            slips |= {start + at: forms[at] for at in places}
        start += len(line) + 1
    return slips


def _forms_in(line: str, conversion: Conversion) -> dict[int, str]:
    """Map each place to what a conversion prints there, where it has as many characters."""
    forms: dict[int, str] = {}
    for change in text_changes(line, conversion):
        if len(change.printed) == change.end - change.start:
            places = range(change.start, change.end)
            forms |= zip(places, change.printed, strict=True)
    return forms
