from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import publishing
from articles.models import PendingVersion


class Command(BaseCommand):
    help = (
        "Make the scheduled changes of live articles whose hour has come. The first reader "
        "after that hour makes them too; run this every minute where nobody may come by. "
        "Ends with status 1 if one of them could not be made."
    )

    def handle(self, **options: Any) -> None:
        due = list(PendingVersion.objects.due().values_list("pk", flat=True))
        made = publishing.apply_due()
        if options["verbosity"]:
            self.stdout.write(f"{made} scheduled changes are live.")
        failed = PendingVersion.objects.waiting().filter(pk__in=due).exclude(error="")
        for pending in failed.select_related("article"):
            path = pending.article.get_absolute_url()
            self.stderr.write(f"{path}: {pending.error}")
        if failed:
            raise CommandError("Open them at the desk and decide.")
