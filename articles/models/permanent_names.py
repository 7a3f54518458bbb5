"""The names by which feeds and partners know articles, whatever becomes of addresses."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


def new_name() -> str:
    return str(uuid.uuid4())


def name_of_file(archive: str, place: str) -> str:
    """Return the name of the article in a file: the same in every database."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{archive}:{place}"))


class PermanentNameField(models.CharField[str, str]):
    """A UUID, or the name that an earlier version published the article by."""

    def __init__(self, **options: Any) -> None:
        fixed = {"max_length": 300, "default": new_name, "editable": False}
        super().__init__(**options | fixed)
