from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.management.progress import progress_bar
from articles.models import SameStory
from articles.same_stories import count_unsketched, find_same_stories


class Command(BaseCommand):
    help = (
        "Find articles of two outlets, or in two scripts, that are probably one story, "
        "for editors to look at in the admin. Nothing is merged. Run it after an import; "
        "it reads only the texts that are new or changed, and is safe to stop."
    )

    def handle(self, **options: Any) -> None:
        quiet = options["verbosity"] == 0
        total = count_unsketched()
        with progress_bar(total=total, unit="articles", quiet=quiet) as bar:
            for number in find_same_stories():
                bar.update(number)
        if not quiet:
            count = SameStory.objects.open().count()
            self.stdout.write(f"{count:,} pair(s) are probably one story each.")
