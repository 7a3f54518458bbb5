"""Take an archive apart into a folder, and believe nothing that it says before it is checked."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import zlib
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from django.db import connection

from articles.backup.encryption import read_identity
from articles.backup.failures import BackupError
from articles.backup.making import Progress
from articles.backup.packing import (
    ABOUT,
    FORMAT,
    MANIFEST,
    MEDIA,
    TERMS,
    About,
    Hashing,
    unpacking,
)

# Of what is read into memory, or was not announced by the archive itself.
_MAX_SMALL = 64 * 1024**2
_DAMAGED = "{file}: the backup is damaged: {reason}. Take another one."


@dataclass(frozen=True)
class OpenedBackup:
    """An archive whose files lie in a folder, all as its manifest has them."""

    about: About
    folder: Path
    database: Path
    media: dict[str, str]  # The checksum of each picture, by its name in storage.

    @property
    def media_folder(self) -> Path:
        return self.folder / MEDIA


def open_backup(
    file: Path, folder: Path, *, identity: Path | None, dump: str, progress: Progress
) -> OpenedBackup:
    """Unpack an archive into an empty folder. ``dump`` is what its database is called.

    Raises ``BackupError`` for one that is damaged, is of another key or database, or has
    anything in it that a backup does not have.
    """
    key = read_identity(identity) if identity else None
    try:
        with (
            file.open("rb") as source,
            unpacking(cast(BinaryIO, source), key) as members,
        ):
            return _Unpacking(folder, dump, progress).unpack(members)
    except FileNotFoundError:
        raise BackupError(f"{file}: there is no such file.") from None
    except (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError) as error:
        raise BackupError(_DAMAGED.format(file=file, reason=error)) from None
    except OSError as error:
        if error.errno is None:  # Of the gzip or the cipher, not of the machine.
            raise BackupError(_DAMAGED.format(file=file, reason=error)) from None
        place = error.filename or folder
        raise BackupError(f"{place}: {error.strerror}. Nothing was changed.") from None


class _Unpacking:
    def __init__(self, folder: Path, dump: str, progress: Progress) -> None:
        self.folder, self.dump, self.progress = folder, dump, progress
        self.seen: dict[str, dict[str, int | str]] = {}
        self.done = 0

    def unpack(self, members: Any) -> OpenedBackup:
        about: About | None = None
        manifest: dict[str, Any] | None = None
        for member, file in members:
            if member.name in self.seen or manifest is not None:
                raise BackupError(f"{member.name!r} is there twice: this is no backup.")
            if about is None and member.name != ABOUT:
                raise BackupError("The file is no backup of Newsdesk.")
            if member.name in {ABOUT, MANIFEST}:
                content = self.read(member, file)
                if member.name == ABOUT:
                    about = self.accept(json.loads(content))
                else:
                    manifest = json.loads(content)
            elif about:
                self.store(member, file, about)
        if about is None or manifest is None:
            raise EOFError("it ends too early")
        del self.seen[MANIFEST]
        if manifest != self.seen:
            odd = [name for name in manifest if manifest[name] != self.seen.get(name)]
            raise ValueError(f"{(odd or ['something'])[0]} is not what was stored")
        if {self.dump, TERMS} - set(manifest):
            raise EOFError("it has no database")
        media = {
            name.removeprefix(f"{MEDIA}/"): str(entry["sha256"])
            for name, entry in manifest.items()
            if name.startswith(f"{MEDIA}/")
        }
        return OpenedBackup(about, self.folder, self.folder / self.dump, media)

    def read(self, member: tarfile.TarInfo, file: BinaryIO) -> bytes:
        if member.size > _MAX_SMALL:
            raise ValueError(f"{member.name} is far too long")
        hashing = Hashing(file)
        content = hashing.read()
        self.seen[member.name] = {"bytes": hashing.size, "sha256": hashing.digest}
        return content

    def accept(self, data: dict[str, Any]) -> About:
        """Return what the archive says of itself, if there is room for what it announces."""
        if data.get("format", 0) > FORMAT:
            raise BackupError(
                f"The backup is of a newer Newsdesk, {data.get('version')}: install that."
            )
        about = About(**{each.name: data[each.name] for each in fields(About)})
        if about.vendor != connection.vendor:
            raise BackupError(
                f"The backup is of a {about.vendor} database, and this site has "
                f"{connection.vendor}: set DATABASE_URL to such a database."
            )
        wanted = about.database_bytes + about.media_bytes
        free = shutil.disk_usage(self.folder).free
        if wanted > free:
            raise BackupError(
                f"The backup takes {wanted / 1024**3:.1f} GB, and {free / 1024**3:.1f} GB "
                f"are free at {self.folder.parent}. Nothing was changed."
            )
        return about

    def store(self, member: tarfile.TarInfo, file: BinaryIO, about: About) -> None:
        path = self.folder / self.place_of(member.name)
        announced = about.database_bytes + about.media_bytes + _MAX_SMALL
        if self.done + member.size > announced:
            raise ValueError("more is in it than it announced")
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW
        mode = 0o644 if member.name.startswith(f"{MEDIA}/") else 0o600
        hashing = Hashing(file)
        with os.fdopen(os.open(path, flags, mode), "wb") as target:
            shutil.copyfileobj(hashing, target, 1 << 20)
        self.seen[member.name] = {"bytes": hashing.size, "sha256": hashing.digest}
        self.done += hashing.size
        self.progress(self.done, about.database_bytes + about.media_bytes)

    def place_of(self, name: str) -> PurePosixPath:
        """Return where a file goes, below the folder. Raises ``ValueError``."""
        path = PurePosixPath(name)
        if name in {self.dump, TERMS}:
            return path
        is_plain = path.parts[0] == MEDIA and len(path.parts) > 1
        if (
            not is_plain
            or ".." in path.parts
            or name != str(path)
            or "\\" in name
            or "\x00" in name
        ):
            raise ValueError(f"{name!r} has no place in a backup")
        return path
