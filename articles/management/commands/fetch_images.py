from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.management.progress import progress_bar
from articles.publishing import (
    FetchPlan,
    FetchState,
    WantedImage,
    fetch_images,
    plan_fetching,
)


def positive(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise ArgumentTypeError(f"{value!r} is not a number above zero")
    return int(value)


class Command(BaseCommand):
    help = (
        "Fetch the pictures that articles show from other sites, store them and show "
        "them from here. Safe to stop and to run again: it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jobs", type=positive, default=8, help="How many at once (8)."
        )
        parser.add_argument(
            "--limit", type=positive, metavar="N", help="Fetch no more than N."
        )
        parser.add_argument(
            "--retry-dead",
            action="store_true",
            help="Try again what earlier runs found not to be had.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be fetched; ask nobody and write nothing.",
        )

    def handle(
        self,
        *,
        jobs: int,
        limit: int | None,
        retry_dead: bool,
        dry_run: bool,
        **options: Any,
    ) -> None:
        self.is_quiet = options["verbosity"] == 0
        plan = plan_fetching(retry_dead=retry_dead)
        total = len(plan.having(FetchState.WANTED)[:limit])
        if dry_run:
            self.show_wanted(plan.having(FetchState.WANTED)[:limit])
        else:
            with progress_bar(total=total, unit="pictures", quiet=self.is_quiet) as bar:
                for _fetched in fetch_images(plan, jobs=jobs, limit=limit):
                    bar.update()
            self.show_lost(plan)
        self.show_summary(plan)
        if dry_run:
            self.stdout.write("Dry run: nothing was fetched.")
            return
        missing = len(plan.pictures) - sum(
            len(plan.having(state)) for state in (FetchState.HERE, FetchState.FETCHED)
        )
        if missing:
            raise CommandError(
                f"{missing} of {len(plan.pictures)} picture(s) are "
                "not here: see the lines above."
            )

    def show_wanted(self, wanted: list[WantedImage]) -> None:
        if not self.is_quiet:
            for image in wanted:
                self.stdout.write(image.url)

    def show_lost(self, plan: FetchPlan) -> None:
        for state, style in (
            (FetchState.WAITING, self.style.WARNING),
            (FetchState.DEAD, self.style.ERROR),
        ):
            for wanted in plan.having(state):
                first, *others = sorted({*wanted.thumbnails, *wanted.bodies})
                more = f" and {len(others)} more" if others else ""
                reason = f"{state}: {wanted.error} (article {first}{more})"
                self.stderr.write(style(f"{wanted.url}: {reason}"))

    def show_summary(self, plan: FetchPlan) -> None:
        if self.is_quiet:
            return
        for state in FetchState:
            self.stdout.write(f"{state:<20}{len(plan.having(state)):>8,}")
        self.stdout.write(f"{'total':<20}{len(plan.pictures):>8,}")
