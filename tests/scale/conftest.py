"""Servers that a site of several machines has; nothing here runs unless asked for.

What has no program here fails: a trial that was skipped is none.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import stores
from tests.scale.sites import ScaledSite
from tests.scale.stored_site import StoredSite
from tests.scale.varnish import Relay, Varnish
from tests.stores import Swift

if not os.environ.get("NEWSDESK_SCALE"):
    collect_ignore_glob = ["test_*.py"]

_PACKAGES = "postgresql pgbouncer redis-server varnish varnish-modules"
_PROGRAMS = ("mkfs.ext4", "redis-server", "psql", "pgbouncer", "varnishd")


def _require(programs: tuple[str, ...], packages: str) -> None:
    missing = [name for name in programs if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.fail(f"as root: no {missing}; apt-get install {packages}")


@pytest.fixture(scope="module")
def running_site() -> Iterator[ScaledSite]:
    _require(_PROGRAMS, _PACKAGES)
    with ExitStack() as cleanup:
        yield ScaledSite(cleanup)


@pytest.fixture
def site(running_site: ScaledSite) -> Iterator[ScaledSite]:
    """A site that is well, and must be so again after the test, by itself."""
    running_site.warm()
    yield running_site
    running_site.assert_all_is_well()


@pytest.fixture(scope="module")
def varnish(running_site: ScaledSite) -> Iterator[Varnish]:
    """A Varnish that the site tells of changes, through a relay that can be cut."""
    with ExitStack() as cleanup:
        varnish = Varnish(cleanup, running_site)
        varnish.relay = Relay(cleanup, varnish.port)
        told = {
            "EDGE_PURGE_URL": f"varnish://127.0.0.1:{varnish.relay.port}",
            "EDGE_PURGE_HEADER": f"Authorization: Bearer {varnish.secret}",
        }
        cleanup.enter_context(running_site.restarted(**told))
        yield varnish


@pytest.fixture(scope="session")
def swift() -> Iterator[Swift]:
    _require(stores.PROGRAMS, stores.PACKAGES)
    with ExitStack() as cleanup:
        yield Swift(cleanup)


@pytest.fixture(scope="session")
def stored_site(swift: Swift) -> Iterator[StoredSite]:
    """A site that was moved into the store."""
    with ExitStack() as cleanup, tempfile.TemporaryDirectory() as folder:
        yield StoredSite(cleanup, Path(folder).resolve(), swift)
