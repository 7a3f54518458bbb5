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
    places = {found.start for found in misplaced(convertible, language)}
    if not places or source_of(convertible, language, language) != language:
        return {}
    is_simplified = language == Language.SIMPLIFIED
    other = Language.TAIWAN if is_simplified else Language.SIMPLIFIED
    slips: dict[int, str] = {}
    for change in text_changes(convertible, Conversion(other, language, (), style)):
        if len(change.printed) == change.end - change.start:
            found = zip(range(change.start, change.end), change.printed, strict=True)
            slips |= {at: form for at, form in found if at in places}
    return slips
