"""Whole pages, kept and served before Django is asked.

``version`` reads the number that grows with every change of what readers see.
"""

from __future__ import annotations

from articles.serving.version import Version, read_version, version_of

__all__ = ["Version", "read_version", "version_of"]
