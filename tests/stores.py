"""A real S3-compatible store of the trial's own: OpenStack Swift with its s3api."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import boto3

from tests.servers import free_port

PROGRAMS = ("swift-ring-builder", "swift-proxy-server", "swift-object-server")
PACKAGES = "swift-proxy swift-account swift-container swift-object"
KEYS = {"AWS_ACCESS_KEY_ID": "test:tester", "AWS_SECRET_ACCESS_KEY": "testing"}
BUCKET = "newsdesk"
_PATIENCE = 60  # Seconds.

_COMMON = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = ERROR
"""
_KEEPER = """\
[pipeline:main]
pipeline = {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
"""
_PROXY = f"""\
[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth slo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
node_timeout = 1
recoverable_node_timeout = 1
# Ask a server again at once that did not answer.
error_suppression_limit = 1000000

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:cache]
use = egg:swift#memcache

[filter:listing_formats]
use = egg:swift#listing_formats

[filter:s3api]
use = egg:swift#s3api
location = us-east-1

[filter:slo]
use = egg:swift#slo

[filter:tempauth]
use = egg:swift#tempauth
user_{KEYS["AWS_ACCESS_KEY_ID"].replace(":", "_")} = {KEYS["AWS_SECRET_ACCESS_KEY"]} .admin
"""


class Swift:
    """A store with one copy of everything, on loopback, with an empty private bucket."""

    def __init__(self, cleanup: ExitStack) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="newsdesk-swift-"))
        cleanup.callback(shutil.rmtree, self.folder)
        (self.folder / "devices" / "one").mkdir(parents=True)
        (self.folder / "swift.conf").write_text(
            "[swift-hash]\nswift_hash_path_suffix = newsdesk\n"
        )
        self.servers: dict[str, subprocess.Popen[bytes]] = {}
        cleanup.callback(self.stop)
        for kind in ("account", "container", "object"):
            port = free_port()
            self._make_ring(kind, port)
            self._start(kind, port, _KEEPER.format(kind=kind))
        self.port = free_port()
        self._start("proxy", self.port, _PROXY)
        self.client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        )
        self.client.create_bucket(Bucket=BUCKET)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a site that keeps its files here has in its environment."""
        return {"MEDIA_STORE": f"s3://{BUCKET}?endpoint={self.endpoint}", **KEYS}

    def _make_ring(self, kind: str, port: int) -> None:
        builder = str(self.folder / f"{kind}.builder")
        device = f"r1z1-127.0.0.1:{port}/one"
        for steps in (["create", "4", "1", "1"], ["add", device, "1"], ["rebalance"]):
            command = ["swift-ring-builder", builder, *steps]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603

    def _start(self, kind: str, port: int, pipeline: str) -> None:
        file = self.folder / f"{kind}.conf"
        account = "root" if os.geteuid() == 0 else os.environ["USER"]
        common = _COMMON.format(port=port, folder=self.folder, user=account)
        file.write_text(common + "\n" + pipeline)
        with (self.folder / f"{kind}.log").open("wb") as log:
            self.servers[kind] = subprocess.Popen(  # noqa: S603
                [f"swift-{kind}-server", str(file), "--verbose"],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"SWIFT_DIR": str(self.folder)},
            )
        self._wait(port)

    def _wait(self, port: int) -> None:
        """Wait until something answers there. Raises ``RuntimeError``."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("GET", "/healthcheck")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return
            finally:
                connection.close()
        raise RuntimeError("Swift does not answer")

    def stop(self) -> None:
        for server in self.servers.values():
            server.kill()
            server.wait()

    # Faults

    @contextmanager
    def unavailable(self) -> Iterator[None]:
        """Answer 503 meanwhile, as a store does that has lost its disks."""
        keepers = [self.servers[kind] for kind in ("account", "container", "object")]
        with self._suspended(keepers):
            yield

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let connections be accepted, by the system, and say nothing to anybody."""
        with self._suspended([self.servers["proxy"]]):
            yield

    @contextmanager
    def _suspended(self, servers: list[subprocess.Popen[bytes]]) -> Iterator[None]:
        for server in servers:
            server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for server in servers:
                server.send_signal(signal.SIGCONT)
