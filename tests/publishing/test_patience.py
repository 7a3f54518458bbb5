"""What the database does not take is attempted again, and then it is said why."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.db import (
    Error,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
)

from articles.publishing.patience import Busy, StoresNothing, patiently


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OperationalError("database is locked"), Busy),
        (OperationalError("database or disk is full"), StoresNothing),
        (InternalError("a read-only transaction"), StoresNothing),
        (InterfaceError("the connection is closed"), StoresNothing),
    ],
)
def test_a_database_that_takes_nothing_is_asked_again_and_then_it_is_said_why(
    error: Error, raised: type[Exception]
) -> None:
    def fails(times: int) -> Any:
        left = [error] * times
        return lambda: _raise_first_of(left)

    with (
        mock.patch.object(connection, "in_atomic_block", False),
        mock.patch.object(connection, "close_if_unusable_or_obsolete"),
    ):
        assert patiently(fails(1)) == "done"
        with pytest.raises(Busy) as said:
            patiently(fails(2))
    assert type(said.value) is raised


def _raise_first_of(errors: list[Error]) -> str:
    if errors:
        raise errors.pop()
    return "done"
