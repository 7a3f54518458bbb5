"""A web server of our own on this machine that misbehaves on demand."""

from __future__ import annotations

import struct
import threading
import time
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote

from tests.sample_images import png


def huge_png() -> bytes:
    """A header that claims 40,000 by 40,000 pixels."""
    size = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    parts = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", size), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        check = struct.pack(">I", zlib.crc32(name + data))
        parts += struct.pack(">I", len(data)) + name + data + check
    return parts


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PictureServer

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked[self.path] += 1
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            time.sleep(self.server.delay)
            kind = self.path.strip("/").partition("/")[0].partition("?")[0]
            getattr(self, f"send_{kind}", self.send_missing)()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.server.lock:
                self.server.now -= 1

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def send_good(self) -> None:
        shade = zlib.crc32(self.path.encode()) % 256
        self.answer(200, png(40, 30, (shade, len(self.path), 7)), Content_Type="x/y")

    def send_missing(self) -> None:
        self.answer(404)

    def send_later(self) -> None:
        """Fails twice, then is good."""
        if self.server.asked[self.path] < 3:
            self.answer(500)
        else:
            self.send_good()

    def send_busy(self) -> None:
        if self.server.asked[self.path] < 2:
            self.answer(429, Retry_After="1")
        else:
            self.send_good()

    def send_never(self) -> None:
        self.answer(503, Retry_After="86400")

    def send_to(self) -> None:
        target = unquote(self.path.removeprefix("/to/"))
        self.answer(302, Location=target.replace("|", "/"))

    def send_round(self) -> None:
        self.answer(302, Location=self.path)

    def send_page(self) -> None:
        self.answer(200, b"<!doctype html><p>Not found", Content_Type="image/png")

    def send_huge(self) -> None:
        self.answer(200, huge_png(), Content_Type="image/png")

    def send_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(png())
        self.close_connection = True

    def send_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _chunk in range(100_000):
            self.wfile.write(b"\x89PNG" * 16_000)

    def send_slow(self) -> None:
        """Never silent, never done."""
        self.send_response(200)
        self.end_headers()
        for _drop in range(600):
            self.wfile.write(b"\x89")
            time.sleep(0.1)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class PictureServer(ThreadingHTTPServer):
    """Counts what it is asked, and how many at once. The first word says what comes."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self.now = self.most = 0
        self.delay = 0.0

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass

    def url(self, path: str, host: str = "localhost") -> str:
        return f"http://{host}:{self.server_port}/{path}"
