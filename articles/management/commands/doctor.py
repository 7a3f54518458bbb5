from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.health import Health, setup_checks


class Command(BaseCommand):
    help = (
        "Say in plain words what is wrong with this set-up, and how to mend it. "
        "Ends with status 1 if something is broken."
    )
    # It says itself what they find.
    requires_system_checks: list[str] = []

    def handle(self, *, verbosity: int, **options: Any) -> None:
        styles = {
            Health.OK: self.style.SUCCESS,
            Health.WARNING: self.style.WARNING,
            Health.BROKEN: self.style.ERROR,
        }
        counts = dict.fromkeys(Health, 0)
        for result in setup_checks():
            counts[result.health] += 1
            if result.health is Health.OK and verbosity == 0:
                continue
            mark = styles[result.health](f"{result.health:<8}")
            self.stdout.write(f"{mark} {result.name:<17} {result.finding}")
            if result.remedy:
                self.stdout.write(f"{'':<27}→ {result.remedy}")
        if counts[Health.BROKEN]:
            raise CommandError(
                f"{counts[Health.BROKEN]} broken, {counts[Health.WARNING]} to look at."
            )
        if verbosity:
            self.stdout.write(
                f"Nothing is broken; {counts[Health.WARNING]} to look at."
            )
