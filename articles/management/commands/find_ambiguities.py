from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.management.progress import progress_bar
from articles.models import Article, OpenAmbiguities, SiteSettings
from articles.variants import queue


class Command(BaseCommand):
    help = (
        "Read all Chinese articles for the queue of doubtful characters, which else reads "
        "them as it gets to them: after an import, or a change of many terms. Safe to stop "
        "and to run again: it goes on where it was."
    )

    def handle(self, **options: Any) -> None:
        total = Article.objects.filter(language__startswith="zh").count()
        quiet = options["verbosity"] == 0
        with progress_bar(total=total, unit="articles", quiet=quiet) as bar:
            for number in queue.read_all(SiteSettings.current().conversion_version):
                bar.update(number)
        if not quiet:
            count = OpenAmbiguities.objects.exclude(open_in="").count()
            self.stdout.write(f"Something is open in {count:,} of {total:,} articles.")
