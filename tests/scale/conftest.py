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
from tests.scale.stored_site import StoredSite
from tests.stores import Swift

if not os.environ.get("NEWSDESK_SCALE"):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def swift() -> Iterator[Swift]:
    if missing := [name for name in stores.PROGRAMS if not shutil.which(name)]:
        pytest.fail(f"no {missing[0]}: apt-get install {stores.PACKAGES}")
    with ExitStack() as cleanup:
        yield Swift(cleanup)


@pytest.fixture(scope="session")
def site(swift: Swift) -> Iterator[StoredSite]:
    """A site that was moved into the store."""
    with ExitStack() as cleanup, tempfile.TemporaryDirectory() as folder:
        yield StoredSite(cleanup, Path(folder).resolve(), swift)
