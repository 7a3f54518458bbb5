"""Take away the second factor of who lost it, where no chief can."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.authentication import (
    end_sessions,
    has_second_factor,
    record_account_act,
    remove_second_factor,
)
from articles.models import AuditEntry


class Command(BaseCommand):
    help = "Let an account sign in with its password alone, until it has a new second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name that the account signs in with.")

    def handle(self, *, name: str, **options: Any) -> None:
        account = User.objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"No account is called {name}.")
        if not has_second_factor(account):
            raise CommandError(f"{name} has no second factor.")
        remove_second_factor(account)
        end_sessions(account)
        record_account_act(AuditEntry.Act.FACTOR_REMOVED, account, by=None)
        self.stdout.write(f"{name} signs in with the password alone now.")
