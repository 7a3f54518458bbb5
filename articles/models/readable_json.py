"""JSON as the database keeps it."""

from __future__ import annotations

import json
from typing import Any


class ReadableEncoder(json.JSONEncoder):
    """Write Chinese as it is: escaped, a character takes twice the bytes in SQLite."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})
