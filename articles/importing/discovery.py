"""Which files an import takes, and the archive and path that each one is known by.

Nothing is read here: ``os.scandir`` says what a file is, how large and how old, so a
tree of 30,000 files costs well under a second.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from articles.importing.languages import split_language
from articles.importing.names import is_section
from articles.importing.outcomes import Level, Problem

ENDINGS = (".md", ".markdown", ".txt", ".html")
# An article has some kilobytes; the largest real one has 194.
MAX_BYTES = 20_000_000
# What a database can hold of a path.
MAX_PATH = 1000

# They stand beside articles and are none.
_NOT_ARTICLES = ("readme", "license", "licence", "changelog", "contributing", "toc")
_ODD_CHARACTER = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# Beside ``content`` and ``_posts`` these hold templates, pages already built, and data.
_NOT_CONTENT = {
    "archetypes", "assets", "data", "exampleSite", "i18n", "layouts", "node_modules",
    "public", "resources", "scaffolds", "static", "themes", "_data", "_includes",
    "_layouts", "_sass", "_site",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A file, the root of its archive, and its path below that root.

    ``size`` and ``mtime_ns`` say whether it can have changed since it was last read.
    ``skip_reason`` says why it is no article, ``refusal`` why it cannot become one.
    """

    file: Path
    root: Path
    path: PurePosixPath
    size: int = 0
    mtime_ns: int = 0
    skip_reason: str = ""
    refusal: Problem | None = None

    @property
    def archive(self) -> str:
        return self.root.name

    @property
    def is_section(self) -> bool:
        """Whether it is a list's own page (``_index.md``)."""
        return is_section(self.path)


def find(paths: list[Path]) -> Iterator[Found]:
    """The files at and below the paths, each once, in a stable order."""
    seen: set[str] = set()
    for path in paths:
        asked = path.resolve()
        start = str(asked if asked.is_dir() else asked.parent)
        root = fixed_root(asked)
        entries = (
            _walk(str(asked), root) if asked.is_dir() else _single(str(asked), root)
        )
        for file, own_root, reason in entries:
            if file not in seen:
                seen.add(file)
                yield _found(file, own_root or start, reason)


def fixed_root(asked: Path) -> str:
    """The root where the path itself has one: the folder above ``content`` (Hugo) or
    ``_posts`` (Jekyll); else empty.

    So importing a site, one of its folders or one of its files is the same thing to
    a file in it.
    """
    for folder in reversed([asked, *asked.parents]):
        if folder.name in {"content", "_posts"}:
            return str(folder.parent)
    return ""


def _single(file: str, root: str) -> Iterator[tuple[str, str, str]]:
    yield file, root, ""


def _walk(folder: str, root: str) -> Iterator[tuple[str, str, str]]:
    """Each file with its root and why it is skipped: a folder's files, then folders."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        yield folder, root, ""  # Reported when it is read.
        return
    folders = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.name)
        elif entry.name.lower().endswith(ENDINGS) or (
            entry.is_symlink() and entry.is_dir()
        ):
            yield entry.path, root, _link_reason(entry)
    is_site = not root and not {"content", "_posts"}.isdisjoint(folders)
    for name in folders:
        if is_site and name in _NOT_CONTENT:
            continue
        own = folder if not root and name in {"content", "_posts"} else root
        yield from _walk(os.path.join(folder, name), own)


def _link_reason(entry: os.DirEntry[str]) -> str:
    if not entry.is_symlink():
        return ""
    target = os.path.realpath(entry.path)
    return (
        f"A link to {target}: files are imported where they are, not where they are "
        "linked. Import that path, or put a copy here."
    )


def _found(file: str, root: str, reason: str) -> Found:
    place, own_root = Path(file), Path(root)
    path = PurePosixPath(file[len(root) :].lstrip("/"))
    try:
        status = os.lstat(file)
    except OSError:  # It is not there, or locked: reading will say so.
        return Found(place, own_root, path, refusal=_bad_name(file))
    return Found(
        place,
        own_root,
        path,
        status.st_size,
        status.st_mtime_ns,
        reason or _skip_reason(path, status),
        _bad_name(file) or _too_large(status) or _locked(status),
    )


def _skip_reason(path: PurePosixPath, status: os.stat_result) -> str:
    name = path.name
    if name.lower().startswith(_NOT_ARTICLES) or name.startswith("SUMMARY."):
        stem = split_language(name.partition(".")[0])[0].lower()
        if stem in {*_NOT_ARTICLES, "summary"}:
            return "A file about the archive, not an article."
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return "Not a file that can be read (a pipe, a socket or a device)."
    return ""


def _bad_name(file: str) -> Problem | None:
    odd = _ODD_CHARACTER.search(file)
    if odd:
        is_control = odd[0] < "\x80"
        what = "holds a line break or the like" if is_control else "is not UTF-8"
    elif len(file) > MAX_PATH:
        what = f"is longer than {MAX_PATH} characters"
    else:
        return None
    message = f"The file's name {what}: rename it, then import it again."
    return Problem(Level.ERROR, "bad-name", 0, message)


def _locked(status: os.stat_result) -> Problem | None:
    if not stat.S_ISDIR(status.st_mode):
        return None
    message = "The folder cannot be opened: check its permissions."
    return Problem(Level.ERROR, "unreadable", 0, message)


def _too_large(status: os.stat_result) -> Problem | None:
    if status.st_size <= MAX_BYTES:
        return None
    message = (
        f"The file has {status.st_size // 1_000_000} MB, more than the "
        f"{MAX_BYTES // 1_000_000} MB that an article may have: split it."
    )
    return Problem(Level.ERROR, "too-large", 0, message)
