from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import search
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
        total = Article.objects.count()
        done = 0
        try:
            for done in search.rebuild_index(again=again):
                self.show_progress(done, total)
        except search.AlreadyRebuilding:
            raise CommandError(
                "A rebuild is running, or was stopped: if none is running, use --again."
            ) from None
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(f"The search index of {done:,} articles was made anew.")

    def show_progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            share = done / max(total, done)
            bar = "#" * int(40 * share)
            self.stdout.write(f"\r[{bar:<40}] {done:,} of {total:,}", ending="")
            self.stdout.flush()
