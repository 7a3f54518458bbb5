"""What a save tells an editor about the mark-up and the script of a text, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from articles.admin.readable import field_label
from articles.choices import Language, Variant
from articles.models import Article, VariantOverride
from articles.variants import conversions
from articles.variants.engine import Fault

# More would hide the message that the article was saved.
MOST = 8
# Enough of a broken mark to find it by.
_LONGEST_PLACE = 40

_FAULTS: dict[Fault, Any] = {
    Fault.NOT_CLOSED: _("“%(text)s” is never closed with “}-”"),
    Fault.NOT_OPENED: _("“%(text)s” closes nothing"),
    Fault.UNKNOWN_VARIANT: _("“%(text)s” names a variant that is not known"),
    Fault.UNKNOWN_FLAG: _("“%(text)s” begins with a flag that is not known"),
    Fault.NOTHING_DEFINED: _("“%(text)s” defines nothing"),
    Fault.EMPTY_FORM: _("“%(text)s” lacks a form"),
}


def warnings_on(article: Article) -> list[str]:
    """A line for each thing to look at in a saved article, at most ``MOST`` and one."""
    lines = [*_about_marks(article), *_about_scripts(article)]
    if len(lines) > MOST:
        rest = gettext("And %(n)s more.") % {"n": len(lines) - MOST}
        return [*lines[:MOST], rest]
    return lines


def _about_marks(article: Article) -> Iterator[str]:
    for bad in conversions.bad_marks(article):
        yield _on_mark(bad, _label(bad.field))
    for own in article.overrides.all():
        for bad in conversions.bad_marks_in_own_words(own):
            yield _on_mark(bad, _label(bad.field, own))


def _on_mark(bad: conversions.BadMark, label: str) -> str:
    text = bad.problem.text
    if len(text) > _LONGEST_PLACE:
        text = f"{text[:_LONGEST_PLACE]}…"
    problem = _FAULTS[bad.problem.fault] % {"text": text}
    return gettext(
        "%(field)s, line %(line)s: %(problem)s. Readers see it as typed."
    ) % {"field": label, "line": bad.line, "problem": problem}


def _about_scripts(article: Article) -> Iterator[str]:
    declared = article.variant.language
    for other in conversions.other_scripts(article):
        yield _on_script(other, _label(other.field), declared)
    for own in article.overrides.all():
        declared = Variant(own.variant).language
        for other in conversions.other_scripts_in_own_words(own):
            yield _on_script(other, _label(other.field, own), declared)


def _on_script(other: conversions.OtherScript, label: str, declared: Language) -> str:
    if other.shown:
        text = gettext(
            "%(field)s: this looks like %(shown)s, but the article is said to be in "
            "%(declared)s: “%(place)s”."
        )
    else:
        text = gettext(
            "%(field)s: %(characters)s does not belong to %(declared)s: “%(place)s”."
        )
    characters = other.characters
    if len(characters) > _LONGEST_PLACE:
        characters = f"{characters[:_LONGEST_PLACE]}…"
    return text % {
        "field": label,
        "characters": characters,
        "place": other.place,
        "shown": Language(other.shown).label if other.shown else "",
        "declared": declared.label,
    }


def _label(field: str, own: VariantOverride | None = None) -> str:
    label = capfirst(field_label(Article, field))
    return f"{label} ({own})" if own else label
