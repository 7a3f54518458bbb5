"""Time what an editor waits for: ``change_terms.py [TERMS]``, 10,000 unless told.

Brings terms in as CSV, again unchanged and with another form each, and asks what a term
in most articles and a term in none would change. Everything is rolled back. See
``generate_articles.py`` for the database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.db import transaction  # noqa: E402

from articles.models import Article, Term  # noqa: E402
from articles.variants.engine import TermEntry  # noqa: E402
from articles.variants.term_base import effects, export_terms, import_terms  # noqa: E402
from articles.variants.term_base.edit_terms import terms_against  # noqa: E402
from articles.variants.term_base.term_rows import TermRow, write_term_rows  # noqa: E402


def main(count: int) -> None:
    rows = (
        TermRow(TermEntry(f"词{n}条{n}号", f"詞{n}條{n}號", f"詞{n}條款{n}號"))
        for n in range(count)
    )
    first = write_term_rows(rows).encode()
    second = first.decode().replace("款", "件").encode()
    common = Term(simplified="美联储", taiwan="聯準會", hong_kong="聯儲局")
    absent = Term(simplified="绝无仅有", taiwan="絕無僅有的", hong_kong="絕無僅有")
    print(f"{Article.objects.count():,} articles, {count:,} terms")
    with transaction.atomic():
        show("import, new", lambda: import_terms(first))
        show("import, unchanged", lambda: import_terms(first))
        show("import, changed", lambda: import_terms(second))
        show("export", export_terms)
        show("contradictions of one term", lambda: terms_against(common))
        show("effects, common term", lambda: effects(None, common))
        show("effects, common term again", lambda: effects(None, common))
        show("effects, absent term", lambda: effects(None, absent))
        transaction.set_rollback(True)


def show(what: str, action: Callable[[], Any]) -> None:
    start = perf_counter()
    action()
    print(f"{what:<28}{perf_counter() - start:6.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
