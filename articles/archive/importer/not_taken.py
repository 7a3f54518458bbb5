"""Refuse, in words, a file that the database or the storage does not take."""

from __future__ import annotations

from django.db import DataError, IntegrityError, OperationalError

from articles.archive.importer.import_results import ImportResult, refused_result
from articles.archive.importer.prepare import PreparedFile, UnchangedFile
from articles.archive.problems import Problems, Refused

StorableFile = PreparedFile | UnchangedFile

# The errors of a database that does not take a row, now or ever, and of a storage that does
# not take a file.
NOT_TAKEN = (IntegrityError, OperationalError, DataError, OverflowError, OSError)


def not_stored(file: StorableFile, error: Exception) -> ImportResult:
    """Return the result for a file that the database did not take, or whose pictures the
    storage did not."""
    problems = Problems() if isinstance(file, UnchangedFile) else file.problems
    reason = Refused("busy", 0, "Others were writing at the same moment: import again.")
    if isinstance(error, (DataError, OverflowError)):
        reason = Refused(
            "not-stored",
            0,
            f"The database cannot hold a value of it ({str(error).splitlines()[0]}): "
            "look for overlong texts and numbers in the front matter.",
        )
    elif isinstance(error, OSError):
        reason = Refused(
            "no-storage",
            0,
            f"Its pictures cannot be stored now ({error.strerror}): import again.",
        )
    return refused_result(file.discovered.file, reason, problems)
