from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import listings
from articles.management.progress import progress_bar


class Command(BaseCommand):
    help = "Make the lists that readers page through anew, from the articles."

    def handle(self, **options: Any) -> None:
        done = 0
        with progress_bar(unit="articles") as bar:
            for done in listings.rebuild_listings():
                bar.update(done - bar.n)
        self.stdout.write(f"The lists of {done:,} articles were made anew.")
