"""What is wrong or odd about terms, in the editor's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy as _

from articles.choices import Language, TermKind
from articles.variants.engine import Clash, Contradiction, TermEntry, misplaced

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


def reason_of(conflict: Contradiction) -> str:
    """A sentence about what the two terms disagree on."""
    return str(_REASONS[conflict.clash]) % {"text": conflict.text}


def oddities_of(term: TermEntry) -> dict[Language, str]:
    """A sentence about each form with characters that its variant does not have.

    Nothing is wrong for certain: names may mix, and what is left alone is as it is.
    """
    if term.kind == TermKind.LEAVE_ALONE:
        return {}
    return {
        language: _odd(
            form, "".join(dict.fromkeys(one.char for one in found)), language
        )
        for language, form in term.forms()
        if (found := misplaced(form, language))
    }


def _odd(form: str, characters: str, language: Language) -> str:
    return gettext(
        "In “%(form)s”, %(characters)s does not belong to %(language)s. If that is a "
        "slip, correct this form."
    ) % {"form": form, "characters": characters, "language": language.label}


def forms_of(term: TermEntry) -> str:
    """A term in a line: its forms, and whether it is left alone."""
    if term.kind == TermKind.LEAVE_ALONE:
        return gettext("%(form)s (leave alone)") % {"form": term.simplified}
    return " · ".join((term.simplified, term.taiwan, term.hong_kong))
