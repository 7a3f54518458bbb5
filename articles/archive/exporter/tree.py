"""Write into the folder of an export: nothing leaves it, and no file is half there."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from articles.archive.exporter.export_results import CannotExport, ExportAction

# Tells a folder of ours, which may be written to again, from any other.
MARKER = ".newsdesk-export"


class Tree:
    """Writes files below a folder, or compares them with what is there."""

    def __init__(self, folder: Path, *, only_check: bool = False) -> None:
        self.root = folder.resolve()
        self.only_check = only_check

    def prepare(self, *, force: bool) -> None:
        """Make the folder. Raises ``CannotExport`` for one with files of another kind."""
        if self.only_check:
            if not self.root.is_dir():
                raise CannotExport("no-folder", f"No such folder: {self.root}")
            return
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            is_empty = next(self.root.iterdir(), None) is None
            marker = self.root / MARKER
            if not is_empty and not marker.exists() and not force:
                raise CannotExport(
                    "not-empty",
                    f"{self.root} holds files that no export wrote: choose an empty "
                    "folder, or add --force to let files of the same names be replaced.",
                )
            marker.touch()
        except OSError as error:
            raise CannotExport("no-folder", f"{self.root}: {error.strerror}") from None

    def put(self, path: PurePosixPath, content: bytes) -> ExportAction:
        """Write the file, unless these bytes are there already.

        Raises ``CannotExport`` for a path that leads out, or that the disk refuses.
        """
        file = self._file(path)
        try:
            if file.is_file() and file.read_bytes() == content:
                return ExportAction.SAME
            if self.only_check:
                return ExportAction.DIFFERS if file.exists() else ExportAction.MISSING
            file.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_outside(file)
            self._replace(file, content)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise CannotExport("not-written", f"Cannot be written: {why}.") from None
        return ExportAction.WRITTEN

    def _file(self, path: PurePosixPath) -> Path:
        parts = path.parts
        is_odd = not parts or path.is_absolute() or ".." in parts
        if is_odd or any("\x00" in part for part in parts):
            raise CannotExport("outside", "The path leads out of the folder.")
        file = self.root.joinpath(*parts)
        self._refuse_outside(file)
        return file

    def _refuse_outside(self, file: Path) -> None:
        """Refuse a file whose folder, by a link, lies elsewhere."""
        if not file.parent.resolve().is_relative_to(self.root):
            raise CannotExport("outside", "A link leads out of the folder.")

    def _replace(self, file: Path, content: bytes) -> None:
        """Replace the whole file at once, whenever the power fails."""
        part = file.parent / f".newsdesk-{os.getpid()}.part"
        try:
            with part.open("wb") as opened:
                opened.write(content)
                opened.flush()
            part.replace(file)
        except OSError:
            part.unlink(missing_ok=True)
            raise
