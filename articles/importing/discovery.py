"""Which files an import takes, and the archive and path that each one is known by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ENDINGS = {".md", ".markdown", ".txt", ".html"}
# They stand beside articles and are none.
_NOT_ARTICLES = {
    "readme",
    "license",
    "licence",
    "changelog",
    "contributing",
    "toc",
    "summary",
}


@dataclass(frozen=True)
class Found:
    """A file, the root of its archive, and its path below that root."""

    file: Path
    root: Path
    skip_reason: str = ""
    size: int = 0
    changed_at_ns: int = 0

    @property
    def archive(self) -> str:
        return self.root.name

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.file.relative_to(self.root).as_posix())


def find(paths: list[Path]) -> Iterator[Found]:
    """The files at and below the paths, each once, in a stable order."""
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path):
            resolved = file.resolve()
            if resolved not in seen:
                seen.add(resolved)
                yield _found(resolved, path.resolve())


def _found(file: Path, asked: Path) -> Found:
    try:
        stat = file.stat()
        size, changed_at_ns = stat.st_size, stat.st_mtime_ns
    except OSError:  # Reading it will say what is wrong.
        size = changed_at_ns = 0
    return Found(file, root_of(file, asked), _skip_reason(file), size, changed_at_ns)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in ENDINGS and not name.startswith("."):
                yield Path(folder, name)


def _skip_reason(file: Path) -> str:
    name = file.name.partition(".")[0].lower()
    if name in _NOT_ARTICLES:
        return "A file about the archive, not an article."
    if name == "_index":
        return "A section's own page: it describes a list and is no article."
    return ""


def root_of(file: Path, asked: Path) -> Path:
    """The root that the file's identity is counted from.

    The folder above ``content`` (Hugo) or ``_posts`` (Jekyll) where the path has one,
    so that importing a site, one of its folders or one of its files is the same thing
    to it; else the folder that was asked for.
    """
    for folder in reversed([asked, *asked.parents]):
        if folder.name in {"content", "_posts"}:
            return folder.parent
    start = asked if asked.is_dir() else asked.parent
    below = file.relative_to(start)
    for number, part in enumerate(below.parts[:-1]):
        if part in {"content", "_posts"}:
            return start.joinpath(*below.parts[:number])
    return start
