from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.variants.term_base import import_terms, starter_rows, write_term_rows


class Command(BaseCommand):
    help = (
        "Bring terms into the term base from a CSV file: all of them or, where a line "
        "is bad, none. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            metavar="FILE",
            help="The file. Without it, the starter list that comes with the project.",
        )
        parser.add_argument(
            "--only-new",
            action="store_true",
            help="Leave every term that is stored as it is.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would change; write nothing.",
        )

    @no_translations
    def handle(
        self, *, file: Path | None, only_new: bool, dry_run: bool, **options: Any
    ) -> None:
        found = import_terms(_content(file), only_new=only_new, dry_run=dry_run)
        name = file or "starter list"
        for notes, style in (
            (found.odd, self.style.WARNING),
            (found.bad, self.style.ERROR),
        ):
            for note in notes:
                self.stderr.write(style(f"{name}:{note.line}: {note.message}"))
        if found.bad:
            raise CommandError(f"{len(found.bad):,} bad line(s): nothing was imported.")
        if options["verbosity"] == 0:
            return
        actions = ["created", "updated", "unchanged", *(["left_out"] * only_new)]
        for action in actions:
            name = action.replace("_", " ")
            self.stdout.write(f"{name:<10}{getattr(found, action):>8,}")
        if dry_run:
            self.stdout.write(self.style.WARNING("Dry run: nothing was written."))


def _content(file: Path | None) -> bytes:
    if file is None:
        return write_term_rows(starter_rows()).encode()
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror}).") from None
