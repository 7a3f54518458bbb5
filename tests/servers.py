"""Real servers of the site, started as ``make run`` does, and an editor who talks to them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

from django.conf import settings

from tests.admin.browsing import form_in
from tests.processes import ROOT

PATIENCE = 120  # Seconds until a server that starts must answer; it takes a few.


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run_flags(port: int, workers: int) -> list[str]:
    """Return the arguments that ``make run`` gives to the server."""
    makefile = (ROOT / "Makefile").read_text()
    command = makefile.partition("bin/granian ")[2].partition("newsdesk.wsgi")[0]
    words = command.replace("\\\n", " ").split()
    given = {"--port": str(port), "--workers": str(workers)}
    return [
        given.get(before, word)
        for before, word in zip(["", *words], words, strict=False)
    ]


class Server:
    """Serves the site as ``make run`` does, until it is stopped or killed."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, *, workers: int = 2
    ) -> None:
        self.port = free_port()
        self.environment = environment
        self.count = workers
        self.process: subprocess.Popen[bytes] | None = None
        self.log: Any = None  # Where it writes; to standard error where there is none.

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers. Raises ``RuntimeError``."""
        command = [
            str(Path(sys.executable).parent / "granian"),
            *run_flags(self.port, self.count),
            "newsdesk.wsgi:application",
        ]
        self.process = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env=self.environment,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait()

    def wait(self, other_than: int = 0) -> None:
        """Wait until it answers, with all its workers, and with none of that number."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            workers = self.workers()
            is_whole = len(workers) == self.count and other_than not in workers
            if is_whole and self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def workers(self) -> list[int]:
        """Return the numbers of its processes that answer."""
        assert self.process
        number = self.process.pid
        children = Path(f"/proc/{number}/task/{number}/children").read_text()
        found = []
        for child in children.split():
            with suppress(OSError):  # It may end meanwhile.
                if b"newsdesk.wsgi" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
        return found

    def stop(self) -> None:
        """Ask it to end, as a supervisor does."""
        assert self.process
        self.process.terminate()
        self.process.wait()

    def kill(self) -> None:
        """Kill it with all its workers, whatever they are at."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Page:
    """An answer, as ``form_in`` reads it."""

    def __init__(self, status: int, content: bytes) -> None:
        self.status_code = status
        self.content = content


class RemoteEditor:
    """A person with a browser without scripts, signed in by a session of the site."""

    def __init__(self, server: Server, session: str) -> None:
        self.address = server.address
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}"

    def get(self, path: str) -> Page:
        return self._ask(path, None, self.cookie)

    def post(self, path: str, data: dict[str, Any]) -> Page:
        """Send a form; follow where it leads."""
        body = urlencode(data, doseq=True).encode()
        return self._ask(path, body, self._with_token(data["csrfmiddlewaretoken"]))

    def upload(self, path: str, picture: bytes) -> Page:
        """Send a picture, as a form with nothing else."""
        mark = uuid4().hex
        start = (
            f'--{mark}\r\nContent-Disposition: form-data; name="image"; '
            'filename="picture.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body = start.encode() + picture + f"\r\n--{mark}--\r\n".encode()
        token = "a" * 32
        return self._ask(
            path,
            body,
            self._with_token(token),
            **{
                "Content-Type": f"multipart/form-data; boundary={mark}",
                "X-CSRFToken": token,
            },
        )

    def form(self, path: str) -> dict[str, Any]:
        return form_in(self.get(path))

    def _with_token(self, token: str) -> str:
        return f"{self.cookie}; {settings.CSRF_COOKIE_NAME}={token}"

    def _ask(self, path: str, body: bytes | None, cookie: str, **more: str) -> Page:
        headers = {"Cookie": cookie, "Origin": self.address, **more}
        request = Request(self.address + path, body, headers)  # noqa: S310
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310
                return Page(answer.status, answer.read())
        except HTTPError as error:
            with error:
                return Page(error.code, error.read())
