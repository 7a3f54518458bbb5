"""Join what front matter says of the original with the footer of the text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from articles.archive.reader.attribution_footer import AttributionFooter
from articles.archive.reader.footer_patterns import host_of


def with_original(
    footer: AttributionFooter | None,
    url: str,
    name: str,
    own_hosts: Collection[str] = (),
) -> AttributionFooter | None:
    """Return the footer with the original's address and the source's name by front matter.

    An address on the archive's own site is no original. Where the text's last link leads
    elsewhere than front matter says, that counts, and the link stays in the text
    (``line`` is 0).
    """
    if host_of(url) in own_hosts:
        url = ""
    if not (url or name):
        return footer
    if footer is None or (url and footer.url and not _is_same(url, footer.url)):
        return AttributionFooter(name, name, url, "", 0)
    return replace(
        footer,
        url=footer.url or url,
        label=footer.label or name,
        name=footer.name or name,
    )


def _is_same(url: str, other: str) -> bool:
    return _key(url) == _key(other)


def _key(url: str) -> tuple[str, ...]:
    """Return what two spellings of one address have in common."""
    parts = urlsplit(url)
    return (
        host_of(url),
        unquote(parts.path).rstrip("/"),
        unquote(parts.query),
    )
