from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from articles import media_moves
from articles.management.backup_steps import BytesBar
from newsdesk.file_storage import SiteStorage

_ORIGINS = {"store": "folder", "folder": "store"}


class Command(BaseCommand):
    help = (
        "Copy all pictures and attached files from the folder MEDIA_ROOT into the store "
        "MEDIA_STORE, or back, and compare each. Safe to stop and to run again: it goes on "
        "where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", choices=_ORIGINS, required=True, help="Where they are to lie."
        )
        parser.add_argument(
            "--delete",
            action="store_true",
            help="Delete them where they lay, once all are in the other place: not before "
            "every server of the site takes them from there.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say how much there is on both sides; copy nothing.",
        )

    def handle(
        self, *, to: str, delete: bool, dry_run: bool, verbosity: int, **options: Any
    ) -> None:
        if not settings.MEDIA_STORE:
            raise CommandError(
                "No store is named: set MEDIA_STORE for this command (docs/scaling.md)."
            )
        source = cast(SiteStorage, storages[_ORIGINS[to]])
        target = cast(SiteStorage, storages[to])
        moved: list[media_moves.MovedFile] = []
        files: list[tuple[str, int]] = []
        try:
            files += source.files()
            if dry_run:
                there = list(target.files())
                self.stdout.write(
                    f"{_sum(files)} are to lie in the {to}; {_sum(there)} are there. "
                    "Nothing was copied."
                )
                return
            self.move(files, source, target, moved, is_quiet=verbosity == 0)
        except OSError as error:
            raise CommandError(
                f"{error.strerror}. For certain {len(moved):,} of {len(files):,} files are "
                f"in the {to}. Run it again: it goes on where it was. Nothing was deleted."
            ) from None
        failed = [file for file in moved if file.error]
        if verbosity:
            old = sum(file.was_there for file in moved)
            self.stdout.write(
                f"{_sum(files)}: {len(moved) - old - len(failed):,} copied to the {to} and "
                f"compared, {old:,} were there, {len(failed):,} failed."
            )
        if failed:
            raise CommandError(
                f"{len(failed):,} of {len(files):,} file(s) are not in the {to}: see the "
                "lines above. Nothing was deleted."
            )
        if delete:
            gone = list(
                media_moves.delete_files([name for name, _size in files], source)
            )
            self.stdout.write(f"{len(gone):,} files were deleted where they lay.")

    def move(
        self,
        files: list[tuple[str, int]],
        source: SiteStorage,
        target: SiteStorage,
        moved: list[media_moves.MovedFile],
        *,
        is_quiet: bool,
    ) -> None:
        """Move files, and add each to those that are ``moved``. Raises ``OSError``."""
        whole, done = sum(size for _name, size in files), 0
        with BytesBar(quiet=is_quiet) as bar:
            for file in media_moves.move_files(files, source, target):
                moved.append(file)
                if file.error:
                    bar.bar.clear()
                    self.stderr.write(self.style.ERROR(f"{file.name}: {file.error}."))
                done += file.size
                bar.show(done, whole)


def _sum(files: list[tuple[str, int]]) -> str:
    return f"{len(files):,} files, {sum(size for _name, size in files):,} bytes"
