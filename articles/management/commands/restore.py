from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import backup
from articles.management.backup_steps import BytesBar, identity_file


class Command(BaseCommand):
    help = (
        "Put a backup in the place of this site. Everything is checked beside it first: "
        "what cannot be restored as a whole changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The backup.")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Give up the articles and accounts that this site has.",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Restore into a scratch place only, and compare.",
        )
        parser.add_argument(
            "--identity",
            type=Path,
            metavar="FILE",
            help="The file with the secret key. Without it, BACKUP_IDENTITY.",
        )

    def handle(
        self,
        *,
        file: Path,
        replace: bool,
        check: bool,
        identity: Path | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        key = identity_file(identity)
        try:
            with BytesBar(quiet=verbosity == 0) as bar:
                if check:
                    site = backup.verify_backup(file, identity=key, progress=bar.show)
                else:
                    site = backup.restore_backup(
                        file, identity=key, is_replacing=replace, progress=bar.show
                    )
        except backup.BackupError as error:
            raise CommandError(str(error)) from None
        if verbosity == 0:
            return
        act = "Sound" if check else "Restored"
        self.stdout.write(
            f"{act}: the site of {site.made_at} (Newsdesk {site.version}), "
            f"{site.tables} tables with {site.rows:,} rows, {site.media:,} pictures and "
            "files."
        )
        if site.was_migrated:
            self.stdout.write("Its database was brought up to date.")
        if not check:
            self.stdout.write(
                "Restart the site's servers now, and run `manage.py doctor`."
            )
