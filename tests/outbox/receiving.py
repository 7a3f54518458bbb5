"""A partner's server on this machine, which answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qs

from django.utils import timezone

from articles.choices import Status
from articles.models import Article, Delivery, Receiver
from articles.publishing import Labels, categories_named, save

_numbers = count(1)
SECRET = Receiver.new_secret(Receiver.Kind.WEBHOOK)
INDEXNOW_KEY = "0123456789abcdef"


@dataclass(frozen=True)
class Received:
    """A request that the server got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PartnerServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"] or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        got = Received(self.path, headers, self.rfile.read(length))
        with self.server.lock:
            self.server.received.append(got)
            answers = self.server.answers
            status = answers.pop(0) if answers else 200
        time.sleep(self.server.delay)
        try:
            self.answer(status)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_PURGE = do_POST

    def answer(self, status: int) -> None:
        content = self.server.content
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class PartnerServer(ThreadingHTTPServer):
    """Keeps what it gets. ``answers`` are the next statuses, then it accepts all."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.received: list[Received] = []
        self.answers: list[int] = []
        self.headers: dict[str, str] = {}
        self.content = b""
        self.delay = 0.0

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass

    def url(self, path: str = "hook", host: str = "localhost") -> str:
        return f"http://{host}:{self.server_port}/{path}"

    @property
    def kinds(self) -> list[str]:
        """What the webhooks that it got tell of."""
        return [got.document["data"]["kind"] for got in self.received]


def make_receiver(
    address: str = "https://partner.example/hook",
    kind: str = Receiver.Kind.WEBHOOK,
    **fields: Any,
) -> Receiver:
    defaults = {"name": "合作方", "secret": SECRET}
    return Receiver.objects.create(address=address, kind=kind, **defaults | fields)


def make_delivery(article: Article | None = None, **fields: Any) -> Delivery:
    now = timezone.now()
    defaults = {"kind": Delivery.Kind.PUBLISHED, "occurred_at": now, "due_at": now}
    if "receiver" not in fields:
        fields["receiver"] = make_receiver()
    return Delivery.objects.create(article=article, **defaults | fields)


def publish_article(categories: tuple[str, ...] = (), **fields: Any) -> Article:
    """Publish a new article as the desk does, a minute ago unless told otherwise."""
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "title": f"新报道{n}",
        "slug": f"new-story-{n}",
        "status": Status.PUBLISHED,
        "published_at": timezone.now() - timedelta(minutes=1),
    }
    article = Article(**defaults | fields)
    save(article, Labels(categories_named(categories), [], []))
    return article
