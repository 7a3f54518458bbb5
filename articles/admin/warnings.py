"""Warn an editor after a save of faults in mark-up and of the other script."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from articles import publishing
from articles.admin.readable import field_label
from articles.choices import Language
from articles.copy_checks import Check, Finding
from articles.models import Article
from articles.variants import conversions
from articles.variants.engine import Fault

# More would hide the message that the article was saved.
MOST = 8
# Enough of a broken mark to find it by.
_LONGEST_PLACE = 40
# What the copy checks read; the first few kinds are told, the gravest first.
_CHECKED = ("title", "lead", "summary", "body")
_MOST_KINDS = 5
_AROUND = 8

_FAULTS: dict[Fault, Any] = {
    Fault.NOT_CLOSED: _("“%(text)s” is never closed with “}-”"),
    Fault.NOT_OPENED: _("“%(text)s” closes nothing"),
    Fault.UNKNOWN_VARIANT: _("“%(text)s” names a variant that is not known"),
    Fault.UNKNOWN_FLAG: _("“%(text)s” begins with a flag that is not known"),
    Fault.NOTHING_DEFINED: _("“%(text)s” defines nothing"),
    Fault.EMPTY_FORM: _("“%(text)s” lacks a form"),
}


def warnings_on(article: Article) -> list[str]:
    """Write a line for each thing to look at in a saved article, ``MOST`` and one at most."""
    lines = [_on_mark(bad) for bad in conversions.bad_marks(article)]
    lines += [_on_script(other) for other in conversions.other_scripts(article)]
    if len(lines) > MOST:
        rest = gettext("And %(n)s more.") % {"n": len(lines) - MOST}
        return [*lines[:MOST], rest]
    return lines


def remarks_on(article: Article) -> list[str]:
    """Write a line for each kind of remark that the copy checks have on a saved article."""
    texts = {name: getattr(article, name) for name in _CHECKED}
    moment = article.published_at
    day = timezone.localtime(moment).date() if moment else timezone.localdate()
    found = publishing.check_texts(texts, article.language, day)
    # What is in the other script is warned of on its own, the overrides included.
    found = [(check, places) for check, places in found if check.key != "script"]
    return [_on_kind(check, findings, texts) for check, findings in found[:_MOST_KINDS]]


def _on_kind(check: Check, findings: list[Finding], texts: dict[str, str]) -> str:
    first = findings[0]
    text = ngettext(
        "%(check)s, %(n)s place: %(field)s, “%(place)s”. %(message)s.",
        "%(check)s, %(n)s places, the first: %(field)s, “%(place)s”. %(message)s.",
        len(findings),
    )
    around = texts[first.field][max(0, first.start - _AROUND) : first.end + _AROUND]
    return text % {
        "check": check.label,
        "n": len(findings),
        "field": capfirst(field_label(Article, first.field)),
        "place": _shortened(" ".join(around.split())),
        "message": first.message,
    }


def _on_mark(bad: conversions.BadMark) -> str:
    problem = _FAULTS[bad.fault] % {"text": _shortened(bad.text)}
    return gettext(
        "%(field)s, line %(line)s: %(problem)s. Readers see it as typed."
    ) % {"field": _label(bad), "line": bad.line, "problem": problem}


def _on_script(other: conversions.OtherScript) -> str:
    if other.shown:
        text = gettext(
            "%(field)s: this looks like %(shown)s, but the article is said to be in "
            "%(declared)s: “%(place)s”."
        )
    elif other.override:
        text = gettext(
            "%(field)s: %(characters)s does not belong to %(declared)s: “%(place)s”."
        )
    else:
        text = gettext(
            "%(field)s: %(characters)s does not belong to %(declared)s: “%(place)s”. It "
            "is shown as written; below the text you can have it written otherwise."
        )
    return text % {
        "field": _label(other),
        "characters": _shortened(other.characters),
        "place": other.place,
        "shown": Language(other.shown).label if other.shown else "",
        "declared": other.declared.label,
    }


def _shortened(text: str) -> str:
    return f"{text[:_LONGEST_PLACE]}…" if len(text) > _LONGEST_PLACE else text


def _label(found: conversions.BadMark | conversions.OtherScript) -> str:
    label = capfirst(field_label(Article, found.field))
    return f"{label} ({found.override})" if found.override else label
