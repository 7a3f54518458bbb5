"""One site for all trials of a module; nothing here runs unless asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.scale.sites import ScaledSite
from tests.scale.varnish import Relay, Varnish

if not os.environ.get("NEWSDESK_SCALE"):
    collect_ignore_glob = ["test_*.py"]

_PROGRAMS = ("mount", "mkfs.ext4", "redis-server", "runuser", "psql", "pgbouncer")


@pytest.fixture(scope="module")
def running_site() -> Iterator[ScaledSite]:
    missing = [name for name in _PROGRAMS if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"root starts servers with {', '.join(_PROGRAMS)}; no {missing}")
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
    if not shutil.which("varnishd"):
        pytest.skip("no varnishd: apt-get install varnish varnish-modules")
    with ExitStack() as cleanup:
        varnish = Varnish(cleanup, running_site)
        varnish.relay = Relay(cleanup, varnish.port)
        told = {
            "EDGE_PURGE_URL": f"varnish://127.0.0.1:{varnish.relay.port}",
            "EDGE_PURGE_HEADER": f"Authorization: Bearer {varnish.secret}",
        }
        cleanup.enter_context(running_site.restarted(**told))
        yield varnish
