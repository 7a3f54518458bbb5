"""Querysets that are compiled once and then read with other values.

To build and compile a query of a page takes Django several times as long as the database
takes to answer it. A function that builds the queryset becomes a prepared query by the
decorator; what differs from call to call is a ``Parameter`` in it::

    @prepared
    def _in_list(count: int) -> QuerySet[ListingEntry]:
        key = Parameter("key", CharField())
        return ListingEntry.objects.filter(listing__key=key)[:count]

    _in_list.read(10, key="zh")

The function's own arguments change the SQL: each set of them is compiled for itself, so
they are few. Nothing else that changes may enter it; a moment that does is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet

from newsdesk.database_router import reading_connection

_Row = TypeVar("_Row")
_Value = TypeVar("_Value")
# As an adapted parameter: SQLite takes moments as text.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")


class Parameter(Expression):
    """A value that is given when the query is read, of the type of ``output_field``."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def bound(self, value: Any) -> Any:
        """Return the value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection)


def parameters(name: str, count: int, field: Field[Any, Any]) -> list[Any]:
    """Return parameters for ``IN``; ``Prepared.read`` takes a sequence for them."""
    return [Parameter(f"{name} {number}", field) for number in range(count)]


def few_lengths(values: Iterable[_Value]) -> list[_Value]:
    """Return values for ``IN``, the last one repeated until there are as many as a power of
    two: then few shapes are compiled, however many values come."""
    listed = [*values]
    wanted = 1 << (len(listed) - 1).bit_length() if listed else 0
    return listed + listed[-1:] * (wanted - len(listed))


class Prepared(Generic[_Row]):
    """A queryset in each of the shapes it was asked for in, and the SQL of each."""

    def __init__(self, build: Callable[..., QuerySet[Any, _Row]]) -> None:
        self._build = build
        self._plans: dict[Hashable, _Plan[_Row]] = {}

    def read(self, *shape: Hashable, **values: Any) -> list[_Row]:
        """Return what the queryset of that shape finds for these values. One query."""
        key = (connection.vendor, shape)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _Plan(self._build(*shape))
        return plan.read(values)


def prepared(build: Callable[..., QuerySet[Any, _Row]]) -> Prepared[_Row]:
    """Make a function that builds a queryset a prepared query; a decorator."""
    return Prepared(build)


class _Plan(Generic[_Row]):
    def __init__(self, rows: QuerySet[Any, _Row]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(rows.db)
        try:
            self._sql, self._parameters = self._compiler.as_sql()
        except EmptyResultSet:  # Nothing can match, whatever the values.
            self._sql, self._parameters = "", ()
        for given in self._parameters:
            is_moment = isinstance(given, datetime) or _MOMENT.match(str(given))
            if is_moment and not isinstance(given, Parameter):
                raise ValueError(f"A prepared query holds a moment: {self._sql}")
        # What makes values of the columns; to find it takes as long as to ask.
        columns = [column for column, _sql, _alias in self._compiler.select or ()]
        self._converters = self._compiler.get_converters(columns)

    def read(self, values: dict[str, Any]) -> list[_Row]:
        if not self._sql:
            return []
        named = {**values}
        for name, value in values.items():
            if isinstance(value, list | tuple):
                named |= {f"{name} {number}": one for number, one in enumerate(value)}
        bound = tuple(
            given.bound(named[given.name]) if isinstance(given, Parameter) else given
            for given in self._parameters
        )
        # Threads share the plan, and each has a connection of its own.
        compiler: Any = copy(self._compiler)
        compiler.connection = reading_connection()
        compiler.as_sql = lambda *_args, **_options: (self._sql, bound)
        compiler.get_converters = lambda _columns: self._converters
        rows: Any = self._rows.all()
        rows.query.get_compiler = lambda *_args, **_options: compiler
        return list(rows)


def attach(
    owners: Iterable[Model], name: str, rows: Iterable[Any], owner_id: str
) -> None:
    """Give rows that were read for their owners to them, as ``prefetch_related`` does.

    ``name`` is that of the owner's related manager, ``owner_id`` of the rows' column.
    """
    of_owner: dict[Any, list[Any]] = {owner.pk: [] for owner in owners}
    model = None
    for row in rows:
        of_owner[getattr(row, owner_id)].append(row)
    for owner in owners:
        model = model or owner._meta.get_field(name).related_model
        found: Any = QuerySet(model)
        found._result_cache = of_owner[owner.pk]
        found._prefetch_done = True
        cache = owner.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = found
