"""The page cache: a WSGI application around Django's that answers what it keeps.

A hit costs a few look-ups in dictionaries. Nothing of Django's runs, and no database or
other server is asked: a thread watches the content's version (``watch``).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Lock
from typing import Any, NamedTuple

from django.db import Error

from articles.background_threads import BackgroundThread
from articles.serving.deadlines import UNTIL, is_kept_path, next_change_at
from articles.serving.edge import Edge, EdgeTeller
from articles.serving.kept_pages import (
    Headers,
    KeptPage,
    KeptPages,
    StartResponse,
    accepts_gzip,
    compress,
    header,
    is_compressible,
)
from articles.serving.page_keys import Environ, Key, Keys, is_exact
from articles.serving.shared_pages import SharedPages
from articles.serving.version import ENVIRON_KEY, Version
from articles.serving.watch import VersionWatch
from newsdesk.observability import metrics
from newsdesk.observability.request_ids import HEADER as REQUEST_ID, take_request_id

# An old page may be served so long while it is made again, in seconds.
OLD_FOR = 0.5
# Without its database the site shows what it kept for so long.
CUT_OFF_FOR = 300.0
# Answers that there is no page here: of each address that robots make up, one.
ROOM_FOR_OTHERS = 2_000_000
_KEPT_STATUS = ("200", "301", "404", "410")
_LONGEST_WAIT = 30.0  # Seconds for another who makes the same page.
_VARY = {"", "accept-encoding", "sec-fetch-dest"}


class Answer(NamedTuple):
    """An answer of Django, read to its end."""

    status: str
    headers: Headers
    body: bytes


class PageCache:
    """Serve kept pages; have others made, and keep those that are the same for everybody.

    ``room`` is in bytes. Tests that drive the ``watch`` themselves start no threads.
    """

    def __init__(
        self,
        application: Any,
        keys: Keys,
        *,
        room: int,
        shared: SharedPages | None = None,
        edge: Edge | None = None,
        has_threads: bool = True,
    ) -> None:
        self.application = application
        self.keys = keys
        self.pages = KeptPages(room)
        self.others = KeptPages(ROOM_FOR_OTHERS)
        self.shared = shared
        self.watch = VersionWatch()
        self.teller = EdgeTeller(edge, self.watch) if edge else None
        self.has_threads = has_threads
        self._making: dict[Key, Lock] = {}
        self._next_change = (-1, 0.0, 0.0)
        self._sent: deque[str] = deque()
        self._changed = Event()
        self._refresher = BackgroundThread(self._refresh, name="kept-pages")
        if has_threads:
            self.watch.on_change = self._note_change
            self.watch.on_poll = self._note_poll

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        key = self.keys.key_of(environ)
        if key is None:
            return self._personal(environ, start_response)
        watch, now = self.watch, time.time()
        page = self.pages.get(key)
        if (
            page is not None
            and page.version == watch.number
            and page.holds_at(now)
            and not watch.is_late
        ):
            page.hits += 1
            if page.has_grown:
                self.pages.put(key, page)
            return self._send(page, environ, start_response, now)
        return self._other(key, page, environ, start_response)

    def _send(
        self,
        page: KeptPage,
        environ: Environ,
        start_response: StartResponse,
        now: float,
        *,
        is_uncertain: bool = False,
    ) -> Iterable[bytes]:
        """Send a page under the name of this request, and remember to count it."""

        def start(status: str, headers: Headers) -> None:
            self._sent.append(status[:3])
            name = take_request_id(environ.get("HTTP_X_REQUEST_ID"))
            start_response(status, [*headers, (REQUEST_ID, name), *added])

        added: Headers = []
        if self.teller and not is_uncertain:
            added = self.teller.headers_of(page, now)
        return page.send(environ, start, now, is_uncertain=is_uncertain)

    def flush_counts(self) -> None:
        """Count what was sent since the last time. Threads may go on sending."""
        metrics.count_kept([self._sent.popleft() for _n in range(len(self._sent))])

    # What the watch calls.

    def _note_change(self) -> None:
        self._changed.set()
        if self.teller:
            self.teller.wake()

    def _note_poll(self) -> None:
        self.flush_counts()
        if self.teller:
            self.teller.wake()

    # Beside the hits.

    def _personal(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.application(environ, start_response)
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            self.watch.poll_soon()  # Who changed something sees it.
        return answer

    def _other(
        self,
        key: Key,
        page: KeptPage | None,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        self._start()
        if page is None:
            page = self.others.get(key) if is_exact(key, environ) else None
        if self.watch.is_late:
            return self._cut_off(page, environ, start_response)
        if page is not None and (self._is_fresh(page) or self._may_serve_old(page)):
            page.hits += 1
            return self._send(page, environ, start_response, time.time())
        if is_kept_path(key.path):
            made = self._make_once(key, environ)
            if made is not None and (made.is_page or is_exact(key, environ)):
                return self._send(made, environ, start_response, time.time())
            if page is not None and not self.watch.poll():
                return self._cut_off(page, environ, start_response)
        return self._ask_django(key, environ, start_response)

    def _cut_off(
        self, page: KeptPage | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer without the database: as kept, or as Django does."""
        if page is not None and self._may_serve_cut_off(page):
            now = time.time()
            return self._send(page, environ, start_response, now, is_uncertain=True)
        return self.application(environ, start_response)  # type: ignore[no-any-return]

    def _start(self) -> None:
        if not self.has_threads:
            return
        self.watch.start()
        if self.teller:
            self.teller.start()
        self._refresher.start()

    def _is_fresh(self, page: KeptPage) -> bool:
        return page.version == self.watch.number and page.holds_at(time.time())

    def _may_serve_old(self, page: KeptPage) -> bool:
        """Tell whether a page was right until a moment ago, and takes nothing back."""
        watch = self.watch
        return (
            watch.previous is not None
            and page.version >= watch.previous
            and page.version >= watch.hidden_at
            and page.holds_at(time.time())
            and time.monotonic() - watch.changed_at < OLD_FOR
        )

    def _may_serve_cut_off(self, page: KeptPage) -> bool:
        """Tell whether a page was right a short while ago, and takes nothing back."""
        watch, now = self.watch, time.time()
        is_recent = page.version >= watch.hidden_at and now - page.made_at < CUT_OFF_FOR
        is_right = page.version == watch.number or is_recent
        return is_right and page.holds_at(now) and watch.age < CUT_OFF_FOR

    # Making pages.

    def _make_once(self, key: Key, environ: Environ) -> KeptPage | None:
        """Return the page, made by this thread or by another that was before it; None
        where it cannot be made for everybody."""
        with self._lock_of(key):
            page = self.pages.get(key) or self.others.get(key)
            if page is not None and self._is_fresh(page):
                return page
            bare = self.keys.bare_request(key, environ)
            return self._make(key, bare, accepts_gzip(environ))

    @contextmanager
    def _lock_of(self, key: Key) -> Iterator[None]:
        lock = self._making.setdefault(key, Lock())
        is_locked = lock.acquire(timeout=_LONGEST_WAIT)
        try:
            yield
        finally:
            self._making.pop(key, None)
            if is_locked:
                lock.release()

    def _make(self, key: Key, bare: Environ, is_packed: bool) -> KeptPage | None:
        """Make a page for everybody from a request of nobody, and keep it."""
        try:
            version = self.watch.read()
        except Error:
            return None
        self.watch.note(version)
        if self.shared and (page := self.shared.get(key, version.number)):
            page.request = bare
            return self._keep(key, page)
        now = time.time()
        request = {**bare, ENVIRON_KEY: version}
        answer = self._answer_of(request)
        if not isinstance(answer, Answer) or not _is_for_everybody(answer):
            return None
        if answer.status.startswith("200") and UNTIL not in request:
            return None
        page = self._page_of(key, answer, version, now, request)
        if page is None:
            return None
        page.request = bare
        page.prepare(is_packed)
        if self.shared:
            self.shared.put(key, page)
        return self._keep(key, page)

    def _page_of(
        self, key: Key, answer: Answer, version: Version, now: float, request: Environ
    ) -> KeptPage | None:
        """Return the page of an answer that was begun at a moment, with its deadline."""
        try:
            until = min(request.get(UNTIL, float("inf")), self._change_after(now))
        except Error:
            return None
        before = self.pages.get(key)
        page = KeptPage(*answer, version.number, now, until, now)
        if before is not None and before.etag == page.etag:
            page.changed_at = before.changed_at
        return page

    def _keep(self, key: Key, page: KeptPage) -> KeptPage:
        (self.pages if page.is_page else self.others).put(key, page)
        (self.others if page.is_page else self.pages).drop(key)
        return page

    def _change_after(self, now: float) -> float:
        """Return when the clock next changes a page of the current version. Remembered:
        a version has the same moments for all pages. Raises ``django.db.Error``."""
        number, asked_at, known = self._next_change
        if number != self.watch.number or not asked_at <= now < known:
            number = self.watch.number
            known = next_change_at(datetime.fromtimestamp(now, UTC)).timestamp()
            self._next_change = number, now, known
        return known

    def _answer_of(self, environ: Environ) -> Answer | tuple[str, Headers, Any]:
        """Ask Django; return what it says, or a stream that is not begun."""
        said: list[Any] = []

        def start_response(status: str, headers: Headers, *_error: Any) -> None:
            said[:] = status, headers

        answer = self.application(environ, start_response)
        status, headers = said
        if getattr(answer, "streaming", True):
            return status, headers, answer
        try:
            return Answer(status, headers, b"".join(answer))
        finally:
            answer.close()

    def _ask_django(
        self, key: Key, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer as Django does, compressed if it is public; keep that there is no page."""
        is_asked_as_kept = is_exact(key, environ)
        version = self.watch.number
        now = time.time()
        answer = self._answer_of(environ)
        if not isinstance(answer, Answer):
            stream: Any = answer[2]
            start_response(*answer[:2])
            return stream  # type: ignore[no-any-return]
        is_public = _is_for_everybody(answer) or _is_public(answer.headers)
        is_get = environ["REQUEST_METHOD"] == "GET"
        is_whole = is_get and not answer.status.startswith(("200", "304"))
        if is_asked_as_kept and is_whole and _is_for_everybody(answer):
            kept = self._keep_other(key, answer, version, now)
            return self._send(kept, environ, start_response, now)
        status, headers, body = answer
        if is_public and is_get and is_compressible(headers, body):
            headers, body = _compressed(headers, body, accepts_gzip(environ))
        start_response(status, headers)
        return [body]

    def _keep_other(
        self, key: Key, answer: Answer, version: int, now: float
    ) -> KeptPage:
        page = KeptPage(*answer, version, now, now, now)
        try:
            page.until = self._change_after(now)
        except Error:
            return page
        return self._keep(key, page)

    # Making pages again.

    def _refresh(self) -> None:
        """Make again, after each change, what readers ask for, for as long as it may be
        served as it was."""
        while True:
            self._changed.wait()
            self._changed.clear()
            self.refresh()

    def refresh(self) -> None:
        """Make the pages that were asked for since the last change, most asked for first,
        until they may not be served as they were or there is another change."""
        number = self.watch.number
        for key, page in self.pages.asked_for():
            if self.watch.number != number:
                return
            is_old = page.version != number and self._may_serve_old(page)
            if is_old and self._making.get(key) is None:
                with self._lock_of(key):
                    self._make(key, self.keys.bare_request(key, page.request), True)


def _is_for_everybody(answer: Answer) -> bool:
    """Tell whether an answer may be kept: nothing in it is of who asked."""
    return answer.status.startswith(_KEPT_STATUS) and _is_public(answer.headers)


def _is_public(headers: Headers) -> bool:
    caching = header(headers, "cache-control").lower()
    if "private" in caching or "no-store" in caching or header(headers, "set-cookie"):
        return False
    vary = {name.strip().lower() for name in header(headers, "vary").split(",")}
    return vary <= _VARY


def _compressed(headers: Headers, body: bytes, is_asked: bool) -> tuple[Headers, bytes]:
    """Return an answer as who asks takes it, with a tag that stands for both."""
    vary = ", ".join(filter(None, [header(headers, "vary"), "Accept-Encoding"]))
    changed = [
        (name, f"W/{value}" if name.lower() == "etag" and value[:1] == '"' else value)
        for name, value in headers
        if name.lower() not in {"vary", "content-length"}
    ]
    body = compress(body) if is_asked else body
    changed += [("Vary", vary), ("Content-Length", str(len(body)))]
    if is_asked:
        changed.append(("Content-Encoding", "gzip"))
    return changed, body
