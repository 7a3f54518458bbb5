from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.images import images_without_renditions
from articles.management.progress import progress_bar
from articles.models import Image, original_files
from articles.publishing import make_and_show


class Command(BaseCommand):
    help = (
        "Make the sizes, formats and crops of pictures that are missing, after an import or "
        "an upgrade, and put originals of earlier versions out of readers' reach. Safe to "
        "stop and to run again: it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say how many pictures lack a size; make none.",
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        total = images_without_renditions().count()
        if dry_run:
            self.stdout.write(f"{total:,} pictures lack a size. Nothing was made.")
            return
        failed = 0
        quiet = options["verbosity"] == 0
        try:
            moved = original_files.move_in(Image.FOLDER)
        except OSError as error:
            raise CommandError(
                f"{error.filename}: the original cannot be moved out of readers' reach "
                f"({error.strerror}). Check the permissions of the folder of media."
            ) from None
        if moved and not quiet:
            self.stdout.write(f"Moved {moved:,} original(s) out of readers' reach.")
        try:
            with progress_bar(total=total, unit="pictures", quiet=quiet) as bar:
                for result in make_and_show():
                    if result.error:
                        failed += 1
                        bar.clear()
                        line = f"{result.image.file.name}: {result.error}."
                        self.stderr.write(self.style.ERROR(line))
                    bar.update()
        except OSError as error:
            raise CommandError(
                f"No more can be stored ({error.strerror}). Run it again: it goes on where "
                "it was."
            ) from None
        if not quiet:
            self.stdout.write(f"Made the missing sizes of {total - failed:,} pictures.")
        if failed:
            raise CommandError(
                f"{failed:,} of {total:,} picture(s) have no new size: see the lines "
                "above."
            )
