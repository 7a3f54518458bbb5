"""Nothing here runs unless asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.bad_days.running_site import RunningSite
from tests.scale.varnish import Relay, Varnish

if not os.environ.get("NEWSDESK_SCALE"):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def site() -> Iterator[RunningSite]:
    missing = [n for n in ("mount", "mkfs.ext4", "varnishd") if not shutil.which(n)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"root starts a Varnish before a site of its own; no {missing}")
    with ExitStack() as cleanup:
        yield RunningSite(cleanup, is_on_postgresql=False)


@pytest.fixture(scope="session")
def varnish(site: RunningSite) -> Iterator[Varnish]:
    """A Varnish that the site tells of changes, through a relay that can be cut."""
    with ExitStack() as cleanup:
        varnish = Varnish(cleanup, site)
        varnish.relay = Relay(cleanup, varnish.port)
        told = {
            "EDGE_PURGE_URL": f"varnish://127.0.0.1:{varnish.relay.port}",
            "EDGE_PURGE_HEADER": f"Authorization: Bearer {varnish.secret}",
        }
        cleanup.enter_context(site.restarted(**told))
        yield varnish
