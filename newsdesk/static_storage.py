"""Static files as they are served: named for what they hold, the styles of a page in one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = "articles/css/site.css"
_IMPORT = re.compile(r'@import url\("([^"]+)"\);')
# Strings stay; comments go, and white space where a style needs none.
_PARTS = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};,])\s*|(\s+)""", re.DOTALL)

Paths = Mapping[str, tuple[Storage, str]]


class JoinedStylesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Put what the readers' style sheet imports into it: a browser asks once, not in turn.

    Without collecting, as in development and tests, the browser follows the imports.
    """

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if JOINED in paths and not dry_run:
            joined = InMemoryStorage()
            joined.save(JOINED, ContentFile(minified(join(JOINED, paths)).encode()))
            paths = {**paths, JOINED: (joined, JOINED)}
        yield from super().post_process(paths, dry_run, **options)


def join(name: str, paths: Paths) -> str:
    """Return a style sheet with all that it imports in the place of each import."""
    storage, path = paths[name]
    with storage.open(path) as file:
        styles = file.read().decode()
    folder = posixpath.dirname(name)
    return _IMPORT.sub(
        lambda found: join(posixpath.normpath(posixpath.join(folder, found[1])), paths),
        styles,
    )


def minified(styles: str) -> str:
    """Return styles that mean the same in fewer bytes."""
    return _PARTS.sub(
        lambda part: part[1] or part[2] or (" " if part[3] else ""), styles
    ).strip()
