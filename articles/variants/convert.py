"""OpenCC, loaded once per process and configuration."""

from __future__ import annotations

import unicodedata
from functools import cache

from opencc import OpenCC


@cache
def converter(config: str) -> OpenCC:
    """An OpenCC converter by configuration name, such as ``t2s``. Loads in 5–400 ms."""
    return OpenCC(config)


def fold(text: str) -> str:
    """One key for every spelling: half width, lower case, Simplified, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    # OpenCC takes UTF-8: a lone surrogate has none and stays out of its sight.
    safe = folded.encode("utf-8", "replace").decode()
    return " ".join(str(converter("t2s").convert(safe)).split())
