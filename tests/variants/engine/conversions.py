"""Short ways to say what is converted to what."""

from __future__ import annotations

from articles.choices import Language
from articles.variants.engine import Conversion, HouseStyle, TermBase, TermEntry
from articles.variants.engine.house_style import PLAIN

HANS, TAIWAN, HONG_KONG = Language.SIMPLIFIED, Language.TAIWAN, Language.HONG_KONG


def to_taiwan(*terms: TermEntry, style: HouseStyle = PLAIN) -> Conversion:
    return Conversion(HANS, TAIWAN, (TermBase(terms),), style)


def to_hong_kong(*terms: TermEntry, style: HouseStyle = PLAIN) -> Conversion:
    return Conversion(HANS, HONG_KONG, (TermBase(terms),), style)
