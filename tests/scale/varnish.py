"""The documented Varnish before a site, and a relay that loses what the site tells it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_urlsafe

from tests.bad_days.running_site import Answer, RunningSite, ask
from tests.bad_days.services import run, until
from tests.processes import ROOT
from tests.servers import free_port

CONFIGURATION = ROOT / "deploy" / "varnish" / "newsdesk.vcl"


class Varnish:
    """Keeps a site's pages in memory, on a port of its own."""

    def __init__(self, cleanup: ExitStack, site: RunningSite) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="newsdesk-varnish-"))
        cleanup.callback(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        self.port, self.secret = free_port(), token_urlsafe()
        self.relay: Relay
        (self.folder / "secret").write_text(f"{self.secret}\n")
        self.configuration = self.folder / "site.vcl"
        self.configuration.write_text(self._configuration(site))
        self.process: subprocess.Popen[bytes] | None = None
        cleanup.callback(self.stop)
        self.start()

    def _configuration(self, site: RunningSite) -> str:
        """Return the documented configuration, at home in other places."""
        text = CONFIGURATION.read_text()
        for old, new in {
            '"8000"': f'"{site.server.port}"',
            "/etc/varnish/newsdesk.secret": str(self.folder / "secret"),
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def start(self) -> None:
        command = ["varnishd", "-F", "-n", str(self.folder / "run")]
        command += ["-a", f"127.0.0.1:{self.port}", "-s", "malloc,64m"]
        self.process = subprocess.Popen(  # noqa: S603
            [*command, "-f", str(self.configuration)], stderr=subprocess.DEVNULL
        )
        until(self._listens, "Varnish listens")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()

    def restart_cold(self) -> None:
        """Forget everything: what was kept, and what the site said."""
        self.stop()
        self.start()

    def get(self, path: str) -> Answer:
        """Ask for a page on a connection of its own. Raises ``OSError``."""
        return ask(self.port, path)

    def hits(self) -> int:
        """Return how many requests were answered without asking the site."""
        counters = run("varnishstat", "-n", str(self.folder / "run"), "-1")
        (line,) = (one for one in counters.splitlines() if "MAIN.cache_hit " in one)
        return int(line.split()[1])


class Relay:
    """Hands on what it is sent, on a port of its own, until it is cut."""

    def __init__(self, cleanup: ExitStack, target: int) -> None:
        self.target = target
        self.is_cut = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        cleanup.callback(self._socket.close)
        threading.Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Lose everything meanwhile, and say nothing of it."""
        self.is_cut = True
        try:
            yield
        finally:
            self.is_cut = False

    def _accept(self) -> None:
        with suppress(OSError):  # It is closed.
            while True:
                near, _address = self._socket.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.socket() as far:
            far.connect(("127.0.0.1", self.target))
            back = threading.Thread(target=self._pump, args=(far, near))
            back.start()
            self._pump(near, far)
            back.join()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if not self.is_cut:
                    target.sendall(data)
            target.shutdown(socket.SHUT_WR)
