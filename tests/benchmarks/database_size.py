"""Measure how much room an archive takes once it is imported: ``database_size ARCHIVE``.

Imports it into a new SQLite database in a scratch folder, without its pictures' files, and
prints the megabytes of each table with its indexes after ``VACUUM``, and how many times
those of the archive's files that is.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.benchmarks.import_archive import run_command

_SHOWN = 8
_TABLES = """
SELECT owners.tbl_name, sum(pages.pgsize) AS size
FROM dbstat AS pages JOIN sqlite_master AS owners ON owners.name = pages.name
GROUP BY owners.tbl_name ORDER BY size DESC
"""


def main(archive: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        run_command("migrate", "--verbosity", "0", scratch=scratch)
        arguments = "import_markdown", str(archive), "--verbosity", "0"
        run_command(*arguments, scratch=scratch, may_fail=True)
        database = scratch / "data" / "newsdesk.sqlite3"
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM")
            (files,) = connection.execute(
                "SELECT sum(size) FROM articles_importedfile"
            ).fetchone()
            tables = connection.execute(_TABLES).fetchall()
        rest = sum(size for _name, size in tables[_SHOWN:])
        print(f"{'table':<32}{'MB':>8}{'times the files':>17}")
        for name, size in [
            *tables[:_SHOWN],
            ("all others", rest),
            ("the whole database", database.stat().st_size),
            ("the files", files),
        ]:
            print(f"{name:<32}{size / 1e6:>8.1f}{size / files:>17.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
