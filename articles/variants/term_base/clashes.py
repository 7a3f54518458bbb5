"""Explain what is wrong or odd about terms, in the editor's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy as _

from articles.choices import Language, TermKind
from articles.variants.engine import TermEntry, is_latin, misplaced
from articles.variants.term_base.contradictions import Clash, Contradiction

_REASONS = {
    Clash.SAME_FORM: _(
        "“%(text)s” is a form of both, and they do not agree on what is printed for it."
    ),
    Clash.CIRCULAR: _(
        "One of them makes another word of “%(text)s”, the other makes “%(text)s” of it."
    ),
    Clash.OVERLAP: _(
        "In “%(text)s” they overlap and do not agree. A term for the whole of it would "
        "settle this."
    ),
}


def reason_of(contradiction: Contradiction) -> str:
    """Say in a sentence what the two terms disagree on."""
    return str(_REASONS[contradiction.clash]) % {"text": contradiction.text}


def oddities_of(term: TermEntry) -> dict[Language, str]:
    """Explain each form with characters that its variant does not have, or Latin ones.

    Nothing is wrong for certain: names may mix, and a term to be left alone may be odd.
    """
    if term.kind == TermKind.LEAVE_ALONE:
        return {}
    if is_latin(term.simplified):
        message = gettext(
            "“%(form)s” is in Latin letters: no text is searched for it, and what you give "
            "for the others is never printed in its place."
        )
        return {Language.SIMPLIFIED: message % {"form": term.simplified}}
    return {
        language: gettext(
            "In “%(form)s”, %(characters)s does not belong to %(language)s. If that is "
            "a slip, correct this form."
        )
        % {
            "form": form,
            "characters": "".join(dict.fromkeys(each.char for each in found)),
            "language": language.label,
        }
        for language, form in term.forms()
        if (found := misplaced(form, language))
    }


def forms_of(term: TermEntry) -> str:
    """Spell a term in a line: its forms, or that it is left alone."""
    if term.kind == TermKind.LEAVE_ALONE:
        return gettext("%(form)s (leave alone)") % {"form": term.simplified}
    return " · ".join((term.simplified, term.taiwan, term.hong_kong))
