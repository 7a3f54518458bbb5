"""What the addresses in an imported text mean: in its archive, on the site that the archive
was, and at the original of a text from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urljoin

from django.conf import settings

from articles.models import ArchiveSite, Article, ListPage

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?:)?//(?P<host>[^/?#\\]*)(?P<rest>.*)", re.I | re.DOTALL)


def is_local(address: str) -> bool:
    """Tell whether an address in a text names no site and no protocol."""
    return not _ELSEWHERE.match(address)


class TextPlace:
    """A text's archive and its path there, and the address of its original, if any.

    ``base_urls`` are those of the archive's site. They are looked up, if not given, when
    the first address needs them.
    """

    def __init__(
        self,
        archive: str,
        path: str,
        source_url: str = "",
        base_urls: tuple[str, ...] | None = None,
    ) -> None:
        self.archive = archive
        self.path = path
        self.source_url = source_url
        if base_urls is not None:
            self.base_urls = base_urls

    @cached_property
    def base_urls(self) -> tuple[str, ...]:
        row = ArchiveSite.objects.filter(archive=self.archive).first()
        return tuple(row.base_urls) if row else ()

    def is_local(self, address: str) -> bool:
        """Tell whether an address leads into the archive or the site that it was, and not
        just to another place in the text."""
        is_another = bool(address) and not address.startswith("#")
        return is_another and is_local(self.from_root(address))

    def from_root(self, address: str) -> str:
        """Return a full address of the archive's site from that site's root; any other
        as it is."""
        found = _WEB.match(address)
        if not found:
            return address
        host, rest = _host(found["host"]), f"/{found['rest'].lstrip('/')}"
        for base_host, base_path in self._bases():
            is_below = f"{rest}/".startswith(f"{base_path}/") or not base_path
            if host == base_host and is_below:
                return rest
        return address

    def spellings(self, address: str) -> Iterator[str]:
        """Yield a local address from its site's root, and below the folder that the site
        itself stood in, which the archive does not have."""
        from_root = self.from_root(address)
        yield from_root
        if from_root.startswith("/"):
            for _host, path in self._bases():
                if path and from_root.startswith(f"{path}/"):
                    yield from_root.removeprefix(path)

    def at_original(self, address: str) -> str:
        """Return a root-relative address as the original's site means it, if the text is
        from elsewhere; otherwise nothing."""
        if not address.startswith("/") or not is_local(address):
            return ""
        found = _WEB.match(self.source_url)
        own = _WEB.match(settings.SITE_URL)
        host = _host(found["host"]) if found else ""
        if not host or (own and host == _host(own["host"])):
            return ""
        if any(host == base_host for base_host, _path in self._bases()):
            return ""
        return urljoin(self.source_url, address)

    def _bases(self) -> list[tuple[str, str]]:
        """Return host and path of each base, without a slash at the end."""
        return [
            (_host(found["host"]), found["rest"].partition("?")[0].rstrip("/"))
            for found in map(_WEB.match, self.base_urls)
            if found and found["host"]
        ]


def place_of(text: Article | ListPage) -> TextPlace | None:
    """Return the place of a stored text; None if it was written here."""
    imported_file = getattr(text, "imported_file", None) if text.pk else None
    if imported_file is None:
        return None
    source_url = text.source_url if isinstance(text, Article) else ""
    return TextPlace(imported_file.archive, imported_file.path, source_url)


def _host(authority: str) -> str:
    """Return a host as it is compared: without its usual port, and without ``www.``"""
    host = authority.rpartition("@")[2].lower()
    return re.sub(r":(?:80|443)?\Z", "", host).removeprefix("www.")
