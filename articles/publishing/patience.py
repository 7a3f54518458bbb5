"""Attempt to store something again, and say in words why the database does not take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, connection
from django.utils.translation import gettext

from articles.outages import DATABASE_OUTAGES, is_busy

_Result = TypeVar("_Result")


class Busy(Exception):
    """The database took nothing for as long as a person waits."""


class StoresNothing(Busy):
    """No waiting helps: the database is full, read-only or away. The message tells a person."""


def patiently(attempt: Callable[[], _Result]) -> _Result:
    """Attempt it again if the database was busy or began anew. Raises ``Busy``."""
    if connection.in_atomic_block:
        return attempt()
    try:
        return attempt()
    except (*DATABASE_OUTAGES, InterfaceError):
        connection.close_if_unusable_or_obsolete()
    try:
        return attempt()
    except (*DATABASE_OUTAGES, InterfaceError) as error:
        if is_busy(error):
            raise Busy from error
        raise StoresNothing(
            gettext(
                "The site can store nothing at this moment: tell whoever runs it. "
                "Nothing is saved."
            )
        ) from error
