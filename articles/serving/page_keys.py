"""The key that a page is kept under, and the bare request that it is made from.

Everything that tells readers apart is left out of both, so that nothing of one reader can
enter a page that another one gets.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

Environ = dict[str, Any]

_PAGE = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
# What the server says of itself, whoever asks.
_OF_THE_SERVER = (
    *("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME"),
    *("wsgi.version", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess"),
    "wsgi.run_once",
)


class Key(NamedTuple):
    """The parts of a request that decide its page: one key, the same bytes."""

    scheme: str
    host: str
    path: str
    query: str
    is_document: bool


class Keys:
    """Make keys of requests, as the site's settings say who is who.

    ``hosts`` are the names that the site answers for, ``cookies`` those whose bearers get
    pages of their own, ``prefixes`` where nothing is kept. ``scheme_header`` is where a
    proxy says that a request came over TLS.
    """

    def __init__(
        self,
        hosts: Iterable[str],
        cookies: Iterable[str],
        prefixes: Iterable[str],
        scheme_header: str = "",
    ) -> None:
        self.hosts = frozenset(host.lower() for host in hosts)
        self.cookies = tuple(f"{name}=" for name in cookies)
        self.prefixes = tuple(prefixes)
        self.scheme_header = scheme_header

    def key_of(self, environ: Environ) -> Key | None:
        """Return the key of a request, or None for one that is Django's alone: of somebody
        who is signed in, with a body, for a host that is not ours."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        path = environ.get("PATH_INFO", "")
        host = self._host(environ.get("HTTP_HOST", ""))
        if not host or path.startswith(self.prefixes) or self._is_personal(environ):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            known = _known_parameters(query)
            if known is None:
                return None
            query = known
        scheme = environ.get("wsgi.url_scheme", "http")
        if self.scheme_header and (said := environ.get(self.scheme_header)):
            is_tls = said.partition(",")[0].strip() == "https"
            scheme = "https" if is_tls else "http"
        # Browsers get feeds as pages, feed readers as feeds.
        is_feed = "/feed." in path
        is_document = is_feed and environ.get("HTTP_SEC_FETCH_DEST") == "document"
        return Key(scheme, host, path, query, is_document)

    def bare_request(self, key: Key, environ: Environ) -> Environ:
        """Return a GET request that holds what the key says, and nothing of who asks."""
        bare: Environ = {
            name: environ[name] for name in _OF_THE_SERVER if name in environ
        }
        bare |= {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": key.path,
            "QUERY_STRING": key.query,
            "HTTP_HOST": key.host,
            "REMOTE_ADDR": "",
            "wsgi.url_scheme": key.scheme,
            "wsgi.input": io.BytesIO(),
        }
        if self.scheme_header:
            bare[self.scheme_header] = key.scheme
        if key.is_document:
            bare["HTTP_SEC_FETCH_DEST"] = "document"
        return bare

    def _host(self, host: str) -> str:
        """Return the name of a host of ours without its port; empty for another."""
        if host in self.hosts:
            return host
        name, _colon, port = host.lower().rpartition(":")
        if not name:
            name, port = host.lower(), "0"
        is_port = port.isdecimal() and port.isascii()
        return name if is_port and name in self.hosts else ""

    def _is_personal(self, environ: Environ) -> bool:
        if "HTTP_AUTHORIZATION" in environ:
            return True
        if environ.get("CONTENT_LENGTH") not in {None, "", "0"}:
            return True
        cookies = environ.get("HTTP_COOKIE") or ""
        return any(name in cookies for name in self.cookies)


def is_exact(key: Key, environ: Environ) -> bool:
    """Tell whether the key holds the whole query that was asked with."""
    return bool(environ.get("QUERY_STRING", "") == key.query)


def _known_parameters(query: str) -> str | None:
    """Return of a query what pages depend on; None for one that is nonsense."""
    try:
        asked = parse_qsl(query, keep_blank_values=True)
    except ValueError:
        return None
    pages = [value for name, value in asked if name == "page"]
    if len(pages) > 1 or (pages and not _PAGE.fullmatch(pages[0])):
        return None
    # The index of tags has two orders.
    orders = [value for name, value in asked if name == "order"]
    known = [("order", "name")] if orders and orders[-1] == "name" else []
    return urlencode([*known, *(("page", number) for number in pages)])
