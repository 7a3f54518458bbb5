"""The site as a larger desk runs it: three web processes, pgbouncer, Redis and a replica."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from typing import Any
from urllib.request import urlopen

from tests.bad_days.running_site import RunningSite
from tests.scale.databases import Pgbouncer, Replica

WEB_PROCESSES = 3
# In a row, for readers to meet no page without them.
PUBLICATIONS = int(os.environ.get("NEWSDESK_PUBLICATIONS", "2000"))


class ScaledSite(RunningSite):
    replica: Replica
    pgbouncer: Pgbouncer

    def __init__(self, cleanup: ExitStack) -> None:
        super().__init__(cleanup, is_on_postgresql=True, workers=WEB_PROCESSES)

    def set_up_databases(self, cleanup: ExitStack) -> dict[str, str]:
        assert self.postgresql
        self.replica = Replica(cleanup, self.postgresql)
        self.pgbouncer = Pgbouncer(cleanup, self.postgresql)
        return {
            "DATABASE_URL": self.pgbouncer.database,
            "REPLICA_URLS": self.replica.database,
        }

    def checks(self) -> dict[str, Any]:
        """Return what ``/readyz`` says of each thing, to who runs the site."""
        address = f"{self.server.address}/readyz"
        with urlopen(address, timeout=30) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)["checks"]
            return found
