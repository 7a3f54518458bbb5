"""The names by which people at the desk are called."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.rendering import is_han


def full_name(person: User) -> str:
    """Return a person's name as it is written in its language; empty without one."""
    name = f"{person.last_name}{person.first_name}"
    return name if all(map(is_han, name)) else person.get_full_name()


def desk_name(person: User | None) -> str:
    """Return what colleagues call a person: by name, else by account; a dash for nobody."""
    return (full_name(person) or person.get_username()) if person else "–"
