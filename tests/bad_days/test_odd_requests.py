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


# Lines that follow those of an ordinary request for our host.
_MORE = {
    "two hosts": b"Host: " + _EVIL,
    "forwarded": b"X-Forwarded-Host: " + _EVIL,
    "forwarded by the standard": b"Forwarded: host=" + _EVIL,
    "another address": b"X-Original-URL: /admin/",
    "another method": b"X-HTTP-Method-Override: DELETE",
    "a long header": b"X: " + b"x" * 600_000,
    "many headers": b"\r\n".join([b"X: y"] * 20_000),
    "a long cookie": b"Cookie: sessionid=" + b"x" * 60_000,
}
# Whole requests; ``%s`` is our host.
_OTHERS = {
    "another host": b"GET /zh-cn/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "ours last": b"GET /zh-cn/ HTTP/1.1\r\nHost: evil.example\r\nHost: %s\r\n\r\n",
    "no host": b"GET /zh-cn/ HTTP/1.1\r\n\r\n",
    "a name before": b"GET /zh-cn/ HTTP/1.1\r\nHost: %s@evil.example\r\n\r\n",
    "whole": b"GET http://evil.example/zh-cn/ HTTP/1.1\r\nHost: %s\r\n\r\n",
    "no method": b"\x00\x01\x02 / HTTP/9.9\r\n\r\n",
    "no version": b"GET /zh-cn/\r\n\r\n",
    "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a long address": b"GET /" + b"x" * 600_000 + b" HTTP/1.1\r\nHost: %s\r\n\r\n",
}


def hosts(host: bytes) -> dict[str, bytes]:
    """Return requests that claim another host or are far too long, by how."""
    start = b"GET /zh-cn/ HTTP/1.1\r\nHost: " + host + b"\r\n"
    found = {name: start + line + b"\r\n\r\n" for name, line in _MORE.items()}
    return found | {n: r.replace(b"%s", host) for n, r in _OTHERS.items()}


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
    assert_answered_soundly(proxy.connect, shapes(HOST.encode()), most=2)
    assert_answered_soundly(proxy.connect, hosts(HOST.encode()), most=1)
    with site.log.open("rb") as log:
        log.seek(before)
        read_by_site = log.read().count(b"/smuggled/ ")
    read_by_nginx = (proxy.folder / "newsdesk.log").read_bytes().count(b"/smuggled/ ")
    assert read_by_site == read_by_nginx
    assert proxy.status(FRONT, "127.0.9.9") == 200


def test_the_server_alone_answers_odd_requests_soundly(site: RunningSite) -> None:
    def connect() -> socket.socket:
        return socket.create_connection(("127.0.0.1", site.server.port), timeout=10)

    # One parser alone may read what is hidden as a second request, and nothing else.
    assert_answered_soundly(connect, shapes(b"127.0.0.1"), most=2)
    assert_answered_soundly(connect, hosts(b"127.0.0.1"), most=1)
    assert _EVIL.decode() not in site.get(FRONT).text
