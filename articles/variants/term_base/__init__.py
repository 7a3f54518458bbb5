"""Edit the term base and the house style.

``edit_terms`` stores and deletes, the learned weights too, ``contradictions`` finds terms that disagree and
``clashes`` explains why one is refused or odd, ``effects`` shows what a change would do to
readers' texts, ``term_files`` and ``term_rows`` read and write CSV. Every change makes stored conversions stale, without touching an article.
"""

from __future__ import annotations

from articles.variants.term_base.clashes import forms_of, oddities_of, reason_of
from articles.variants.term_base.edit_terms import (
    delete_style_rules,
    delete_terms,
    forget_weights,
    renew_conversions,
    save_site_settings,
    save_style_rule,
    save_term,
    store_weights,
    terms_against,
    twin_of,
)
from articles.variants.term_base.effects import EXAMINED, Effect, Effects, effects
from articles.variants.term_base.term_files import (
    LineNote,
    TermImport,
    export_terms,
    import_terms,
)
from articles.variants.term_base.term_rows import starter_rows, write_term_rows

__all__ = [
    "EXAMINED",
    "Effect",
    "Effects",
    "LineNote",
    "TermImport",
    "delete_style_rules",
    "delete_terms",
    "effects",
    "export_terms",
    "forget_weights",
    "forms_of",
    "import_terms",
    "oddities_of",
    "reason_of",
    "renew_conversions",
    "save_site_settings",
    "save_style_rule",
    "save_term",
    "starter_rows",
    "store_weights",
    "terms_against",
    "twin_of",
    "write_term_rows",
]
