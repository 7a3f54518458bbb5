"""Copy a PostgreSQL database that is in use, and put a copy in its place at once.

``pg_dump``, ``pg_restore`` and ``psql`` do the work, as documented at
https://www.postgresql.org/docs/current/app-pgdump.html
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from articles.backup.database_dump import Dump
from articles.backup.failures import BackupError

NAME = "database.dump"
# What a table holds, whatever the order of its rows and the settings of a connection.
_CHECKSUM = sql.SQL(
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)"
    "::text FROM {table} AS t"
)
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
    "AND relnamespace = 'public'::regnamespace ORDER BY relname"
)
_ALIKE = "-c TimeZone=UTC -c extra_float_digits=1 -c bytea_output=hex -c jit=off"
# Takes away all that is ours, and leaves the schema to whoever owns it.
_EMPTY = """
DO $$ DECLARE item text; BEGIN
FOR item IN SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
LOOP EXECUTE item; END LOOP;
FOR item IN SELECT format('DROP SEQUENCE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
LOOP EXECUTE item; END LOOP;
FOR item IN SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
LOOP EXECUTE item; END LOOP;
END $$;
"""


def dump(folder: Path) -> Dump:
    """Copy the database as it is at one moment; others go on reading and writing."""
    _check_tools()
    path = folder / NAME
    with _connected() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        tables, migrations = _tables(connection), _migrations(connection)
        _run(
            *("pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-acl"),
            *(f"--snapshot={snapshot}", f"--file={path}", f"--dbname={_address()}"),
        )
    return Dump(path, tables, migrations)


def tables_of(name: str) -> dict[str, list[int | str]]:
    with _connected(name) as connection:
        return _tables(connection)


@contextmanager
def opened_beside(path: Path) -> Iterator[str]:
    """Restore a dump into a new database beside the site's, which is dropped at the end.

    Give its name. Raises ``BackupError``.
    """
    _check_tools()
    stem = f"{settings.DATABASES['default']['NAME'][:40]}_restore_"
    _drop_abandoned(stem)
    name = f"{stem}{uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    _administer(create.format(sql.Identifier(name)))
    try:
        _run(
            *("pg_restore", "--no-owner", "--no-acl", "--exit-on-error"),
            *("--single-transaction", f"--dbname={_address(name)}", str(path)),
        )
        yield name
    finally:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        _administer(drop.format(sql.Identifier(name)))


def _drop_abandoned(stem: str) -> None:
    """Drop what a restore of this site that was killed left, and none that is in use."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    with _connected() as connection:
        names = [name for (name,) in connection.execute(query, [stem])]
    for name in names:
        with suppress(psycopg.errors.ObjectInUse, psycopg.errors.InvalidCatalogName):
            _administer(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def address_of(name: str) -> str:
    database = settings.DATABASES["default"]
    user = quote(database["USER"], safe="")
    password = quote(database["PASSWORD"], safe="")
    host = database["HOST"]
    host = f"[{host}]" if ":" in host else quote(host, safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    account = f"{user}:{password}@" if password else f"{user}@" if user else ""
    options = urlencode(database["OPTIONS"], quote_via=quote)
    return f"postgres://{account}{host}{port}/{name}?{options}"


def execute(name: str, statement: str) -> None:
    with _connected(name) as connection:
        connection.execute(statement.encode())


def replace_live(name: str, folder: Path) -> None:
    """Put a database in the place of the site's, in one transaction.

    Whoever asks meanwhile waits. Raises ``BackupError``: then nothing changed.
    """
    script, empty = folder / "replace.sql", folder / "empty.sql"
    empty.write_text(_EMPTY, encoding="utf-8")
    _run(
        *("pg_dump", "--no-owner", "--no-acl", f"--file={script}"),
        f"--dbname={_address(name)}",
    )
    _run(
        *(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--output=/dev/null",
        ),
        *("--set=ON_ERROR_STOP=1", f"--file={empty}", f"--file={script}"),
        f"--dbname={_address()}",
    )


def _tables(connection: psycopg.Connection[Any]) -> dict[str, list[int | str]]:
    found: dict[str, list[int | str]] = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        query = _CHECKSUM.format(table=sql.Identifier("public", name))
        count, total = connection.execute(query).fetchone() or (0, "0")
        found[name] = [count, total]
    return found


def _migrations(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    return sorted(f"{app}.{name}" for app, name in rows)


def _one(connection: psycopg.Connection[Any], query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""


def _connected(name: str = "") -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(
            _address(name), password=settings.DATABASES["default"]["PASSWORD"] or None
        )
    except psycopg.OperationalError as error:
        raise BackupError(f"The database cannot be reached: {error}") from None


def _administer(statement: sql.Composed) -> None:
    """Run a statement that no transaction may hold."""
    connection = _connected()
    connection.autocommit = True
    try:
        with connection:
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        raise BackupError(
            "The database's role may make no database beside the site's: give it that "
            "right (ALTER ROLE … CREATEDB), at least until this is done."
        ) from None


def _address(name: str = "") -> str:
    """Return what libpq connects to, without the password: everybody sees arguments."""
    database = settings.DATABASES["default"]
    options = {**database["OPTIONS"], "options": _ALIKE}
    parts = {
        "dbname": name or database["NAME"],
        "user": database["USER"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    return make_conninfo("", **{k: v for k, v in parts.items() if v}, **options)


def _check_tools() -> None:
    """Raise ``BackupError`` where a tool is missing, or older than the server."""
    with _connected() as connection:
        server = connection.info.server_version // 10_000
    for tool in ("pg_dump", "pg_restore", "psql"):
        if not shutil.which(tool):
            raise BackupError(
                f"{tool} is not installed: on Debian, apt install postgresql-client."
            )
        said = _run(tool, "--version")
        number = re.search(r"\d+", said)
        if number is None or int(number[0]) < server:
            raise BackupError(
                f"{said.strip()} is older than the server, PostgreSQL {server}: install "
                f"postgresql-client-{server}."
            )


def _run(*arguments: str) -> str:
    """Run a tool; return what it printed. Raises ``BackupError`` with what it said."""
    password = settings.DATABASES["default"]["PASSWORD"]
    done = subprocess.run(  # noqa: S603 – our own arguments
        arguments,
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise BackupError(f"{arguments[0]} failed: {said[0]}")
    return done.stdout
