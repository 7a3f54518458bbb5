from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import outbox


class Command(BaseCommand):
    help = (
        "Tell hubs, search engines and partners what became of articles, as far as it is due. "
        "Run this every minute from a timer; it may run twice at once. Ends with status 1 if "
        "a receiver did not accept what it was sent."
    )

    def handle(self, **options: Any) -> None:
        result = outbox.send_due()
        if options["verbosity"]:
            self.stdout.write(
                f"{result.accepted} accepted, {result.failed} failed and tried again later, "
                f"{result.given_up} given up, {result.dropped} not needed any more."
            )
        if result.failed or result.given_up:
            raise CommandError("See the deliveries at the desk.")
