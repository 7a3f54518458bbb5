"""Find the files that an import takes, each with the archive and path it is known by.

No file is opened: ``os.scandir`` tells kind, size and time, so a tree of 30,000 files
takes well under a second.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from articles.archive import hexo, jekyll
from articles.archive.front_matter import split_language
from articles.archive.hugo import Configuration, is_for_machines, is_section, is_site
from articles.archive.problems import Level, Problem
from articles.models import name_of_file

ENDINGS = (".md", ".markdown", ".txt", ".html")
# An article has some kilobytes; the largest real one has 194.
MAX_BYTES = 20_000_000
# The longest path that a database holds, and archive and path in PostgreSQL's index.
MAX_PATH = 1000
MAX_PATH_BYTES = 2000

_ODD_CHARACTER = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_CONTENT = frozenset({"content", jekyll.POSTS, jekyll.DRAFTS})
# Roots with the same name on every site: of Hexo, and of the examples of Hugo's themes.
_COMMON_ROOTS = frozenset({hexo.SOURCE, "exampleSite"})
# Beside the content these hold templates, finished pages and data.
NOT_CONTENT = jekyll.NOT_CONTENT | hexo.NOT_CONTENT | {
    "archetypes", "assets", "data", "exampleSite", "i18n", "layouts", "node_modules",
    "public", "resources", "static", "themes",
}  # fmt: skip
# With one of these beside it, a folder called content makes the one around it a site.
_OF_A_SITE = NOT_CONTENT | jekyll.CONFIGURATION_FILES


@dataclass(frozen=True, slots=True)
class DiscoveredFile:
    """A file: the root of its archive and its place, the path below that root.

    ``size`` and ``mtime_ns`` show whether it may have changed since it was last read.
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
        """The archive's name: its root's, after the parent's if all sites of its kind
        name their root so."""
        name = self.root.name
        return f"{self.root.parent.name}-{name}" if name in _COMMON_ROOTS else name

    @property
    def permanent_name(self) -> str:
        """The name for good of an article in the file."""
        return name_of_file(self.archive, self.place)

    @property
    def is_section(self) -> bool:
        """True for a list page (``_index.md``)."""
        name = self.place.rpartition("/")[2]
        return name.startswith("_index.") and is_section(self.path)


def discover(paths: list[Path]) -> Iterator[DiscoveredFile]:
    """Yield the files at and below the paths, each once, in a stable order."""
    seen: set[str] = set()
    # Of one path, a hundred thousand names would be kept for nothing.
    has_one_path = len(paths) == 1
    roots: dict[str, Path] = {}
    for path in paths:
        asked = as_named(path)
        start = str(asked if asked.is_dir() else asked.parent)
        for file, fixed, reason in _entries(asked):
            if has_one_path or file not in seen:
                if not has_one_path:
                    seen.add(file)
                root = fixed or start
                if root not in roots:
                    roots[root] = Path(root)
                yield _discovered(file, roots[root], reason)


def _entries(asked: Path) -> Iterator[tuple[str, str, str]]:
    root = fixed_root(asked)
    return _walk(str(asked), root) if asked.is_dir() else iter([(str(asked), root, "")])


def as_named(path: Path) -> Path:
    """Return the whole path with its root as the caller names it: if ``current`` is a
    link to the newest release, the archive is called current, whatever it leads to today.
    Links within the archive are resolved."""
    directory = os.environ.get("PWD", "")
    base = directory if directory and _is_same(directory, ".") else os.getcwd()
    named = Path(os.path.normpath(os.path.join(base, path)))
    real = path.resolve()
    if not _is_same(named, real):
        return real
    root = Path(fixed_root(named) or (named if named.is_dir() else named.parent))
    real_root = root.resolve()
    inside = real.is_relative_to(real_root)
    return root / real.relative_to(real_root) if inside else real


def _is_same(first: str | Path, second: str | Path) -> bool:
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):  # One does not exist.
        return False


def fixed_root(asked: Path) -> str:
    """Return the root that the path itself shows, else an empty text: the Hugo site with
    this folder of content, or the folder above ``content``, ``_posts`` or ``_drafts``.

    So a file is known alike if its site, one of its folders or the file alone is
    imported. Raises ``BadConfiguration``.
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
    """Tell whether the folder is the root of a site, by its entries."""
    if Configuration.folders_at(folder):
        return True
    known = (name for name in (*_CONTENT, *_OF_A_SITE) if (folder / name).exists())
    return _is_site_by_names(folder.name, set(known))


def _is_site_by_names(folder: str, names: Collection[str]) -> bool:
    is_marked = folder in _COMMON_ROOTS or not _OF_A_SITE.isdisjoint(names)
    return is_marked and not _CONTENT.isdisjoint(names)


def is_around_content(folder: Path) -> bool:
    """Tell whether what a folder holds beside its content is passed over."""
    try:
        names = os.listdir(folder)
    except OSError:
        return False
    return hexo.is_site(str(folder), names) or not _CONTENT.isdisjoint(names)


def _walk(top: str, root: str) -> Iterator[tuple[str, str, str]]:
    """Yield each file with its root and the reason to skip it, a folder's files first."""
    # The root of a configured site is the root of all below it.
    is_configured = root not in {"", top} and bool(Configuration.folders_at(Path(root)))
    waiting = [(top, root, is_configured)]
    while waiting:
        folder, root, is_configured = waiting.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            yield folder, root, ""  # It is reported as locked.
            continue
        names = {entry.name for entry in entries}
        content = [] if is_configured else _content_of(folder, names)
        if content:  # A site's other folders hold no articles, nor does its root.
            waiting += [(name, folder, True) for name in reversed(content)]
            continue
        if not is_configured and _is_site_by_names(os.path.basename(folder), names):
            root = folder
        of_hexo = hexo.is_site(folder, names)
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.name)
            elif entry.name.lower().endswith(ENDINGS) or entry.is_dir():
                # A link to a folder gets its reason too.
                yield entry.path, root, _link_reason(entry)
        folders = _folders(folder, root, below, of_hexo=of_hexo)
        waiting += reversed([(*pair, is_configured) for pair in folders])


def _content_of(folder: str, entries: Collection[str]) -> list[str]:
    """Return the outermost folders of content if this is a configured site's root."""
    if not is_site(entries):
        return []
    names = sorted(Configuration.folders_at(Path(folder)))
    # content/en lies in content if that is a folder of content too.
    return [
        os.path.join(folder, name)
        for name in names
        if not any(name.startswith(f"{outer}/") for outer in names)
    ]


def _folders(
    folder: str, root: str, names: list[str], *, of_hexo: bool
) -> Iterator[tuple[str, str]]:
    is_around = of_hexo or not _CONTENT.isdisjoint(names)
    is_site = is_around and root in {"", folder}
    for name in names:
        if not (is_site and name in NOT_CONTENT):
            is_root = not root and name in _CONTENT
            yield os.path.join(folder, name), folder if is_root else root


def _link_reason(entry: os.DirEntry[str]) -> str:
    if not entry.is_symlink():
        return ""
    target = os.path.realpath(entry.path)
    return (
        f"A link to {target}: files are imported where they are, not where they are "
        "linked. Import that path, or put a copy here."
    )


def versions_without_language(folder: Path) -> frozenset[str]:
    """Return the names of files in a folder that have no language, but versions with one:
    ``index`` for an index.md beside an index.zh-cn.md."""
    try:
        names = [name for name in os.listdir(folder) if name.lower().endswith(ENDINGS)]
    except OSError:  # Its files are reported as missing.
        return frozenset()
    stems = {os.path.splitext(name)[0] for name in names}
    return frozenset(
        base for base, tag in map(split_language, stems) if tag and base in stems
    )


def size_and_time(file: Path) -> tuple[int, int] | None:
    """Return what shows that a file may have changed; None if there is no such file."""
    try:
        status = file.stat()
    except (OSError, ValueError):  # Not there, or a name that no system has.
        return None
    return (
        (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
    )


def is_another(root: Path, path: str, size: int | None, changed_at_ns: int) -> bool:
    """Tell whether there is a file now that is not the one of that size and time. The
    path of a folder ends in a slash: it is another if files came or went."""
    if path.endswith("/"):
        return folder_time(root / path) != changed_at_ns
    now = size_and_time(root / path)
    return now is not None and now != (size, changed_at_ns)


def folder_time(folder: Path) -> int:
    """Return when files last came to a folder or went; 0 if there is none."""
    try:
        return folder.stat().st_mtime_ns
    except (OSError, ValueError):
        return 0


def _discovered(file: str, root: Path, reason: str) -> DiscoveredFile:
    place = file[len(str(root)) :].lstrip("/")
    refusal = bad_name(root.name, place)
    try:
        status = os.lstat(file)
    except OSError:  # It is missing or locked: reading it reports that.
        return DiscoveredFile(root, place, refusal=refusal)
    if is_for_machines(os.path.basename(place)):
        reason = reason or "A file for other programs, not an article."
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        reason = reason or "Not a file that can be read (a pipe, a socket or a device)."
    refusal = refusal or _unfit(place, status)
    size, mtime_ns = status.st_size, status.st_mtime_ns
    return DiscoveredFile(root, place, size, mtime_ns, reason, refusal)


def bad_name(archive: str, place: str) -> Problem | None:
    """Return the problem of a name that cannot be kept, if it is one."""
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


def _unfit(place: str, status: os.stat_result) -> Problem | None:
    if status.st_size > MAX_BYTES:
        code = "too-large"
        message = (
            f"The file has {status.st_size // 1_000_000} MB, more than the "
            f"{MAX_BYTES // 1_000_000} MB that an article may have: split it."
        )
    elif stat.S_ISDIR(status.st_mode):
        code = "unreadable"
        message = "The folder cannot be opened: check its permissions."
    elif stat.S_ISREG(status.st_mode) and not place.lower().endswith(ENDINGS):
        # It was asked for by name: those in a folder are passed over.
        code, endings = "bad-ending", ", ".join(ENDINGS)
        message = f"Only files in {endings} become articles: rename it if it is one."
    else:
        return None
    return Problem(Level.ERROR, code, 0, message)
