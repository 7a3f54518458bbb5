"""Requests that two parsers could read in two ways, hosts that are not ours, long headers."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

from tests.bad_days.proxy import HOST, Proxy
from tests.bad_days.running_site import FRONT, RunningSite

_SMUGGLED = b"GET /zh-cn/smuggled/ HTTP/1.1\r\nHost: news.example\r\n\r\n"
_EVIL = b"evil.example"
# The lines that say how long a request's body is.
_LENGTHS = {
    "a length and chunks": b"Content-Length: %d\r\nTransfer-Encoding: chunked",
    "chunks and a length": b"Transfer-Encoding: chunked\r\nContent-Length: %d",
    "two lengths": b"Content-Length: 5\r\nContent-Length: %d",
    "a list of lengths": b"Content-Length: 5, %d",
    "a length with a sign": b"Content-Length: +5\r\nX: %d",
    "a length below nothing": b"Content-Length: -5\r\nX: %d",
    "a length of letters": b"Content-Length: 0x5\r\nX: %d",
    "a length beyond numbers": b"Content-Length: 184467440737095516165\r\nX: %d",
    "a blank before the colon": b"Transfer-Encoding : chunked\r\nContent-Length: %d",
    "a tab before the value": b"Transfer-Encoding:\tchunked\r\nContent-Length: %d",
    "a form feed": b"Transfer-Encoding: \x0cchunked\r\nContent-Length: %d",
    "an unknown coding": b"Transfer-Encoding: xchunked\r\nContent-Length: %d",
    "two codings": b"Transfer-Encoding: chunked, identity\r\nContent-Length: %d",
    "codings twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\nX: %d",
    "a folded line": b"Transfer-Encoding:\r\n chunked\r\nContent-Length: %d",
    "an underscore": b"Transfer_Encoding: chunked\r\nContent-Length: %d",
    "a null": b"Transfer-Encoding: chunked\x00\r\nContent-Length: %d",
    "a bare line feed": b"X: y\nTransfer-Encoding: chunked\r\nContent-Length: %d",
}
_CHUNKS = {
    "a chunk of no number": b"Transfer-Encoding: chunked\r\n\r\nz\r\n",
    "a chunk beyond numbers": b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
    "a chunk with a line feed": b"Transfer-Encoding: chunked\r\n\r\n0\n\n",
    "a chunk with a sign": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
}


def shapes(host: bytes) -> dict[str, bytes]:
    """Return requests that hide another one, by what is odd with them."""
    start = b"POST /zh-cn/ HTTP/1.1\r\nHost: " + host + b"\r\n"
    inner = b"0\r\n\r\n" + _SMUGGLED
    found = {
        name: start + line % len(inner) + b"\r\n\r\n" + inner
        for name, line in _LENGTHS.items()
    }
    return found | {name: start + rest + _SMUGGLED for name, rest in _CHUNKS.items()}


def hosts(host: bytes) -> dict[str, bytes]:
    """Return requests that claim another host, by how."""
    ours = b"Host: " + host + b"\r\n"
    evil = b"Host: " + _EVIL + b"\r\n"
    path, end = b" HTTP/1.1\r\n", b"\r\n"
    return {
        "another host": b"GET /zh-cn/" + path + evil + end,
        "two hosts": b"GET /zh-cn/" + path + ours + evil + end,
        "two hosts, ours last": b"GET /zh-cn/" + path + evil + ours + end,
        "no host": b"GET /zh-cn/" + path + end,
        "a name and a password": b"GET /zh-cn/"
        + path
        + b"Host: a@"
        + _EVIL
        + end
        + end,
        "a whole address": b"GET http://evil.example/zh-cn/" + path + ours + end,
        "forwarded": b"GET /zh-cn/"
        + path
        + ours
        + b"X-Forwarded-Host: "
        + _EVIL
        + end
        + end,
        "forwarded for": b"GET /zh-cn/"
        + path
        + ours
        + b"Forwarded: host="
        + _EVIL
        + end
        + end,
        "another address": b"GET /zh-cn/"
        + path
        + ours
        + b"X-Original-URL: /admin/"
        + end
        + end,
        "another method": b"GET /zh-cn/"
        + path
        + ours
        + b"X-HTTP-Method-Override: DELETE"
        + end
        + end,
        "no method": b"\x00\x01\x02 / HTTP/9.9\r\n\r\n",
        "no version": b"GET /zh-cn/\r\n\r\n",
        "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "a long header": b"GET /zh-cn/"
        + path
        + ours
        + b"X: "
        + b"x" * 600_000
        + end
        + end,
        "many headers": b"GET /zh-cn/" + path + ours + b"X: y\r\n" * 20_000 + end,
        "a long address": b"GET /zh-cn/" + b"x" * 600_000 + path + ours + end,
        "a long cookie": b"GET /zh-cn/"
        + path
        + ours
        + b"Cookie: sessionid="
        + b"x" * 60_000
        + end
        + end,
    }


def answers_to(connection: socket.socket, request: bytes) -> tuple[list[int], bytes]:
    """Send a request; return the status of each answer that comes, and all that was said."""
    said = b""
    with connection:
        connection.settimeout(3)
        try:
            connection.sendall(request)
            while more := connection.recv(65536):
                said += more
        except OSError:
            pass
    found = re.findall(rb"(?:^|\n|>)HTTP/1\.[01] (\d{3})", said)
    return list(map(int, found)), said


def assert_answered_soundly(
    connect: Callable[[], socket.socket], requests: dict[str, bytes], most: int
) -> None:
    """Let each request get so many answers at most, none of them an error of ours or a page
    with another host in it."""
    for name, request in requests.items():
        statuses, said = answers_to(connect(), request)
        assert len(statuses) <= most, (name, statuses)
        assert not {500, 502, 504} & set(statuses), (name, statuses)
        assert b"Traceback" not in said, name
        assert _EVIL not in said, name


def test_nginx_and_the_site_see_the_same_requests(
    proxy: Proxy, site: RunningSite
) -> None:
    before = site.log.stat().st_size
    assert_answered_soundly(proxy.connect, shapes(HOST.encode()), most=1)
    assert_answered_soundly(proxy.connect, hosts(HOST.encode()), most=1)
    with site.log.open("rb") as log:
        log.seek(before)
        assert b"smuggled" not in log.read()
    assert proxy.status(FRONT, "127.0.9.9") == 200


def test_the_server_alone_answers_odd_requests_soundly(site: RunningSite) -> None:
    def connect() -> socket.socket:
        return socket.create_connection(("127.0.0.1", site.server.port), timeout=10)

    # One parser alone may read what is hidden as a second request, and nothing else.
    assert_answered_soundly(connect, shapes(b"127.0.0.1"), most=2)
    assert_answered_soundly(connect, hosts(b"127.0.0.1"), most=1)
    assert _EVIL.decode() not in site.get(FRONT).text
