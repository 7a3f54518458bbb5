"""Hexo's rules where they differ from Jekyll's: the folder ``source``. No database.

Source: Hexo's documentation of its setup and of permalinks.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import PurePosixPath

from articles.archive import jekyll

SOURCE = "source"  # The folder above the posts.
NOT_CONTENT = frozenset({"scaffolds"})
PERMALINK = "/:year/:month/:day/:title/"


def is_site(folder: str, entries: Collection[str]) -> bool:
    """Tell whether a folder with these entries is the one around ``source``."""
    is_marked = not (jekyll.CONFIGURATION_FILES | NOT_CONTENT).isdisjoint(entries)
    posts = os.path.join(folder, SOURCE, jekyll.POSTS)
    return SOURCE in entries and (is_marked or os.path.isdir(posts))


def is_post(path: PurePosixPath) -> bool:
    return path.parts[:2] == (SOURCE, jekyll.POSTS)
