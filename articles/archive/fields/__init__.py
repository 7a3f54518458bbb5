"""From front-matter keys to an article's fields. No database."""

from __future__ import annotations

from articles.archive.fields.mapper import TITLE_LENGTH, Fields, Mapper, MenuLine

__all__ = ["TITLE_LENGTH", "Fields", "Mapper", "MenuLine"]
