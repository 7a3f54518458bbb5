"""The progress bar of commands that take long."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm


def progress_bar(
    *, total: int | None = None, unit: str, quiet: bool = False
) -> tqdm[Any]:
    """Return a bar on standard error, for a person watching: a log file gets none.

    Call ``clear()`` before a line is printed; the next ``update()`` draws it again.
    """
    return tqdm(
        total=total,
        unit=f" {unit}",
        disable=True if quiet else None,  # None: unless it is a terminal.
        leave=False,
        dynamic_ncols=True,
    )
