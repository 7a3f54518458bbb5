"""Clients that send nothing, or stop reading, take no room from others behind nginx."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic, sleep

from tests.bad_days.people import meanwhile
from tests.bad_days.proxy import HOST, Proxy
from tests.bad_days.running_site import FRONT, RunningSite
from tests.bad_days.services import until

_SILENT, _STOPPED = 10_000, 2_000
_PATIENCE = 10.0  # Seconds that a reader waits at most for a page.


@contextmanager
def others_read(proxy: Proxy) -> Iterator[None]:
    """Let a reader with an address of his own get each page meanwhile, and soon."""
    met: list[tuple[int, float]] = []

    def read() -> None:
        begun = monotonic()
        try:
            status = proxy.status(FRONT, "127.0.9.9")
        except OSError:
            status = 0
        met.append((status, monotonic() - begun))

    read()
    with meanwhile(read, pause=0.2):
        yield
    assert {status for status, _seconds in met} == {200}, met
    assert max(seconds for _status, seconds in met) < _PATIENCE, met


def test_ten_thousand_connections_that_send_nothing(proxy: Proxy) -> None:
    with ExitStack() as silent, others_read(proxy):
        clients = [
            silent.enter_context(
                socket.create_connection(
                    ("127.0.0.1", proxy.port),
                    source_address=(f"127.0.{1 + n // 5000}.{1 + n % 250}", 0),
                )
            )
            for n in range(_SILENT)
        ]
        for client in clients:
            client.setblocking(False)
        until(lambda: all(map(is_hung_up, clients)), "they are hung up")


def is_hung_up(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_two_thousand_readers_who_stop_reading(proxy: Proxy, site: RunningSite) -> None:
    with ExitStack() as stopped, others_read(proxy):
        for n in range(_STOPPED):
            client = stopped.enter_context(proxy.connect(f"127.0.3.{1 + n % 250}"))
            path = site.picture if n % 2 else FRONT
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        sleep(60)
