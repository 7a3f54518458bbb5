"""Encrypt a stream for a public key, and open it with the secret one: https://age-encryption.org

Whoever makes backups needs the public key alone. ``age --decrypt`` opens them too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, cast

import pyrage

from articles.backup.failures import BackupError

MAGIC = b"age-encryption.org/v1"
# The library has no types.
Recipient = Any
Identity = Any


def make_identity(path: Path) -> str:
    """Write a new secret key into a file of its own; return the public one.

    Raises ``BackupError`` where a file is there already.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise BackupError(
            f"{path}: no key can be kept here ({error.strerror})."
        ) from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def read_recipient(text: str) -> Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupError(
            "BACKUP_RECIPIENT is no public key: it begins with age1, as "
            "`manage.py backup --new-key FILE` prints it."
        ) from None


def read_identity(path: Path) -> Identity:
    try:
        lines = path.read_text(encoding="ascii").split("\n")
        keys = [line.strip() for line in lines if line.strip() and line[0] != "#"]
        return pyrage.x25519.Identity.from_str(keys[0])
    except OSError as error:
        raise BackupError(f"{path}: cannot be read ({error.strerror}).") from None
    except (ValueError, IndexError, pyrage.IdentityError):
        raise BackupError(f"{path}: there is no secret key in it.") from None


@contextmanager
def encrypting(target: BinaryIO, recipient: Recipient) -> Iterator[BinaryIO]:
    """Give a file whose bytes arrive encrypted in ``target``."""
    with _piped(
        lambda source: pyrage.encrypt_io(source, target, [recipient]), is_written=True
    ) as file:
        yield file


@contextmanager
def decrypting(source: BinaryIO, identity: Identity) -> Iterator[BinaryIO]:
    """Give a file that reads what ``source`` holds in clear. Raises ``BackupError``."""
    try:
        with _piped(
            lambda target: pyrage.decrypt_io(source, target, [identity]),
            is_written=False,
        ) as file:
            yield file
    except pyrage.DecryptError as error:
        if "matching keys" in str(error).lower():
            raise BackupError("The backup was made for another key.") from None
        raise BackupError(f"The backup is damaged: {error}.") from None


@contextmanager
def _piped(
    work: Callable[[BinaryIO], object], *, is_written: bool
) -> Iterator[BinaryIO]:
    """Run work on one end of a pipe in a thread, and give the other end.

    What the work raises counts for more than what its end did to this one.
    """
    reading, writing = os.pipe()
    ends = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
    theirs, ours = ends if is_written else reversed(ends)
    errors: list[Exception] = []

    def run() -> None:
        try:
            with theirs:
                work(cast(BinaryIO, theirs))
        # Handed on to the thread that waits.
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        with ours:
            yield cast(BinaryIO, ours)
    except Exception as error:
        thread.join()
        if errors and not isinstance(errors[0], BrokenPipeError):
            raise errors[0] from error
        raise
    thread.join()
    if errors:
        raise errors[0]
