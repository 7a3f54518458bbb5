from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import search
from articles.management.progress import progress_bar

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compare the search index with the articles. Exits with 1 where they differ; "
        "rebuild_search_index is the remedy."
    )

    def handle(self, **options: Any) -> None:
        done, drift = 0, search.Drift()
        with progress_bar(unit="articles") as bar:
            for done in drift.find():
                bar.update(done - bar.n)
        for words, pks in (
            ("not in the index", drift.missing),
            ("changed since they were indexed", drift.outdated),
            ("in the index without their words", drift.without_tokens),
        ):
            if pks:
                shown = ", ".join(map(str, pks[:_SHOWN]))
                more = " …" if len(pks) > _SHOWN else ""
                self.stderr.write(f"{len(pks):,} {words}: {shown}{more}")
        self.stdout.write(f"{done:,} articles, {drift.given_up:,} given-up places.")
        if drift.is_any:
            raise CommandError("The index differs: run rebuild_search_index.")
