from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import listings


class Command(BaseCommand):
    help = "Make the lists that readers page through anew, from the articles."

    def handle(self, **options: Any) -> None:
        done = 0
        for done in listings.rebuild_listings():
            if self.stdout.isatty():
                self.stdout.write(f"\r{done:,} articles", ending="")
                self.stdout.flush()
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(f"The lists of {done:,} articles were made anew.")
