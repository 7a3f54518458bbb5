"""Take in the files of an article that are no pictures: those that its text links to,
and those that lie in its own folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from articles import attached_files, images
from articles.archive.importer.attachments import line_of, reference_to
from articles.archive.importer.discover import (
    ENDINGS,
    bad_name,
    folder_time,
    size_and_time,
)
from articles.archive.importer.prepare import PreparedFile
from articles.models import Article, AttachedFile, ImageReference
from articles.outages import is_outage

# Left behind by systems and editors.
_DROPPINGS = (".bak", ".db", ".ini", ".lnk", ".tmp", "~")
# In a line about files that are left out.
_MOST_NAMED = 5


class _Folder(NamedTuple):
    """A folder below the root, its files and folders by name."""

    path: str
    files: list[str]
    folders: list[str]


class BundleFiles:
    """The files of one article: found on the disk first, then compared and stored.

    ``paths`` are theirs below the root, ``references`` all places that were looked at.
    What cannot be taken is among the file's problems.
    """

    def __init__(self, file: PreparedFile) -> None:
        self.file = file
        self.paths: dict[str, int] = {}  # With the lines that name them.
        self.references: list[ImageReference] = []
        for address in file.files:
            self._find_linked(address)
        self._find_own()

    def changes(self, article: Article) -> dict[str, str]:
        """Return the digests of the files that the article does not have yet, by path."""
        discovered = self.file.discovered
        rows = AttachedFile.objects.filter(article=article, archive=discovered.archive)
        stored = dict(rows.values_list("path", "digest")) if self.paths else {}
        changes = {}
        for path in list(self.paths):
            try:
                digest = attached_files.digest_of(discovered.root / path)
            except OSError as error:
                self._refuse(path, f"cannot be read ({error.strerror})")
                continue
            if stored.get(path) != digest:
                changes[path] = digest
        return changes

    def store(self, article: Article) -> bool:
        """Store what the article does not have yet, and tell whether there was any."""
        discovered = self.file.discovered
        is_changed = False
        for path, digest in self.changes(article).items():
            source = discovered.root / path
            try:
                attached_files.store(article, discovered.archive, path, source, digest)
            except OSError as error:
                if is_outage(error):
                    raise
                self._refuse(path, f"cannot be stored ({error.strerror})")
            else:
                is_changed = True
        return is_changed

    def _find_linked(self, address: str) -> None:
        line = line_of(address, self.file.parsed)
        for candidate in images.candidates_at(address, self.file.place):
            is_text = candidate.lower().endswith(ENDINGS)
            if is_text and not candidate.startswith(("static/", "assets/")):
                continue  # It becomes an article.
            seen = self._look_at(candidate)
            if not seen:
                continue
            if attached_files.kind_of(candidate):
                self._take(candidate, seen[0], line)
            else:
                self._report_unknown([candidate], line)
            return

    def _look_at(self, path: str) -> tuple[int, int] | None:
        """Return size and time of a file within the archive, and remember the look."""
        discovered = self.file.discovered
        seen = size_and_time(discovered.root / path)
        self.references.append(reference_to(discovered, path, seen))
        if not seen:
            return None
        real = (discovered.root / path).resolve()
        return seen if real.is_relative_to(discovered.root.resolve()) else None

    def _find_own(self) -> None:
        """Find the files in the folder that is the article's own."""
        discovered, unknown = self.file.discovered, []
        for folder in _own_folders(self.file):
            path = f"{folder.path}/"
            time = folder_time(discovered.root / path)
            self.references.append(reference_to(discovered, path, (0, time)))
            for name in folder.files:
                place = f"{path}{name}"
                if name.lower().endswith(ENDINGS) or place in self.paths:
                    continue
                if not attached_files.kind_of(name):
                    unknown.append(place)
                elif seen := self._look_at(place):
                    self._take(place, seen[0], 0)
        if unknown:
            self._report_unknown(unknown, 0)

    def _take(self, path: str, size: int, line: int) -> None:
        self.paths.setdefault(path, line)
        refusal = bad_name(self.file.discovered.archive, path)
        if refusal:
            self._refuse(path, "has a name that cannot be kept: rename it")
        elif size > attached_files.MAX_BYTES:
            most = attached_files.MAX_BYTES // 1024 // 1024
            self._refuse(
                path, f"is larger than {most} MB: put it elsewhere and link to it there"
            )

    def _refuse(self, path: str, reason: str) -> None:
        line = self.paths.pop(path, 0)
        self.file.problems.warn("bad-file", line, f"The file {path!r} {reason}.")

    def _report_unknown(self, paths: list[str], line: int) -> None:
        named = ", ".join(paths[:_MOST_NAMED])
        more = f" and {len(paths) - _MOST_NAMED} more" if paths[_MOST_NAMED:] else ""
        self.file.problems.warn(
            "unknown-file",
            line,
            f"{named}{more}: no kind of file that readers are given. Pack it into a .zip, "
            "or make a .pdf of it.",
        )


def _own_folders(file: PreparedFile) -> Iterator[_Folder]:
    """Yield the folder that belongs to the article alone, and those in it: the folder of
    an ``index.md`` without other texts, and Hexo's folder of the text's name."""
    discovered = file.discovered
    path, root = discovered.path, discovered.root
    configuration = file.settings.configuration
    split = configuration.split_language
    stem, _language = split(path.stem)
    top = path.parent if stem == "index" else path.with_suffix("")
    folders = (f for each in configuration.languages for f, _place in each.folders)
    if str(top) in {
        ".",
        "content",
        *folders,
    }:  # The site itself, or all of its content.
        return
    waiting = [str(top)]
    while waiting:
        folder = _scan(root, waiting.pop())
        texts = [name for name in folder.files if name.lower().endswith(ENDINGS)]
        is_own = all(
            stem == "index" and split(PurePosixPath(name).stem)[0] == "index"
            for name in texts
        )
        if not is_own or (texts and folder.path != str(top)):
            continue
        waiting += [f"{folder.path}/{name}" for name in reversed(folder.folders)]
        yield folder


def _scan(root: Path, path: str) -> _Folder:
    """Look into a folder, without hidden files, droppings, pictures and links."""
    folder = _Folder(path, [], [])
    try:
        with os.scandir(root / path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = entry.name
                ending = os.path.splitext(name)[1].lower()
                if name.startswith(".") or ending in attached_files.PICTURES:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folder.folders.append(name)
                elif entry.is_file() and not name.lower().endswith(_DROPPINGS):
                    folder.files.append(name)
    except OSError:  # There is none, or it is locked, which its text reported.
        pass
    return folder
