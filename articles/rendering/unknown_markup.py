"""Note mark-up that nobody here understands, so that an import can say so."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


def report_unknown(env: MutableMapping[str, Any], name: str, source: str) -> None:
    """Note what readers see as it was typed, once for each name in a body."""
    env.setdefault("unknown_markup", {}).setdefault(name, source)
