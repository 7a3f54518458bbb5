"""Each fault is staged on both kinds of site, in turn; nothing here runs unless asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.bad_days.proxy import CONFIGURATION, HOST, Proxy
from tests.bad_days.running_site import RunningSite

if not os.environ.get("NEWSDESK_BAD_DAYS"):
    collect_ignore_glob = ["test_*.py"]

_PROGRAMS = ("mount", "mkfs.ext4", "chattr", "redis-server", "runuser", "psql")


@pytest.fixture(scope="session", params=["SQLite", "PostgreSQL and Redis"])
def running_site(request: pytest.FixtureRequest) -> Iterator[RunningSite]:
    missing = [name for name in _PROGRAMS if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"root breaks disks with {', '.join(_PROGRAMS)}; no {missing}")
    with ExitStack() as cleanup:
        yield RunningSite(cleanup, is_on_postgresql=request.param != "SQLite")


@pytest.fixture
def site(running_site: RunningSite) -> Iterator[RunningSite]:
    """A site that is well, and must be so again after the test, by itself."""
    running_site.warm()
    yield running_site
    running_site.assert_all_is_well()


@pytest.fixture
def proxy(site: RunningSite) -> Iterator[Proxy]:
    if not shutil.which("nginx") or not CONFIGURATION.exists():
        pytest.skip(f"needs nginx, set up by {CONFIGURATION.name}")
    behind = {"SITE_URL": f"https://{HOST}", "CLIENT_ADDRESS_HEADER": "X-Forwarded-For"}
    with site.restarted(**behind), ExitStack() as cleanup:
        yield Proxy(cleanup, site)
