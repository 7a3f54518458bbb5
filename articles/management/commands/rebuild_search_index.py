from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import search
from articles.management.progress import progress_bar
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Make the search index anew. Readers search the old one until the new one is "
        "whole, and editors go on saving."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="Begin again after a rebuild that was stopped.",
        )

    def handle(self, *, again: bool, **options: Any) -> None:
        done = 0
        try:
            with progress_bar(total=Article.objects.count(), unit="articles") as bar:
                for done in search.rebuild_index(again=again):
                    bar.update(done - bar.n)
        except search.AlreadyRebuilding:
            raise CommandError(
                "A rebuild is running, or was stopped: if none is running, use --again."
            ) from None
        self.stdout.write(f"The search index of {done:,} articles was made anew.")
