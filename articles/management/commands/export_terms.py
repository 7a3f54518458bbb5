from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.variants.term_base import export_terms


class Command(BaseCommand):
    help = "Write the term base as CSV, as import_terms reads it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            metavar="FILE",
            help="Where to. Without it, the terms are printed.",
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        text = export_terms()
        if file is None:
            self.stdout.write(text, ending="")
            return
        try:
            file.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise CommandError(
                f"{file}: cannot be written ({error.strerror})."
            ) from None
