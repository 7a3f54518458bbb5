from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Dump:
    """A copy of the database in a file, and what it held at that moment.

    ``tables`` has the number of rows and a checksum of each; ``migrations`` are those that
    were applied, as ``app.name``.
    """

    path: Path
    tables: dict[str, list[int | str]]
    migrations: list[str]
