"""A real server of the site in a folder of its own, and an editor who talks to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from tests.admin.browsing import form_in

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str) -> None:
    """Run a command of the site, in the folder and on the database of this process."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603


class Server:
    """Serves the site as ``make run`` does, until it is killed."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
            *("--blocking-threads", "2", "--no-ws", "--log-level", "error"),
            "newsdesk.wsgi:application",
        ]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=os.environ, start_new_session=True
        )
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=60).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server does not start")

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
        self.address = f"http://127.0.0.1:{server.port}"
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}"

    def get(self, path: str) -> Page:
        return self._ask(path, None, self.cookie)

    def post(self, path: str, data: dict[str, Any]) -> Page:
        """Send a form; follow where it leads."""
        token = f"{settings.CSRF_COOKIE_NAME}={data['csrfmiddlewaretoken']}"
        body = urlencode(data, doseq=True).encode()
        return self._ask(path, body, f"{self.cookie}; {token}")

    def form(self, path: str) -> dict[str, Any]:
        return form_in(self.get(path))

    def _ask(self, path: str, body: bytes | None, cookie: str) -> Page:
        request = Request(self.address + path, body, {"Cookie": cookie})  # noqa: S310
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310
                return Page(answer.status, answer.read())
        except HTTPError as error:
            return Page(error.code, error.read())
