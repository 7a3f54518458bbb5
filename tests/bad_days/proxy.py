"""The documented nginx in front of the site, with a certificate of the trial's own."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bad_days.running_site import RunningSite
from tests.bad_days.services import run, until
from tests.processes import ROOT
from tests.servers import free_port

CONFIGURATION = ROOT / "deploy" / "nginx" / "newsdesk.conf"
HOST = "news.example"
# As docs/operating.md has it: Debian's 768 connections would be gone at once.
_MAIN = """
user www-data;
worker_processes 2;
worker_rlimit_nofile 20000;
daemon off;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 16384; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    include {folder}/site.conf;
}}
"""


class Proxy:
    """Serves a site by TLS on a port of its own."""

    def __init__(self, cleanup: ExitStack, site: RunningSite) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="newsdesk-proxy-"))
        cleanup.callback(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        self.port, self.plain_port = free_port(), free_port()
        run(
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={HOST}"),
            *("-keyout", str(self.folder / "privkey.pem")),
            *("-out", str(self.folder / "fullchain.pem")),
        )
        (self.folder / "site.conf").write_text(self._configuration(site))
        main = self.folder / "nginx.conf"
        main.write_text(_MAIN.format(folder=self.folder))
        self.process = subprocess.Popen(  # noqa: S603
            [shutil.which("nginx") or "nginx", "-c", str(main), "-p", str(self.folder)]
        )
        cleanup.callback(self._stop)
        until(self._listens, "nginx listens")

    def _configuration(self, site: RunningSite) -> str:
        """Return the documented configuration, at home in other places and on other ports."""
        text = CONFIGURATION.read_text()
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        for old, new in {
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "server 127.0.0.1:8000": f"server 127.0.0.1:{site.server.port}",
            f"/etc/letsencrypt/live/{HOST}": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "/var/lib/newsdesk": str(site.data),
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def connect(self, source: str = "127.0.0.1") -> ssl.SSLSocket:
        """Connect as a browser at an address of this machine does."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        plain = socket.create_connection(
            ("127.0.0.1", self.port), timeout=30, source_address=(source, 0)
        )
        return context.wrap_socket(plain, server_hostname=HOST)

    def status(self, path: str, source: str) -> int:
        """Ask for a page on a connection of its own; return the status."""
        with self.connect(source) as connection:
            head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode())
            with connection.makefile("rb") as answer:
                return int(answer.read().split(b" ", 2)[1])
