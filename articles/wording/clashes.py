"""Why two terms cannot both stand, in the editor's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy as _

from articles.choices import TermKind
from articles.variants import Clash, Conflict, Term

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


def reason_of(conflict: Conflict) -> str:
    """A sentence about what the two terms disagree on."""
    return str(_REASONS[conflict.clash]) % {"text": conflict.text}


def forms_of(term: Term) -> str:
    """A term in a line: its forms, and whether it is left alone."""
    if term.kind == TermKind.LEAVE_ALONE:
        return gettext("%(form)s (leave alone)") % {"form": term.simplified}
    return " · ".join((term.simplified, term.taiwan, term.hong_kong))
