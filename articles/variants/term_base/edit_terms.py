"""Store changes of the rules. Stored conversions become stale, articles stay."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import F

from articles.models import (
    LearnedWeights,
    SiteSettings,
    StyleRule,
    Term,
    content_change,
)
from articles.variants.engine import Weights
from articles.variants.term_base.contradictions import (
    Contradiction,
    contradictions_with,
)

_BATCH = 500


def terms_against(term: Term) -> list[tuple[Term, Contradiction]]:
    """Find the terms of the same scope that disagree with this one, and on what."""
    others = Term.objects.filter(category=term.category, article=term.article)
    rows = {row.entry: row for row in others.exclude(pk=term.pk)}
    return [
        (rows[other], contradiction)
        for contradiction in contradictions_with(term.entry, rows)
        for other in (contradiction.first, contradiction.second)
        if other in rows
    ]


def twin_of(term: Term) -> Term | None:
    """Find another term of the same scope with the same Simplified form: its name."""
    others = Term.objects.filter(category=term.category, article=term.article)
    return others.filter(simplified=term.simplified).exclude(pk=term.pk).first()


@content_change()
def save_term(term: Term, *, by: User | None = None) -> None:
    """Store a term that is clean and that no other contradicts."""
    term.created_by = term.created_by or by
    term.save()
    renew_conversions()


@content_change()
def save_terms(new: Sequence[Term], changed: Sequence[Term]) -> None:
    """Store many terms, of which ``changed`` have a row, as ``save_term`` does one."""
    Term.objects.bulk_create(new, batch_size=_BATCH)
    Term.objects.bulk_create(  # bulk_update takes twelve seconds for 10,000.
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            *("taiwan", "hong_kong", "kind", "is_regional", "note", "synonyms"),
        ],
    )
    if new or changed:
        renew_conversions()


@content_change()
def delete_terms(terms: Sequence[Term]) -> None:
    """Remove terms for good."""
    Term.objects.filter(pk__in=[term.pk for term in terms]).delete()
    renew_conversions()


@content_change()
def save_style_rule(row: StyleRule) -> None:
    """Store a row of the house style."""
    row.save()
    renew_conversions()


@content_change()
def delete_style_rules(rows: Sequence[StyleRule]) -> None:
    """Remove rows of the house style for good."""
    StyleRule.objects.filter(pk__in=[row.pk for row in rows]).delete()
    renew_conversions()


@content_change()
def save_site_settings(site: SiteSettings) -> None:
    """Store the site's choices, of which one decides how texts are converted."""
    stored = SiteSettings.locked()
    site.save_choices()
    if stored.has_regional_words != site.has_regional_words:
        renew_conversions()


@content_change()
def store_weights(weights: Weights) -> None:
    """Let what was learned decide from now on."""
    LearnedWeights.objects.update_or_create(
        pk=1, defaults={"digest": weights.digest, "packed": weights.packed}
    )
    renew_conversions()


@content_change()
def forget_weights() -> bool:
    """Let the weights that come with the project decide again; return if others did."""
    is_deleted = bool(LearnedWeights.objects.all().delete()[0])
    if is_deleted:
        renew_conversions()
    return is_deleted


def renew_conversions() -> None:
    """Let every text be converted anew when it is next read."""
    SiteSettings.objects.get_or_create(pk=1)
    SiteSettings.objects.filter(pk=1).update(
        conversion_version=F("conversion_version") + 1
    )
