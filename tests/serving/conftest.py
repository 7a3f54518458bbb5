"""Requests through WSGI leave the test's own connection open, as the test client does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture(autouse=True)
def _connections_stay_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in ("watch", "edge"):
        name = f"articles.serving.{module}.close_old_connections"
        monkeypatch.setattr(name, lambda: None)
    # No thread asks for the version, and a busy machine is no database that is gone.
    monkeypatch.setattr("articles.serving.watch.LATE_AFTER", 50.0)
    monkeypatch.setattr("articles.serving.edge.LEASE", 50.0)
    signals = [request_started, request_finished]
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
