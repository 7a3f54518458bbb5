"""Tell a Varnish or a CDN, which keeps pages in front of the site, of every change.

It may keep a page only while it is known to hear of changes. To browsers, and to caches
that nobody tells anything, the answers say what they always do: ask each time.
"""

from __future__ import annotations

import http.client
import json
import logging
import time
import uuid
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from threading import Event
from typing import Protocol
from urllib.parse import SplitResult, urlunsplit

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from articles.background_threads import BackgroundThread
from articles.models import EdgePurge
from articles.serving.kept_pages import Headers, KeptPage
from articles.serving.version import Version
from articles.serving.watch import VersionWatch
from newsdesk.observability import metrics

logger = logging.getLogger(__name__)

# The key of all pages: each change of the content changes what they share.
KEY = "content"
# How long one answer of the database vouches for its version: two questions may be lost.
LEASE = 0.6  # Seconds.
# When nobody sends a page of the version before any more that may be kept.
SETTLED = 0.75
# A page may be kept for so long, half of that while it is asked for again.
LONGEST = 60
# Between two purges of a CDN, more after each that fails.
PAUSE = 0.5
LONGEST_PAUSE = 30.0
# Others leave purging to the process that purged last for so long.
CLAIM = timedelta(seconds=2)
LOGGED_EVERY = 60.0


class Edge(Protocol):
    """A keeper of pages in front of the site, which is told of changes."""

    def tell(self, watch: VersionWatch) -> None:
        """Tell it what it has to know now. Called at each change, and at each poll."""

    def knows(self, number: int) -> bool:
        """Tell whether it is known to keep nothing of before this version."""

    def refusal(self, version: Version) -> str:
        """Return what is wrong with it, for a person; empty if nothing is."""


def edge_of_settings() -> Edge | None:
    """Return what stands in front of the site, if the settings name anything."""
    address = settings.EDGE_PURGE_URL
    if address is None:
        return None
    hook = Hook(address, settings.EDGE_PURGE_HEADER)
    return Varnish(hook) if address.scheme == "varnish" else Cdn(hook)


class Hook:
    """Sends requests to the address that an operator set, with the secret of it."""

    def __init__(self, address: SplitResult, header: tuple[str, str]) -> None:
        self.host, self.port = address.hostname or "", address.port
        self.is_tls = address.scheme == "https"
        self.target = urlunsplit(("", "", address.path or "/", address.query, ""))
        self.secret = dict([header]) if header[0] else {}
        self._logged_at = -1e9

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        kind = (
            http.client.HTTPSConnection if self.is_tls else http.client.HTTPConnection
        )
        return kind(self.host, self.port, timeout=timeout)

    def send(
        self,
        peer: http.client.HTTPConnection,
        method: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> str:
        """Send a request; return why it was not done, which is empty if it was."""
        try:
            peer.request(method, self.target, body, {**self.secret, **headers})
            answer = peer.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            peer.close()
            return f"{self.host} does not answer: {error or type(error).__name__}"
        if 200 <= answer.status < 300:
            return ""
        return f"{self.host} refuses: {answer.status} {answer.reason}"

    def note(self, refusal: str) -> None:
        """Count a request, and log once a minute that none is done."""
        metrics.count_edge("refused" if refusal else "done")
        if refusal and time.monotonic() - self._logged_at > LOGGED_EVERY:
            self._logged_at = time.monotonic()
            logger.error("The edge hears of no change: %s.", refusal)


class Varnish:
    """A Varnish that serves pages of the version it was told, for as long as it is told.

    Each worker tells it what the database says, so that a message or a process may be lost:
    then it asks the site for each page (``deploy/varnish/newsdesk.vcl``).
    """

    TIMEOUT = 0.25  # Seconds; what it hears later is not true any more.

    def __init__(self, hook: Hook) -> None:
        self.hook = hook
        self._peer = hook.connect(self.TIMEOUT)
        self._told = -1, -1e9

    def tell(self, watch: VersionWatch) -> None:
        number, until = watch.number, watch.seen_at + LEASE
        lease = until - time.monotonic()
        if number >= 0 and lease > 0:
            refusal = self._send(self._peer, number, lease)
            self.hook.note(refusal)
            self._told = number, -1e9 if refusal else until

    def knows(self, number: int) -> bool:
        told, until = self._told
        return told == number and time.monotonic() < until

    def refusal(self, version: Version) -> str:
        with closing(self.hook.connect(self.TIMEOUT)) as peer:
            return self._send(peer, version.number, LEASE)

    def _send(self, peer: http.client.HTTPConnection, number: int, lease: float) -> str:
        said = {"Content-Version": str(number), "Lease": f"{lease:.3f}"}
        return self.hook.send(peer, "PURGE", said)


class Cdn:
    """A CDN that purges what has a key when it is asked to by HTTP.

    A page that was on its way while the first purge was done is found by the second, once
    no worker sends another one of that version. Only then may pages be kept again.
    ``EdgePurge`` has what all processes know of it; one of them purges at a time.
    """

    TIMEOUT = 5.0
    BODY = json.dumps({"tags": [KEY]}).encode()
    LATE_AFTER = 60.0

    def __init__(self, hook: Hook) -> None:
        self.hook = hook
        self._claim = uuid.uuid4().hex
        self._known = -1  # The version that is known to be purged.
        self._begun = -1  # The version that this process has purged once.
        self._again_at, self._pause = -1e9, PAUSE

    def tell(self, watch: VersionWatch) -> None:
        now, number, changed_at = time.monotonic(), watch.number, watch.changed_at
        close_old_connections()
        try:
            self._known = purged_version()
            is_settled = now - changed_at >= SETTLED
            is_due = self._known != number and (self._begun != number or is_settled)
            if number < 0 or not is_due or now < self._again_at or not self._claims():
                return
            if not self._purge(now):
                return
            self._begun = number
            if is_settled:
                EdgePurge.objects.filter(pk=1).update(version=number)
                self._known = number
        except Error:
            connection.close()

    def knows(self, number: int) -> bool:
        return self._known == number

    def refusal(self, version: Version) -> str:
        """A version is the moment of its change: nobody need keep another one."""
        age = time.time() - version.number / 1e6
        if purged_version() == version.number or age < self.LATE_AFTER:
            return ""
        return f"{self.hook.host} has not purged the change of {age:.0f} seconds ago"

    def _claims(self) -> bool:
        """Tell whether it is this process that purges. Another one follows if it dies."""
        now = timezone.now()
        EdgePurge.objects.get_or_create(pk=1)
        is_over = Q(claimed_until=None) | Q(claimed_until__lt=now)
        rows = EdgePurge.objects.filter(Q(claim=self._claim) | is_over, pk=1)
        return bool(rows.update(claim=self._claim, claimed_until=now + CLAIM))

    def _purge(self, now: float) -> bool:
        kind = {"Content-Type": "application/json"}
        with closing(self.hook.connect(self.TIMEOUT)) as peer:
            refusal = self.hook.send(peer, "POST", kind, self.BODY)
        self.hook.note(refusal)
        self._pause = min(2 * self._pause, LONGEST_PAUSE) if refusal else PAUSE
        self._again_at = now + self._pause
        return not refusal


def purged_version() -> int:
    """Return the version that a CDN is known to have purged for. One query."""
    known = EdgePurge.objects.filter(pk=1).values_list("version", flat=True).first()
    return -1 if known is None else known


class EdgeTeller:
    """Tells an edge, behind requests, what the watch sees, and says what it may keep."""

    def __init__(self, edge: Edge, watch: VersionWatch) -> None:
        self.edge, self.watch = edge, watch
        self._wake = Event()
        self._thread = BackgroundThread(self._run, name="edge")

    def headers_of(self, page: KeptPage, now: float) -> Headers:
        """Return what lets the edge keep a page, if it knows the page's version and the
        database has just said that there is no other.

        Each policy is of a field that browsers do not know: they would take the part about
        stale pages for themselves.
        """
        number, seconds = self.watch.number, int(min(LONGEST, page.until - now))
        is_newest = page.version == number and self.watch.age < LEASE
        if not is_newest or seconds < 1 or not self.edge.knows(number):
            return []
        fresh = (seconds + 1) // 2
        policy = f"max-age={fresh}, stale-while-revalidate={seconds - fresh}"
        return [
            ("Surrogate-Control", policy),
            ("CDN-Cache-Control", policy),
            ("Surrogate-Key", KEY),
            ("Cache-Tag", KEY),
            ("Content-Version", str(number)),
        ]

    def wake(self) -> None:
        self._wake.set()

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            self.edge.tell(self.watch)
