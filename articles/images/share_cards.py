"""Draw what an article is shared with where it has no picture: its headline. No rows.

A fresh machine has no Chinese font, so one is installed with the rest: Noto Sans CJK, which
draws a character as each region writes it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple, dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from articles.variants.engine import unbroken_parts

CARD_SIZE = (1200, 630)
CARDS_FOLDER = "share-cards"

_FORM = 2  # Another one for another look, so that every card is drawn anew.
_MARGIN, _BAR = 80, 16
_PAPER, _INK, _GREY = "#ffffff", "#16181d", "#5a616b"
_LARGEST, _SMALLEST, _STEP = 88, 48, 8
_MAX_LINES = 5
_LINE_HEIGHT = 1.3
_BOLD, _REGULAR = 700, 400
# The faces of the collection, by the language of a text.
_FACES = {"zh-Hans": 2, "zh-Hant-TW": 3, "zh-Hant-HK": 4, "ja": 0, "ko": 1}
_DEFAULT_FACE = 2
# Behind marks and spaces, of which none begins a line.
_MARKS = r"\s，。、：；！？％）】》〉」』”’…"
_LINE_MAY_END = re.compile(rf"(?<=[{_MARKS}])(?=[^{_MARKS}])")


@dataclass(frozen=True)
class ShareCard:
    """The words on a card, in a language, and the colour of its bar."""

    headline: str
    publisher: str
    colour: str
    language: str

    @property
    def digest(self) -> str:
        """Another one whenever the card would look another way."""
        seen = repr((_FORM, *astuple(self)))
        return hashlib.sha256(seen.encode("utf-8", "replace")).hexdigest()[:16]

    def draw(self) -> bytes:
        """Draw the card as a PNG, the headline as large as it fits."""
        width, height = CARD_SIZE
        image = Image.new("RGB", CARD_SIZE, _PAPER)
        canvas = ImageDraw.Draw(image)
        canvas.rectangle((0, 0, _BAR, height), fill=self.colour)
        size, lines = self._fitted(width - 2 * _MARGIN)
        font = _font(self.language, size, _BOLD)
        for number, line in enumerate(lines):
            top = _MARGIN + number * size * _LINE_HEIGHT
            canvas.text((_MARGIN, top), line, fill=_INK, font=font)
        foot = _font(self.language, 36, _REGULAR)
        at = (_MARGIN, height - _MARGIN)
        publisher = _cut_to_width(self.publisher, foot, width - 2 * _MARGIN)
        canvas.text(at, publisher, fill=_GREY, font=foot, anchor="ls")
        file = BytesIO()
        image.quantize(64).save(file, "PNG", optimize=True)
        return file.getvalue()

    def _fitted(self, width: int) -> tuple[int, list[str]]:
        text = self.headline
        if not _is_drawn(text, _font(self.language, _SMALLEST, _BOLD)):
            text = self.publisher
        room = CARD_SIZE[1] - 2 * _MARGIN - 70
        for size in range(_LARGEST, _SMALLEST - 1, -_STEP):
            font = _font(self.language, size, _BOLD)
            most = min(_MAX_LINES, int(room / (size * _LINE_HEIGHT)))
            lines = broken_into_lines(text, font, width)
            if len(lines) <= most:
                return size, lines
        rest = "".join(lines[most - 1 :])
        return size, [
            *lines[: most - 1],
            _cut_to_width(rest, font, width, goes_on=True),
        ]


def broken_into_lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text between words; within one only where it alone is wider than a line."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if font.getlength((lines[-1] + piece).rstrip()) <= width:
            lines[-1] += piece
            continue
        lines.append("")
        for char in piece:
            if lines[-1] and font.getlength(lines[-1] + char) > width:
                lines.append("")
            lines[-1] += char
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end."""
    return [
        piece for part in unbroken_parts(text) for piece in _LINE_MAY_END.split(part)
    ]


def _is_drawn(text: str, font: ImageFont.FreeTypeFont) -> bool:
    """Tell whether the font has most letters of a text, such as none of Arabic or Thai."""
    missing = _look("\U000effff", font)
    letters = {char for char in text[:100] if char.isalpha()}
    lacking = [char for char in letters if _look(char, font) == missing]
    return 2 * len(lacking) <= len(letters)


def _look(char: str, font: ImageFont.FreeTypeFont) -> bytes:
    side = 2 * _SMALLEST
    image = Image.new("1", (side, side))
    ImageDraw.Draw(image).text((0, 0), char, fill=1, font=font)
    return image.tobytes()


def _cut_to_width(
    text: str, font: ImageFont.FreeTypeFont, width: int, *, goes_on: bool = False
) -> str:
    text = text[:200]
    if not goes_on and font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


@lru_cache(maxsize=32)
def _font(language: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    place = files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
    face = _FACES.get(language, _DEFAULT_FACE)
    with as_file(place) as path:
        font = ImageFont.truetype(path, size, index=face)
    font.set_variation_by_axes([weight])
    return font
