"""A worker that is killed, as running out of memory does, is replaced."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.processes import ROOT, ProcessTestCase

PATIENCE = 120  # Seconds; it takes a few.


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _run_flags() -> list[str]:
    """Return the arguments that ``make run`` gives to the server."""
    makefile = (ROOT / "Makefile").read_text()
    command = makefile.partition("bin/granian ")[2].partition("newsdesk.wsgi")[0]
    words = command.replace("\\\n", " ").split()
    return [
        "1" if before == "--workers" else word
        for before, word in zip(["", *words], words, strict=False)
    ]


class WorkerTests(ProcessTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.port = _free_port()
        flags = [str(self.port) if word == "$(PORT)" else word for word in _run_flags()]
        command = [str(Path(sys.executable).parent / "granian"), *flags]
        self.server = subprocess.Popen(  # noqa: S603 – our own command
            [*command, "newsdesk.wsgi:application"], cwd=ROOT, env=self.environment
        )
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.terminate)

    def test_the_site_answers_again_after_its_only_worker_was_killed(self) -> None:
        self.wait_for_site()
        (worker,) = self.workers()
        os.kill(worker, signal.SIGKILL)
        self.wait_for_site(other_than=worker)

    def workers(self) -> list[int]:
        children = f"/proc/{self.server.pid}/task/{self.server.pid}/children"
        pids = [int(pid) for pid in Path(children).read_text().split()]
        return [
            pid
            for pid in pids
            if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]

    def wait_for_site(self, other_than: int = 0) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if other_than not in self.workers() and self.answers():
                return
            time.sleep(0.2)
        self.fail("The site does not answer.")

    def answers(self) -> bool:
        url = f"http://127.0.0.1:{self.port}/healthz"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
