"""The whole site in one file: database, pictures, term base; and back from it.

``backup_files`` names archives, finds and prunes them; ``encryption`` and ``packing`` write
and read their bytes, a stream in constant memory. ``sqlite_dumps`` and ``postgresql_dumps``
copy a database that is in use, open a copy beside it, and put it in its place at once.
``making`` joins these to a backup, ``opening`` takes one apart and checks every byte,
``restoring`` puts it in the place of what is there, or leaves all as it was.
"""

from __future__ import annotations

from articles.backup.backup_files import StoredBackup, backups_in, prune_backups
from articles.backup.encryption import make_identity
from articles.backup.failures import BackupError
from articles.backup.making import make_backup
from articles.backup.restoring import RestoredSite, restore_backup, verify_backup

__all__ = [
    "BackupError",
    "RestoredSite",
    "StoredBackup",
    "backups_in",
    "make_backup",
    "make_identity",
    "prune_backups",
    "restore_backup",
    "verify_backup",
]
