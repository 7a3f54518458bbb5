"""A site behind its page cache, asked through WSGI as a server asks it."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from unittest import mock

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from articles import shared_parts
from articles.serving import PageCache, keys_of_site

# What readers and machines go by; the rest differs by who was asked when.
COMPARED = (
    *("content-type", "content-security-policy", "cache-control", "location"),
    *("x-robots-tag", "x-content-type-options", "referrer-policy", "x-frame-options"),
)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def seen(self) -> tuple[int, dict[str, str | None], str]:
        headers = {name: self.headers.get(name) for name in COMPARED}
        return self.status, headers, self.text


def ask(application: Any, path: str, method: str = "GET", **more: str) -> Answer:
    """Ask a WSGI application; ``more`` are entries of the environment."""
    path, _mark, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **more,
    }
    said: list[Any] = []
    for signal in (request_started, request_finished):  # The test client connects them.
        signal.disconnect(close_old_connections)
    answer = application(
        environ, lambda status, headers: said.extend([status, headers])
    )
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    status, headers = said
    return Answer(int(status.split()[0]), {n.lower(): str(v) for n, v in headers}, body)


class CountingHandler(WSGIHandler):
    """Django's application, which counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.count += 1
        return super().__call__(environ, start_response)


class Site:
    """The site with a page cache that asks for the version when told to, in no thread."""

    def __init__(self, **options: Any) -> None:
        self.django = CountingHandler()
        options = {"room": 10_000_000, "has_threads": False} | options
        self.cache = PageCache(self.django, keys_of_site(), **options)
        shared_parts._kept = None  # Another database may have the same version.
        self.cache.watch.poll()

    def get(self, path: str, **more: str) -> Answer:
        with mock.patch.object(shared_parts, "MOST", 500):
            return ask(self.cache, path, **more)

    def uncached(self, path: str, **more: str) -> Answer:
        """Ask for a page of which nothing is kept, no part of it either."""
        return ask(WSGIHandler(), path, **more)

    def notice_changes(self) -> None:
        """Let the watch see what was changed, and its old pages be too old to be served."""
        self.cache.watch.poll()
        self.cache.watch.changed_at = -1e9

    @contextmanager
    def not_asked(self) -> Iterator[None]:
        """Fail if Django is asked meanwhile."""
        before = self.django.count
        yield
        assert self.django.count == before, "Django was asked."


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the site's clocks stand at a moment."""
    with (
        mock.patch("django.utils.timezone.now", return_value=moment),
        mock.patch("time.time", return_value=moment.timestamp()),
        mock.patch("time.time_ns", return_value=int(moment.timestamp() * 1e9)),
    ):
        yield
