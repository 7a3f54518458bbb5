"""The inside of an archive: a gzipped tar, written and read once from front to end."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import BinaryIO, cast

from articles.backup.encryption import (
    MAGIC,
    Identity,
    Recipient,
    decrypting,
    encrypting,
)
from articles.backup.failures import BackupError

FORMAT = 1
# The names in the archive, in this order.
ABOUT, DATABASE, TERMS, MEDIA, MANIFEST = (
    *("about.json", "database", "terms.csv", "media", "manifest.json"),
)
# Pictures are compressed already: more effort gains little and costs much.
_EFFORT = 1


@dataclass(frozen=True)
class About:
    """The description of an archive that stands before anything else in it.

    ``tables`` has the number of rows and a checksum of each table; ``migrations`` are those
    that were applied, as ``app.name``.
    """

    version: str
    vendor: str
    made_at: str
    migrations: list[str]
    tables: dict[str, list[int | str]]
    database_bytes: int
    media_bytes: int
    media_count: int
    format: int = FORMAT

    def as_data(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class Hashing:
    """A file that hashes what is read from another, or written to it."""

    file: BinaryIO
    size: int = 0
    hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def read(self, size: int = -1) -> bytes:
        return self._seen(self.file.read(size))

    def write(self, data: bytes) -> int:
        self._seen(bytes(data))
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    def _seen(self, data: bytes) -> bytes:
        self.size += len(data)
        self.hash.update(data)
        return data

    @property
    def digest(self) -> str:
        return self.hash.hexdigest()


class Packer:
    """Puts files into an archive, and remembers their checksums for its manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.manifest: dict[str, dict[str, int | str]] = {}

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, cast(BinaryIO, BytesIO(content)), len(content))

    def add_file(self, name: str, file: BinaryIO) -> int:
        """Add an open file; return its size. Raises ``OSError``."""
        size = file.seek(0, 2)
        file.seek(0)
        self._add(name, file, size)
        return size

    def _add(self, name: str, file: BinaryIO, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashing = Hashing(file)
        self.tar.addfile(member, hashing)
        self.manifest[name] = {"bytes": size, "sha256": hashing.digest}


@contextmanager
def packing(target: BinaryIO, recipient: Recipient | None) -> Iterator[Packer]:
    """Write an archive into a file, encrypted where there is a key. Raises ``OSError``."""
    with ExitStack() as stack:
        if recipient:
            target = stack.enter_context(encrypting(target, recipient))
        packed = stack.enter_context(
            gzip.GzipFile("", "wb", compresslevel=_EFFORT, fileobj=target, mtime=0)
        )
        tar = stack.enter_context(
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT)
        )
        yield Packer(tar)


@contextmanager
def unpacking(
    source: BinaryIO, identity: Identity | None
) -> Iterator[Iterator[tuple[tarfile.TarInfo, BinaryIO]]]:
    """Give the files in an archive, one after another, each to be read before the next.

    Whoever reads them to the end knows that the archive is whole.
    """
    start = source.read(len(MAGIC))
    source.seek(0)
    with ExitStack() as stack:
        if start == MAGIC:
            if identity is None:
                raise BackupError(
                    "The backup is encrypted: name the file with its secret key, with "
                    "--identity or BACKUP_IDENTITY."
                )
            source = stack.enter_context(decrypting(source, identity))
        packed = gzip.GzipFile(fileobj=source, mode="rb")
        tar = stack.enter_context(tarfile.open(fileobj=packed, mode="r|"))
        yield _members(tar, packed)


def _members(
    tar: tarfile.TarFile, packed: gzip.GzipFile
) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    for member in tar:
        if not member.isreg():
            raise BackupError(f"{member.name!r} is no plain file: this is no backup.")
        file = tar.extractfile(member)
        if file is not None:
            yield member, cast(BinaryIO, file)
    while packed.read(1 << 20):  # To its own checksum.
        pass
