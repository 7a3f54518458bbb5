"""Which files an import takes, and the archive and path that each one is known by.

Nothing is read here: ``os.scandir`` says what a file is, how large and how old, so a
tree of 30,000 files costs well under a second.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from articles.archive.front_matter import split_language
from articles.archive.hugo import Configuration, is_section, is_site
from articles.archive.problems import Level, Problem

ENDINGS = (".md", ".markdown", ".txt", ".html")
# An article has some kilobytes; the largest real one has 194.
MAX_BYTES = 20_000_000
# What a database can hold of a path, and PostgreSQL of archive and path in an index.
MAX_PATH = 1000
MAX_PATH_BYTES = 2000

_ODD_CHARACTER = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_CONTENT = frozenset({"content", "_posts", "_drafts"})
# Hexo's folder above ``_posts``, and the one in which Hugo's themes show themselves.
_COMMON_ROOTS = frozenset({"source", "exampleSite"})
# Beside ``content`` and ``_posts`` these hold templates, pages already built, and data.
_NOT_CONTENT = {
    "archetypes", "assets", "data", "exampleSite", "i18n", "layouts", "node_modules",
    "public", "resources", "scaffolds", "static", "themes", "_data", "_includes",
    "_layouts", "_sass", "_site",
}  # fmt: skip
_OF_JEKYLL_OR_HEXO = frozenset({"_config.yml", "_config.yaml", "_config.toml"})
# With one of these beside it, a folder called content makes the one around it a site.
_OF_A_SITE = _NOT_CONTENT | _OF_JEKYLL_OR_HEXO
# Beside Hexo's source, which holds the posts.
_OF_HEXO = _OF_JEKYLL_OR_HEXO | {"scaffolds"}


@dataclass(frozen=True, slots=True)
class DiscoveredFile:
    """A file: the root of its archive, and its place, the path below that root.

    ``size`` and ``mtime_ns`` say whether it can have changed since it was last read.
    ``skip_reason`` says why it is no article, ``refusal`` why it cannot become one.
    """

    root: Path
    place: str
    size: int = 0
    mtime_ns: int = 0
    skip_reason: str = ""
    refusal: Problem | None = None

    # Paths are made when asked for: of 30,000 files, most are never opened.
    @property
    def file(self) -> Path:
        return self.root / self.place

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.place)

    @property
    def archive(self) -> str:
        """What it is called: by its root, and by the folder around one that is called
        as every site of its kind is."""
        name = self.root.name
        return f"{self.root.parent.name}-{name}" if name in _COMMON_ROOTS else name

    @property
    def is_section(self) -> bool:
        """Whether it is a list's own page (``_index.md``)."""
        name = self.place.rpartition("/")[2]
        return name.startswith("_index.") and is_section(self.path)


def find(paths: list[Path]) -> Iterator[DiscoveredFile]:
    """The files at and below the paths, each once, in a stable order."""
    seen: set[str] = set()
    is_once = len(paths) == 1  # A hundred thousand names would be kept for nothing.
    roots: dict[str, Path] = {}
    for path in paths:
        asked = _as_named(path)
        start = str(asked if asked.is_dir() else asked.parent)
        for file, own_root, reason in _entries(asked):
            if is_once or file not in seen:
                if not is_once:
                    seen.add(file)
                root = own_root or start
                if root not in roots:
                    roots[root] = Path(root)
                yield _found(file, roots[root], reason)


def _entries(asked: Path) -> Iterator[tuple[str, str, str]]:
    root = fixed_root(asked)
    return _walk(str(asked), root) if asked.is_dir() else iter([(str(asked), root, "")])


def _as_named(path: Path) -> Path:
    """The whole path, as far as its root in the caller's own words: where ``current``
    is a link to the newest release, the archive is called current, whatever it leads
    to today. Within the archive, files are known by where they are."""
    here = os.environ.get("PWD", "")
    base = here if here and _is_same(here, ".") else os.getcwd()
    named = Path(os.path.normpath(os.path.join(base, path)))
    real = path.resolve()
    if not _is_same(named, real):
        return real
    root = Path(fixed_root(named) or (named if named.is_dir() else named.parent))
    real_root = root.resolve()
    inside = real.is_relative_to(real_root)
    return root / real.relative_to(real_root) if inside else real


def _is_same(one: str | Path, other: str | Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # One is not there.
        return False


def fixed_root(asked: Path) -> str:
    """The root where the path itself has one: the Hugo site whose folders of content
    it is in, the folder above ``content``, ``_posts`` or ``_drafts``; else empty.

    So importing a site, one of its folders or one of its files is the same thing to
    a file in it. Raises ``BadConfiguration``.
    """
    for folder in asked.parents:
        inside = (folder / name for name in Configuration.folders_at(folder))
        if any(asked.is_relative_to(content) for content in inside):
            return str(folder)
    for folder in (asked, *asked.parents):
        if _is_site(folder):  # In /srv/content/desk, the site is desk.
            return str(folder)
    for folder in reversed([asked, *asked.parents]):
        if folder.name in _CONTENT:
            return str(folder.parent)
    return ""


def _is_site(folder: Path) -> bool:
    """Whether a site shows by what stands in the folder."""
    if Configuration.folders_at(folder):
        return True
    known = (name for name in (*_CONTENT, *_OF_A_SITE) if (folder / name).exists())
    return _is_site_by_names(folder.name, set(known))


def _is_site_by_names(folder: str, names: Collection[str]) -> bool:
    is_marked = folder in _COMMON_ROOTS or not _OF_A_SITE.isdisjoint(names)
    return is_marked and not _CONTENT.isdisjoint(names)


def _is_hexo(folder: str, names: Collection[str]) -> bool:
    """Whether it is the folder around Hexo's ``source``, which holds the posts."""
    is_marked = not _OF_HEXO.isdisjoint(names)
    return "source" in names and (
        is_marked or os.path.isdir(os.path.join(folder, "source", "_posts"))
    )


def _walk(top: str, root: str) -> Iterator[tuple[str, str, str]]:
    """Each file with its root and why it is skipped: a folder's files, then folders."""
    # A root that a configuration told is the root of all below it.
    is_told = root not in {"", top} and bool(Configuration.folders_at(Path(root)))
    waiting = [(top, root, is_told)]
    while waiting:
        folder, root, is_told = waiting.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            yield folder, root, ""  # It is reported as locked.
            continue
        names = {entry.name for entry in entries}
        content = [] if is_told else _content_of(folder, names)
        if content:  # A site's other folders hold no articles, nor does its root.
            waiting += [(name, folder, True) for name in reversed(content)]
            continue
        if not is_told and _is_site_by_names(os.path.basename(folder), names):
            root = folder
        of_hexo = _is_hexo(folder, names)
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.name)
            elif entry.name.lower().endswith(ENDINGS) or _links_to_folder(entry):
                yield entry.path, root, _link_reason(entry)
        folders = _folders(folder, root, below, of_hexo=of_hexo)
        waiting += reversed([(*one, is_told) for one in folders])


def _content_of(folder: str, beside: Collection[str]) -> list[str]:
    """The folders of content, where this is the root of a configured site; ``beside``
    are the names in it."""
    if not is_site(beside):
        return []
    names = sorted(Configuration.folders_at(Path(folder)))
    # content/en lies in content, where that is a folder of content too.
    outer = [
        name
        for name in names
        if not any(name.startswith(f"{other}/") for other in names)
    ]
    return [os.path.join(folder, name) for name in outer]


def _folders(
    folder: str, root: str, names: list[str], *, of_hexo: bool
) -> Iterator[tuple[str, str]]:
    is_around = of_hexo or not _CONTENT.isdisjoint(names)
    is_site = is_around and root in {"", folder}
    for name in names:
        if not (is_site and name in _NOT_CONTENT):
            own = folder if not root and name in _CONTENT else root
            yield os.path.join(folder, name), own


def _links_to_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() and entry.is_dir()


def _link_reason(entry: os.DirEntry[str]) -> str:
    if not entry.is_symlink():
        return ""
    target = os.path.realpath(entry.path)
    return (
        f"A link to {target}: files are imported where they are, not where they are "
        "linked. Import that path, or put a copy here."
    )


def versions_without_language(folder: Path) -> frozenset[str]:
    """Of the files there with no language in their names, those that lie beside versions
    with one: ``index`` for an index.md beside an index.zh-cn.md."""
    try:
        names = [name for name in os.listdir(folder) if name.lower().endswith(ENDINGS)]
    except OSError:  # Its files are reported as missing.
        return frozenset()
    stems = {os.path.splitext(name)[0] for name in names}
    return frozenset(
        base for base, tag in map(split_language, stems) if tag and base in stems
    )


def size_and_time(file: Path) -> tuple[int, int] | None:
    """What tells whether a file can have changed; None where no file is."""
    try:
        status = file.stat()
    except (OSError, ValueError):  # Not there, or a name that no system has.
        return None
    return (
        (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
    )


def is_another(file: Path, size: int | None, changed_at_ns: int) -> bool:
    """Whether a file lies there now, and not the one of that size and time."""
    now = size_and_time(file)
    return now is not None and now != (size, changed_at_ns)


def _found(file: str, root: Path, reason: str) -> DiscoveredFile:
    place = file[len(str(root)) :].lstrip("/")
    try:
        status = os.lstat(file)
    except OSError:  # It is not there, or locked: reading will say so.
        return DiscoveredFile(root, place, refusal=_bad_name(root.name, place))
    return DiscoveredFile(
        root,
        place,
        status.st_size,
        status.st_mtime_ns,
        reason or _skip_reason(status),
        _bad_name(root.name, place)
        or _too_large(status)
        or _locked(status)
        or _bad_ending(place, status),
    )


def _skip_reason(status: os.stat_result) -> str:
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return "Not a file that can be read (a pipe, a socket or a device)."
    return ""


def _bad_name(archive: str, place: str) -> Problem | None:
    odd = _ODD_CHARACTER.search(f"{archive}/{place}")
    if odd:
        is_control = odd[0] < "\x80"
        what = "holds a line break or the like" if is_control else "is not UTF-8"
    elif len(place) > MAX_PATH:
        what = f"is longer than {MAX_PATH} characters"
    elif len(f"{archive}/{place}".encode()) > MAX_PATH_BYTES:
        what = f"is, with its folders, longer than {MAX_PATH_BYTES} bytes"
    else:
        return None
    message = f"The file's name {what}: rename it, then import it again."
    return Problem(Level.ERROR, "bad-name", 0, message)


def _locked(status: os.stat_result) -> Problem | None:
    if not stat.S_ISDIR(status.st_mode):
        return None
    message = "The folder cannot be opened: check its permissions."
    return Problem(Level.ERROR, "unreadable", 0, message)


def _bad_ending(place: str, status: os.stat_result) -> Problem | None:
    """For a file that was named: of those in a folder, others are passed over."""
    if place.lower().endswith(ENDINGS) or not stat.S_ISREG(status.st_mode):
        return None
    message = (
        f"Only files in {', '.join(ENDINGS)} become articles: rename it if it is one."
    )
    return Problem(Level.ERROR, "bad-ending", 0, message)


def _too_large(status: os.stat_result) -> Problem | None:
    if status.st_size <= MAX_BYTES:
        return None
    message = (
        f"The file has {status.st_size // 1_000_000} MB, more than the "
        f"{MAX_BYTES // 1_000_000} MB that an article may have: split it."
    )
    return Problem(Level.ERROR, "too-large", 0, message)
