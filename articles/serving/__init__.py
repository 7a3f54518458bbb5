"""Whole pages, kept and served before Django is asked.

``page_cache`` is the WSGI application around Django's. ``page_keys`` says which requests get the
same page, ``kept_pages`` are the bytes of each, ``shared_pages`` those in Redis,
``deadlines`` until when a page holds, ``version`` the number that grows with every change of
what readers see, ``watch`` the thread that asks for it, ``replicas`` chooses the database that
a page is read from, and ``edge`` is what keeps pages in front of the site and is told of changes.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from articles.serving.deadlines import keep_until, kept_page, next_change_at
from articles.serving.edge import edge_of_settings
from articles.serving.page_cache import PageCache
from articles.serving.page_keys import Keys
from articles.serving.replicas import database_for, leave_out_replica
from articles.serving.shared_pages import SharedPages
from articles.serving.version import Version, read_version, version_of

__all__ = [
    "PageCache",
    "Version",
    "database_for",
    "edge_of_settings",
    "keep_until",
    "kept_page",
    "keys_of_site",
    "leave_out_replica",
    "next_change_at",
    "read_version",
    "version_of",
    "with_page_cache",
]


def with_page_cache(application: Any) -> Any:
    """Return Django's WSGI application behind the page cache, if the settings want one."""
    if not settings.KEPT_PAGES_BYTES:
        return application
    shared = SharedPages() if settings.SHARES_KEPT_PAGES else None
    room, edge = settings.KEPT_PAGES_BYTES, edge_of_settings()
    return PageCache(application, keys_of_site(), room=room, shared=shared, edge=edge)


def keys_of_site() -> Keys:
    """Return who makes the keys of this site's pages."""
    header, _value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    paths = [settings.STATIC_URL, settings.MEDIA_URL]
    return Keys(
        hosts=[name for name in settings.ALLOWED_HOSTS if name[:1] not in "*."],
        # What Django tells one reader after a form stands in a cookie, too.
        cookies=[settings.SESSION_COOKIE_NAME, "messages"],
        prefixes=["/admin/", *(path for path in paths if path.startswith("/"))],
        scheme_header=header,
    )
