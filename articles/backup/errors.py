from __future__ import annotations


class BackupError(Exception):
    """Why a backup cannot be made or restored, in a sentence for a person."""
