from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.archive.exporter import (
    CannotExport,
    ExportAction,
    ExportResult,
    FileKind,
    export_articles,
)
from articles.archive.problems import Level
from articles.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Write every article as a Hugo file: an imported one byte for byte where it "
        "was not changed here, else with the changed lines alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--archive",
            default="",
            metavar="NAME",
            help="Only this archive, straight into DIR.",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; list the files in DIR that differ or are missing.",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="Replace files in a folder that no export wrote.",
        )

    def handle(
        self, *, folder: Path, archive: str, check: bool, force: bool, **options: Any
    ) -> None:
        self.is_quiet = options["verbosity"] == 0
        try:
            total, results = export_articles(
                folder, archive=archive, only_check=check, force=force
            )
        except CannotExport as error:
            raise CommandError(str(error)) from None
        counts: Counter[tuple[FileKind, ExportAction]] = Counter()
        failed = 0
        with progress_bar(total=total, unit="files", quiet=self.is_quiet) as self.bar:
            for result in results:
                counts[result.kind, result.action] += 1
                failed += not result.is_done
                self.show(result)
                self.bar.update(result.kind not in {FileKind.PICTURE, FileKind.FILE})
        if not self.is_quiet:
            self.show_summary(counts)
        if failed:
            what = "differ" if check else "need attention"
            raise CommandError(f"{failed:,} file(s) {what}: see the lines above.")

    def show(self, result: ExportResult) -> None:
        if result.action in {ExportAction.DIFFERS, ExportAction.MISSING}:
            self.bar.clear()
            self.stdout.write(f"{result.action}: {result.path}")
        for problem in result.problems:
            is_error = problem.level is Level.ERROR
            if is_error or not self.is_quiet:
                self.bar.clear()
                style = self.style.ERROR if is_error else self.style.WARNING
                line = f"{result.path}: {problem.level}: {problem.message}"
                self.stderr.write(style(line))

    def show_summary(self, counts: Counter[tuple[FileKind, ExportAction]]) -> None:
        actions = [a for a in ExportAction if any(counts[kind, a] for kind in FileKind)]
        self.stdout.write("          " + "".join(f"{a:>10}" for a in actions))
        for kind in FileKind:
            cells = "".join(f"{counts[kind, a]:>10,}" for a in actions)
            self.stdout.write(f"{kind:<10}{cells}")
