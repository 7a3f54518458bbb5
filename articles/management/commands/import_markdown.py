from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.importing import Action, Level, Outcome, import_paths
from articles.widgets import choices


class Command(BaseCommand):
    help = (
        "Import Markdown files and folders, with or without front matter. "
        "Safe to run again: files that did not change are left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="A file or a folder."
        )

    def handle(self, *, paths: list[Path], verbosity: int, **options: Any) -> None:
        self.is_quiet = verbosity == 0
        known_widgets = [key for key, _label in choices()]
        total, outcomes = import_paths(paths, known_widgets=known_widgets)
        done: list[Outcome] = []
        for outcome in outcomes:
            done.append(outcome)
            self.show_problems(outcome)
            self.show_progress(len(done), total)
        if not self.is_quiet:
            self.show_summary(done)
        if failed := sum(not outcome.is_done for outcome in done):
            raise CommandError(
                f"{failed} of {total} file(s) need attention: see the lines above."
            )

    def show_problems(self, outcome: Outcome) -> None:
        for problem in outcome.problems:
            if problem.level is Level.NOTE or (
                self.is_quiet and problem.level is Level.WARNING
            ):
                continue
            where = (
                f"{outcome.path}:{problem.line}" if problem.line else f"{outcome.path}"
            )
            self.clear_progress()
            style = (
                self.style.ERROR if problem.level is Level.ERROR else self.style.WARNING
            )
            self.stderr.write(style(f"{where}: {problem.level}: {problem.message}"))

    def show_progress(self, done: int, total: int) -> None:
        # Only for a person watching: a log file gets the summary alone.
        if self.stdout.isatty() and not self.is_quiet:
            filled = 30 * done // total
            bar = "█" * filled + "░" * (30 - filled)
            self.stdout.write(f"\r{bar} {done:,}/{total:,}", ending="")
            self.stdout.flush()

    def clear_progress(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[2K", ending="")

    def show_summary(self, done: list[Outcome]) -> None:
        self.clear_progress()
        actions = Counter(outcome.action for outcome in done)
        for action in Action:
            self.stdout.write(f"{action:<10}{actions[action]:>8,}")
        self.stdout.write(f"{'total':<10}{actions.total():>8,}")
        codes = Counter(p.code for outcome in done for p in outcome.problems)
        if codes:
            self.stdout.write("")
        for code, count in codes.most_common():
            self.stdout.write(f"{code:<20}{count:>8,}")
