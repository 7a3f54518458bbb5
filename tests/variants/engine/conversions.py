"""Short ways to say what is converted to what."""

from __future__ import annotations

from articles.choices import Language
from articles.variants.engine import PLAIN, Conversion, HouseStyle, Term, TermBase

HANS, TAIWAN, HONG_KONG = Language.SIMPLIFIED, Language.TAIWAN, Language.HONG_KONG


def to_taiwan(*terms: Term, style: HouseStyle = PLAIN) -> Conversion:
    return Conversion(HANS, TAIWAN, (TermBase(terms),), style)


def to_hong_kong(*terms: Term, style: HouseStyle = PLAIN) -> Conversion:
    return Conversion(HANS, HONG_KONG, (TermBase(terms),), style)
