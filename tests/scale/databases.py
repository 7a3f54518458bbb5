"""A streaming replica of PostgreSQL, and a pgbouncer in front of the primary."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from tests.bad_days.services import ACCOUNT, PostgreSQL, until
from tests.servers import free_port


class Replica(PostgreSQL):
    """A copy of a primary, which follows it by streaming."""

    def __init__(self, cleanup: ExitStack, primary: PostgreSQL) -> None:
        self.primary = primary
        super().__init__(cleanup)

    def _fill(self) -> None:
        address = self.primary.database
        self._run("pg_basebackup", "--write-recovery-conf", "--dbname", address)

    @contextmanager
    def lagging(self) -> Iterator[None]:
        """Receive what the primary writes, and show none of it meanwhile."""
        self.execute("SELECT pg_wal_replay_pause()")
        try:
            yield
        finally:
            self.execute("SELECT pg_wal_replay_resume()")

    def promote(self) -> None:
        """Become a primary, for good."""
        self._run("pg_ctl", "promote", "--wait")

    def rows_read(self) -> int:
        """Return how many rows its readers were given so far."""
        count = "SELECT sum(tup_returned)::bigint FROM pg_stat_database"
        return int(self.ask(count))


class Pgbouncer:
    """Hands its few connections to PostgreSQL on, from transaction to transaction."""

    def __init__(self, cleanup: ExitStack, primary: PostgreSQL) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="newsdesk-pgbouncer-"))
        cleanup.callback(shutil.rmtree, self.folder)
        shutil.chown(self.folder, ACCOUNT)
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.lead_to(primary)
        self.start()
        cleanup.callback(self.kill)

    @property
    def database(self) -> str:
        """Return its address, with what the site must know of it."""
        address = f"postgres://{ACCOUNT}@127.0.0.1:{self.port}/postgres"
        return f"{address}?disable_server_side_cursors=true"

    def lead_to(self, primary: PostgreSQL) -> None:
        """Have it lead to a primary when it starts next."""
        (self.folder / "pgbouncer.ini").write_text(
            "[databases]\n"
            f"postgres = host=127.0.0.1 port={primary.port} user={ACCOUNT}\n"
            "[pgbouncer]\nlisten_addr = 127.0.0.1\nunix_socket_dir =\n"
            f"listen_port = {self.port}\nauth_type = any\n"
            "pool_mode = transaction\ndefault_pool_size = 8\nmax_client_conn = 200\n"
            f"logfile = {self.folder}/log\npidfile = {self.folder}/pid\n"
        )

    def start(self) -> None:
        program = shutil.which("pgbouncer") or "pgbouncer"
        command = ["runuser", "-u", ACCOUNT, "--", program]
        self.process = subprocess.Popen(  # noqa: S603
            [*command, str(self.folder / "pgbouncer.ini")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self.answers, "pgbouncer answers")

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.database.partition("?")[0], connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def kill(self) -> None:
        assert self.process
        number = (self.folder / "pid").read_text().strip()
        subprocess.run(["/bin/kill", "-KILL", number], check=False)  # noqa: S603
        self.process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()
