"""A disk, a PostgreSQL and a Redis of the trial's own, so that it may break them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis
from psycopg import sql

from tests.servers import free_port

ACCOUNT = "postgres"  # Its server refuses to run as root.
_BALLAST = "ballast"
_PATIENCE = 60  # Seconds.


def run(*command: str) -> str:
    done = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, cwd="/"
    )
    return done.stdout


def until(is_so: Callable[[], bool], what: str, patience: float = _PATIENCE) -> None:
    """Wait until something is so. Raises ``AssertionError``."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, f"not within {patience} s: {what}"
        time.sleep(0.1)


class Disk:
    """A small file system in a file, which can be filled up."""

    def __init__(self, cleanup: ExitStack, megabytes: int) -> None:
        folder = Path(tempfile.mkdtemp(prefix="newsdesk-disk-"))
        folder.chmod(0o755)
        cleanup.callback(shutil.rmtree, folder)
        self.image, self.folder = folder / "image", folder / "mounted"
        self.folder.mkdir()
        with self.image.open("wb") as file:
            file.truncate(megabytes * 1_000_000)
        # Without room that is root's alone.
        run("mkfs.ext4", "-q", "-m", "0", str(self.image))
        run("mount", "-o", "loop", str(self.image), str(self.folder))
        # Processes that were killed may take a moment to let go of it.
        cleanup.callback(run, "umount", "--lazy", str(self.folder))
        self.folder.chmod(0o755)

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no byte of room meanwhile."""
        ballast = self.folder / _BALLAST
        try:
            with ballast.open("wb", buffering=0) as file:
                for size in (1_000_000, 4_096, 1):
                    try:
                        while file.write(b"x" * size):
                            pass
                    except OSError:
                        continue
            yield
        finally:
            ballast.unlink()


class PostgreSQL:
    """A server of PostgreSQL on a disk of its own."""

    def __init__(self, cleanup: ExitStack) -> None:
        self.disk = Disk(cleanup, 400)
        self.folder = self.disk.folder / "data"
        self.port = free_port()
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.programs = (
            programs[-1] if programs else Path(shutil.which("initdb") or "").parent
        )
        self.folder.mkdir(mode=0o700)
        shutil.chown(self.folder, ACCOUNT)
        self._fill()
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n"
                f"unix_socket_directories = '{self.folder}'\n"
                "max_wal_size = 32MB\nmin_wal_size = 16MB\n"
            )
        self.start()
        cleanup.callback(self._end)

    def _fill(self) -> None:
        self._run(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--wal-segsize=1",
        )

    @property
    def database(self) -> str:
        return f"postgres://{ACCOUNT}@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        path = str(self.programs / program)
        run("runuser", "-u", ACCOUNT, "--", path, "-D", str(self.folder), *arguments)

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode", mode)

    def _end(self) -> None:
        if (self.folder / "postmaster.pid").exists():  # A trial may have stopped it.
            self.stop("immediate")

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(sql.SQL(statement))

    def ask(self, question: str) -> Any:
        """Return the one value that a statement gives."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            row = connection.execute(sql.SQL(question)).fetchone()
        assert row
        return row[0]

    @contextmanager
    def gone(self, mode: str = "immediate") -> Iterator[None]:
        """Be away meanwhile; ``immediate`` is what a crash is."""
        self.stop(mode)
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Take nothing meanwhile, as a standby does."""
        self._set_read_only("on")
        try:
            yield
        finally:
            self._set_read_only("off")

    def _set_read_only(self, value: str) -> None:
        self.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        self.execute("SELECT pg_reload_conf()")


class Redis:
    """A server of Redis that keeps nothing on disk."""

    def __init__(self, cleanup: ExitStack) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()
        cleanup.callback(self.stop)

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port)]
        command += ["--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
        until(self.answers, "Redis answers")

    def answers(self) -> bool:
        with redis.Redis(port=self.port) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def stop(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    @contextmanager
    def gone(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let connections be accepted, by the system, and say nothing to anybody."""
        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)
