"""Where the original files of pictures lie: apart from all that readers are given."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.utils.deconstruct import deconstructible

ORIGINALS_FOLDER = "originals"


@deconstructible
class OriginalStorage(Storage):
    """Keep files in a folder of the default storage that no public address leads to.

    Names and addresses do not tell that folder: at ``/media/images/a.jpg``, as texts call
    the picture, readers get a re-encoded copy. Files of earlier versions lie where their
    names say until ``move_in`` takes them away from there.
    """

    def _place(self, name: str) -> str:
        """Return the name in the default storage. A file still to be moved is whole."""
        return name if default_storage.exists(name) else f"{ORIGINALS_FOLDER}/{name}"

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        return default_storage.open(self._place(name), mode)

    def _save(self, name: str, content: File[Any]) -> str:
        saved = default_storage.save(f"{ORIGINALS_FOLDER}/{name}", content)
        return saved.removeprefix(f"{ORIGINALS_FOLDER}/")

    def delete(self, name: str) -> None:
        default_storage.delete(self._place(name))

    def exists(self, name: str) -> bool:
        return default_storage.exists(self._place(name))

    def size(self, name: str) -> int:
        return default_storage.size(self._place(name))

    def url(self, name: str | None) -> str:
        return default_storage.url(name)

    def move_in(self, folder: str) -> int:
        """Move the files of earlier versions in from a folder of the default storage, and
        return how many there were. Raises ``OSError``."""
        if not default_storage.exists(folder):
            return 0
        _folders, names = default_storage.listdir(folder)
        for name in names:
            self._move_in(f"{folder}/{name}")
        return len(names)

    def _move_in(self, name: str) -> None:
        """Move one file, which stays where it was until it is here as a whole."""
        place = f"{ORIGINALS_FOLDER}/{name}"
        is_here = default_storage.exists(place)
        if is_here and default_storage.size(place) < default_storage.size(name):
            default_storage.delete(place)  # Half of one, left by a kill.
            is_here = False
        if not is_here:
            with default_storage.open(name) as file:
                default_storage.save(place, file)
        default_storage.delete(name)


original_files = OriginalStorage()
