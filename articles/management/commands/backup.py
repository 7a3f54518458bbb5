from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles import backup
from articles.management.backup_steps import BytesBar, identity_file, positive


class Command(BaseCommand):
    help = (
        "Put database, pictures and term base into one file, while the site is in use. "
        "It is encrypted where BACKUP_RECIPIENT holds a public key."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            metavar="FOLDER",
            help="Where to. Without it, BACKUP_DIR.",
        )
        parser.add_argument(
            "--keep",
            type=positive,
            metavar="N",
            help="Delete all but the newest N backups of the folder, once this one is "
            "whole. Other files are left alone.",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Restore the backup into a scratch place and compare every table and "
            "picture. An encrypted one needs its secret key for that.",
        )
        parser.add_argument(
            "--identity",
            type=Path,
            metavar="FILE",
            help="The file with the secret key. Without it, BACKUP_IDENTITY.",
        )
        parser.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="Make no backup, but a new secret key in FILE; print its public key.",
        )

    def handle(
        self,
        *,
        folder: Path | None,
        keep: int | None,
        verify: bool,
        identity: Path | None,
        new_key: Path | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        try:
            if new_key:
                self.make_key(new_key)
                return
            self.make(folder, keep, verify, identity, verbosity == 0)
        except backup.BackupError as error:
            raise CommandError(str(error)) from None

    def make_key(self, file: Path) -> None:
        public = backup.make_identity(file)
        self.stdout.write(f"BACKUP_RECIPIENT={public}")
        self.stderr.write(
            f"Take {file} away from this machine, and keep it twice: without it no "
            "backup can be opened."
        )

    def make(
        self,
        folder: Path | None,
        keep: int | None,
        verify: bool,
        identity: Path | None,
        is_quiet: bool,
    ) -> None:
        folder = folder or (Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None)
        if folder is None:
            raise CommandError("Name a folder, or set BACKUP_DIR.")
        key = identity_file(identity)
        if verify and settings.BACKUP_RECIPIENT and key is None:
            raise CommandError(
                "--verify needs the secret key: name its file with --identity."
            )
        with BytesBar(quiet=is_quiet) as bar:
            made = backup.make_backup(
                folder, recipient=settings.BACKUP_RECIPIENT, progress=bar.show
            )
        said = f"{made.path}: {made.path.stat().st_size:,} bytes"
        if verify:
            with BytesBar(quiet=is_quiet) as bar:
                site = backup.verify_backup(made.path, identity=key, progress=bar.show)
            said += (
                f"; restored aside and compared: {site.tables} tables with "
                f"{site.rows:,} rows, {site.media:,} pictures and files"
            )
        gone = backup.prune_backups(folder, keep) if keep else []
        if not is_quiet:
            self.stdout.write(f"{said}.")
            for path in gone:
                self.stdout.write(f"{path}: deleted.")
