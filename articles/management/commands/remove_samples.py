from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.archive.importer import remove_samples


class Command(BaseCommand):
    help = (
        "Delete the sample articles of a new site, with the labels, sources and pictures "
        "that only they use. What an editor changed stays, and is named."
    )

    def handle(self, **options: Any) -> None:
        removed = remove_samples()
        for name, reason in removed.kept:
            self.stdout.write(f"{name}: kept, because {reason}.")
        counts = [f"{count} {kind}" for kind, count in sorted(removed.counts.items())]
        self.stdout.write(f"Removed: {', '.join(counts) or 'nothing'}.")
