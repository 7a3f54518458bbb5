"""The site as it runs, on SQLite or on PostgreSQL with Redis, and what is asked of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bad_days.services import Disk, PostgreSQL, Redis, run, until
from tests.processes import ROOT, manage
from tests.servers import RemoteEditor, Server

_COUNT = 150
_FILL = f"""
from unittest import mock
from articles.images import store_image
from tests.factories import hours_ago, make_article
from tests.people import make_chief
from tests.sample_images import photo
picture = store_image(photo(2400, 1600))
picture.save()
live = {{"categories": ["美股"], "published_at": hours_ago(20)}}
for n in range({_COUNT}):
    shown = {{"thumbnail": picture}} if n == 0 else {{}}
    make_article(slug=f"s{{n}}", title=f"报道{{n}}", body="正文。" * 200, **live, **shown)
make_article(slug="written", title="t0", body="t0.\\n", tags=["t1"], **live)
make_chief()
print(max(picture.renditions.values(), key=lambda one: one["bytes"])["file"])
"""
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
chief = User.objects.get(username="chief")
store = SessionStore()
store[SESSION_KEY] = str(chief.pk)
store[BACKEND_SESSION_KEY] = "articles.rights.RightsBackend"
store[HASH_SESSION_KEY] = chief.get_session_auth_hash()
store.create()
print(store.session_key)
"""
_BROKEN = """
from tests.soak.invariants import broken_invariants
print(broken_invariants())
"""
FRONT = "/zh-cn/"
WRITTEN = "/zh-cn/articles/written/"
# The first one has a worker load its dictionaries.
_CONVERTED = "/zh-hk/articles/s0/"
PAGES = [FRONT, "/zh-cn/categories/%E7%BE%8E%E8%82%A1/"]
PAGES += [f"/zh-cn/articles/s{n}/" for n in range(8)]


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


def ask(port: int, path: str) -> Answer:
    """Ask for a page on a connection of its own. Raises ``OSError``."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read().decode("utf-8", "replace"))
    finally:
        connection.close()


@dataclass(frozen=True)
class Clock:
    """The clock of servers, ahead of the machine's by what a file says."""

    file: Path

    def shift(self, seconds: int) -> None:
        """Have the clock so many seconds ahead from now on."""
        self.file.write_text(f"{seconds:+d}\n")


class RunningSite:
    """A site on a disk of its own, with a server that the trial may break."""

    def __init__(
        self, cleanup: ExitStack, *, is_on_postgresql: bool, workers: int = 2
    ) -> None:
        self.disk = Disk(cleanup, 200)
        self.data = self.disk.folder / "data"
        self.postgresql = PostgreSQL(cleanup) if is_on_postgresql else None
        self.redis = Redis(cleanup) if is_on_postgresql else None
        self.log = self.disk.folder.parent / "log"
        self.environment = os.environ | {
            "DATA_DIR": str(self.data),
            "DATABASE_URL": "",
            "CACHE_URL": self.redis.address if self.redis else "",
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "INFO",
            **self.set_up_databases(cleanup),
        }
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.picture = f"/media/{self.python(_FILL)}"
        self.sign_in()
        self._unread = iter(range(len(PAGES), _COUNT))
        self.server = Server(self.environment, workers=workers)
        cleanup.callback(self.server.kill)
        self.start()

    def set_up_databases(self, _cleanup: ExitStack) -> dict[str, str]:
        """Return what the environment says of databases."""
        return {"DATABASE_URL": self.postgresql.database} if self.postgresql else {}

    def start(self, **environment: str) -> None:
        """Start the server, with more in its environment."""
        self.server.environment = self.environment | environment
        with self.log.open("ab") as log:
            self.server.log = log
            self.server.start()

    @contextmanager
    def restarted(self, **environment: str) -> Iterator[None]:
        """Have a server with more in its environment meanwhile."""
        self.server.stop()
        self.start(**environment)
        try:
            yield
        finally:
            self.server.stop()
            self.start()

    @contextmanager
    def at_another_time(self, *, is_monotonic: bool = False) -> Iterator[Clock]:
        """Have servers meanwhile whose clock of the day can be shifted, and if asked for the
        one that counts seconds, too."""
        library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
        if library is None:
            pytest.skip("needs a library that shifts clocks: apt-get install faketime")
        clock = Clock(self.disk.folder / "clock")
        clock.shift(0)
        environment = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(clock.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "0" if is_monotonic else "1",
        }
        with self.restarted(**environment):
            yield clock

    # Beside the servers

    def manage(self, *arguments: str) -> str:
        """Run a command of the site; return what it says."""
        return manage(*arguments, environment=self.environment)

    def python(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-c", code).strip()

    def background(self, code: str) -> subprocess.Popen[str]:
        """Begin to run code, as a timer or an import does."""
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def number_of(self, slug: str) -> int:
        code = f"print(Article.objects.get(slug={slug!r}).pk)"
        return int(self.python(f"from articles.models import Article\n{code}"))

    def sign_in(self) -> None:
        """Give the editor a session."""
        self.session = self.python(SIGN_IN)

    # People

    @property
    def editor(self) -> RemoteEditor:
        return RemoteEditor(self.server, self.session)

    def get(self, path: str) -> Answer:
        """Ask for a page on a connection of its own. Raises ``OSError``."""
        return ask(self.server.port, path)

    def warm(self) -> None:
        """Have every worker keep the pages that readers go on reading.

        Which worker answers is left to chance: they are asked for at once, and often.
        """
        with ThreadPoolExecutor(8) as readers:
            for answer in readers.map(self.get, [*PAGES, _CONVERTED] * 24):
                assert answer.status == 200, answer

    def unread(self) -> list[str]:
        """Return pages that nobody asked for yet: they are converted when they are first
        read, and stored then."""
        return [f"/zh-hk/articles/s{n}/" for n in islice(self._unread, 20)]

    def has_replaced(self, worker: int) -> bool:
        """Tell whether another process is in the place of one that was killed."""
        workers = self.server.workers()
        return worker not in workers and len(workers) == self.server.count

    # Faults

    @property
    def disk_of_database(self) -> Disk:
        return self.postgresql.disk if self.postgresql else self.disk

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Let the database take nothing meanwhile."""
        if self.postgresql:
            with self.postgresql.read_only():
                yield
            return
        # What processes share of SQLite's journal stays as it is: they map it.
        files = [str(self.data / f"newsdesk.sqlite3{end}") for end in ("", "-wal")]
        run("chattr", "+i", *files)
        try:
            yield
        finally:
            run("chattr", "-i", *files)

    # Afterwards

    def is_ready(self) -> bool:
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    def pictures(self) -> list[str]:
        """Return the names of all files of pictures, with those that are half written."""
        files = (self.data / "media").rglob("*")
        return sorted(str(path) for path in files if path.is_file())

    def assert_all_is_well(self) -> None:
        """Let every page be right again, by itself, and nothing be half written."""
        until(self.is_ready, "/readyz says ok")
        for path in PAGES * 4:
            answer = self.get(path)
            assert answer.status == 200, path
            assert "no-store" not in answer.headers["cache-control"], path
        found = self.python(_BROKEN)
        assert found.endswith("[]"), found
