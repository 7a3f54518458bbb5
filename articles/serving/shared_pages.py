"""Pages that all processes share, in Redis: asked where a process has none of its own."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from articles.serving.kept_pages import KeptPage
from articles.serving.page_keys import Key

# Pages of a version that is over go by themselves.
LONGEST = 600  # Seconds.


class SharedPages:
    """Keep pages under the content's version, and under the program that makes them."""

    def __init__(self) -> None:
        self.program = _digest_of_program()

    def get(self, key: Key, version: int) -> KeptPage | None:
        """Return a page of a version, if somebody made it and its deadline is ahead."""
        found = cache.get(self._name(key, version))
        if found is None:
            return None
        status, headers, packed, body, made_at, until, changed_at, etag = found
        times = made_at, until, changed_at
        page = KeptPage(status, headers, body, version, *times, etag, packed=packed)
        return page if page.holds_at(time.time()) else None

    def put(self, key: Key, page: KeptPage) -> None:
        timeout = min(page.until - time.time(), LONGEST)
        if timeout > 0 and page.is_page:
            values = page.status, page.headers, page.packed, page.body
            values += page.made_at, page.until, page.changed_at, page.etag  # type: ignore[assignment]
            cache.set(self._name(key, page.version), values, timeout)

    def _name(self, key: Key, version: int) -> str:
        digest = hashlib.sha256(repr((self.program, *key)).encode()).hexdigest()
        return f"page:{version}:{digest[:32]}"


def _digest_of_program() -> str:
    """Return a digest of what makes pages beside the database: after an update, or with
    other settings, they are others."""
    root = settings.BASE_DIR
    files = [Path(settings.STATIC_ROOT, "staticfiles.json")]
    for folder, pattern in (
        ("articles", "*.py"),
        ("templates", "*"),
        ("newsdesk", "*"),
    ):
        files += sorted((root / folder).rglob(pattern))
    stamps = [(str(f), f.stat().st_mtime_ns) for f in files if f.is_file()]
    choices = [
        *(settings.SITE_URL, settings.MEDIA_URL, settings.DEFAULT_VARIANT),
        *(settings.TIME_ZONE, settings.ALLOWED_HOSTS),
    ]
    return hashlib.sha256(repr((stamps, choices)).encode()).hexdigest()
