from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Kill
from articles.publishing import VerbRefused, revive


class Command(BaseCommand):
    help = (
        "Bring a killed article back, with the versions that were killed in the same act. "
        "At the desk it takes two people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="The last part of the article's address.")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        kill = Kill.objects.standing().filter(article__slug=slug).first()
        if kill is None:
            raise CommandError(f"There is no killed article at “{slug}”.")
        try:
            revive(kill.article)
        except VerbRefused:
            raise CommandError("Somebody brought it back meanwhile.") from None
        self.stdout.write(f"Brought back: {kill.article}")
