"""Time bodies made to be slow: ``hostile_bodies.py [KILOBYTES]``.

Renders each hostile pattern at half and at full length; a ratio near 2 is linear, near
4 quadratic. No database is needed.
"""

from __future__ import annotations

import os
import sys
from time import process_time

sys.path.insert(0, os.getcwd())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django

from articles.rendering import render
from tests.rendering.shortcodes.test_known import MANY
from tests.rendering.test_markdown import HOSTILE


def seconds(pattern: str, length: int) -> float:
    start = process_time()
    render(pattern * (length // len(pattern)), math=True)
    return process_time() - start


def main(kilobytes: int) -> None:
    django.setup()
    print(f"{'pattern':<36}{'seconds':>9}{'ratio':>7}")
    for name, pattern in [*HOSTILE.items(), *((line, line) for line in MANY)]:
        half = seconds(pattern, kilobytes * 500)
        whole = seconds(pattern, kilobytes * 1000)
        print(f"{name.strip()[:34]!r:<36}{whole:>9.2f}{whole / max(half, 1e-6):>7.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
