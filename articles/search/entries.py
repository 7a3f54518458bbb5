"""The rows of ``SearchEntry``, by plain SQL.

Every save reads and writes a few of them: made of instances, they cost more than the
tokens do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

_TABLE = "articles_searchentry"


class Entry(NamedTuple):
    """One article in an index; the fields are those of ``SearchEntry``."""

    article_id: int
    place: int
    published_at: datetime | None
    public_from: datetime | None
    public_until: datetime | None
    text_key: str
    labels: str
    digest: str

    @property
    def beside(self) -> tuple[object, ...]:
        """What may change without any token."""
        return self.published_at, self.public_from, self.public_until, self.text_key


_COLUMNS = ", ".join(Entry._fields)


def entries_of(index: int, article_ids: Collection[int]) -> dict[int, Entry]:
    """The entries of articles, by article. One query."""
    rows = _rows(
        f"SELECT {_COLUMNS} FROM {_TABLE} "  # noqa: S608
        f"WHERE index_id = %s AND article_id IN ({_signs(article_ids)})",
        [index, *article_ids],
    )
    return {entry.article_id: entry for entry in map(_read, rows)}


def add(index: int, entries: Iterable[Entry]) -> None:
    _each(
        f"INSERT INTO {_TABLE} (index_id, {_COLUMNS}) "  # noqa: S608
        f"VALUES (%s, {_signs(Entry._fields)})",
        [(index, *_written(entry)) for entry in entries],
    )


def store_beside(index: int, entries: Iterable[Entry]) -> None:
    """Store what changed of entries whose tokens are as they were."""
    _each(
        f"UPDATE {_TABLE} SET published_at = %s, public_from = %s, "  # noqa: S608
        "public_until = %s, text_key = %s WHERE index_id = %s AND article_id = %s",
        [(*map(_taken, entry.beside), index, entry.article_id) for entry in entries],
    )


def give_up(index: int, places: Collection[int]) -> None:
    """Let no article stand at these places any more."""
    _each(
        f"UPDATE {_TABLE} SET article_id = NULL "  # noqa: S608
        "WHERE index_id = %s AND place = %s",
        [(index, place) for place in places],
    )


def places_of(article_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """Where articles stand, by index. One query."""
    found: dict[int, list[int]] = {}
    for index, place in _rows(
        f"SELECT index_id, place FROM {_TABLE} "  # noqa: S608
        f"WHERE article_id IN ({_signs(article_ids)})",
        list(article_ids),
    ):
        found.setdefault(index, []).append(place)
    return found


def taken_among(index: int, places: Collection[int]) -> set[int]:
    """Those of the places that were ever given. One query."""
    rows = _rows(
        f"SELECT place FROM {_TABLE} "  # noqa: S608
        f"WHERE index_id = %s AND place IN ({_signs(places)})",
        [index, *places],
    )
    return {place for (place,) in rows}


def taken_between(index: int, first: int, last: int) -> set[int]:
    """As ``taken_among``, of a stretch with both its ends."""
    rows = _rows(
        f"SELECT place FROM {_TABLE} "  # noqa: S608
        "WHERE index_id = %s AND place BETWEEN %s AND %s",
        [index, first, last],
    )
    return {place for (place,) in rows}


def first_free(index: int, start: int) -> int:
    """The first place from ``start`` on that was never given. Two queries at most."""
    if not taken_among(index, [start]):
        return start
    ((last,),) = _rows(
        f"SELECT place FROM {_TABLE} entry "  # noqa: S608
        "WHERE index_id = %s AND place >= %s AND NOT EXISTS ("
        f"SELECT 1 FROM {_TABLE} after WHERE after.index_id = entry.index_id "
        "AND after.place = entry.place + 1) ORDER BY place LIMIT 1",
        [index, start],
    )
    return int(last) + 1


def lowest_place(index: int) -> int | None:
    ((lowest,),) = _rows(
        f"SELECT MIN(place) FROM {_TABLE} WHERE index_id = %s",  # noqa: S608
        [index],
    )
    return lowest


def _written(entry: Entry) -> tuple[Any, ...]:
    """The values of an entry, moments as the database takes them."""
    return tuple(map(_taken, entry))


def _taken(value: object) -> object:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _read(row: Sequence[Any]) -> Entry:
    """SQLite gives moments without the zone that it stores them in."""
    return Entry._make(
        value.replace(tzinfo=UTC)
        if isinstance(value, datetime) and not value.tzinfo
        else value
        for value in row
    )


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _each(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _signs(values: Collection[object]) -> str:
    """A placeholder for each; of nothing NULL, which nothing is in."""
    return ", ".join(["%s"] * len(values)) or "NULL"
