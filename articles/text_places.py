"""What the addresses in an imported text mean: in its archive, on the site that the archive
was, and at the original of a text from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from django.conf import settings

from articles.models import Article, ListPage

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?:)?//(?P<host>[^/?#\\]*)(?P<rest>.*)", re.I | re.DOTALL)


def is_local(address: str) -> bool:
    """Tell whether an address in a text names no site and no protocol."""
    return not _ELSEWHERE.match(address)


class Site(Protocol):
    """The site that an archive was: its baseURL, and those of its languages."""

    @property
    def base_urls(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class TextPlace:
    """A text's archive and its path there, the archive's site, and the address of the
    text's original, if any."""

    archive: str
    path: str
    site: Site
    source_url: str = ""

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
            for found in map(_WEB.match, self.site.base_urls)
            if found and found["host"]
        ]


def place_of(text: Article | ListPage) -> TextPlace | None:
    """Return the place of a stored text; None if it was written here."""
    imported_file = getattr(text, "imported_file", None) if text.pk else None
    if imported_file is None:
        return None
    source_url = text.source_url if isinstance(text, Article) else ""
    return TextPlace(
        imported_file.archive, imported_file.path, imported_file, source_url
    )


def _host(authority: str) -> str:
    """Return a host as it is compared: without its usual port, and without ``www.``"""
    host = authority.rpartition("@")[2].lower()
    return re.sub(r":(?:80|443)?\Z", "", host).removeprefix("www.")
