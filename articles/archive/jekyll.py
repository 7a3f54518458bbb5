"""Jekyll's rules: folders of posts and drafts, days in names, permalinks. No database.

Hexo shares the folders and the names. Sources: Jekyll's documentation of its directory
structure, of posts and of permalinks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from articles.archive.front_matter import clean_text

POSTS, DRAFTS = "_posts", "_drafts"
CONFIGURATION_FILES = frozenset({"_config.yml", "_config.yaml", "_config.toml"})
# Beside the posts these hold templates, finished pages and data.
NOT_CONTENT = frozenset({"_data", "_includes", "_layouts", "_sass", "_site"})
# Named permalinks; a post is served by ``date`` unless its front matter says more.
PERMALINK_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
# The parts of a date that Hugo's permalinks do not know.
DATE_TOKENS = {
    "short_year": "%y", "i_month": "%-m", "short_month": "%b", "long_month": "%B",
    "i_day": "%-d", "y_day": "%j", "short_day": "%a", "long_day": "%A", "week": "%V",
    "w_year": "%G", "w_day": "%u", "hour": "%H", "minute": "%M", "second": "%S",
}  # fmt: skip
# A text under one of these keys is several names with spaces between.
SPACED_KEYS = frozenset({"categories", "tags"})
# What a scope in ``defaults`` calls the files of a folder; all others are pages.
TYPES = {POSTS: "posts", DRAFTS: "drafts"}
# Statements that write other pages' words; an include may be a picture in an article.
_STATEMENT = re.compile(r"\{%-?\s*(?:for|tablerow|assign|capture|if|unless|case)\s")
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_CODE_SPAN = re.compile(r"`[^`\n]*`")
_ELEMENT = re.compile(r"<[^<>]*>")
_NO_WORDS = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


def is_in_posts(path: PurePosixPath) -> bool:
    return POSTS in path.parts


def is_post(path: PurePosixPath) -> bool:
    """Tell whether a file is among the posts and has the day of one in its name."""
    return is_in_posts(path) and _DAY.match(path.name) is not None


def type_of(path: PurePosixPath) -> str:
    """Return the type of a file: that of its folder, else of the collection it is in."""
    for part in path.parent.parts:
        if part.startswith("_"):
            return TYPES.get(part, part[1:])
    return "pages"


def is_template(path: PurePosixPath, body: str) -> bool:
    """Tell whether a page holds more Liquid than words: the site filled it with lists of
    its posts or tags. A post is none, whatever it shows."""
    if is_in_posts(path) or "{%" not in body:
        return False
    text = _CODE_SPAN.sub("", _without_fences("".join(_RAW.split(body)[::2])))
    if not _STATEMENT.search(text):
        return False
    length = len(text)
    for marks in (("{%", "%}"), ("{{", "}}")):
        text = _without(text, *marks)
    liquid = length - len(text)
    for marks in _NO_WORDS:
        text = _without(text, *marks)
    return len(" ".join(_ELEMENT.sub(" ", text).split())) < liquid


def _without_fences(text: str) -> str:
    """Drop fenced code, line by line: a fence ends at the next of its sign."""
    kept, fence = [], ""
    for line in text.splitlines(keepends=True):
        sign = line.lstrip()[:3]
        if fence:
            fence = "" if sign == fence else fence
        elif sign in {"```", "~~~"}:
            fence = sign
        else:
            kept.append(line)
    return "".join(kept)


def _without(text: str, opening: str, closing: str) -> str:
    """Drop everything from each opening mark to the next closing one."""
    first, *rest = text.split(opening)
    kept = [first]
    for part in rest:
        _inside, mark, after = part.partition(closing)
        kept.append(after if mark else part)
    return "".join(kept)


def categories_of(path: PurePosixPath, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a post's categories: the folders above ``_posts``, then the front matter's,
    where a text names several with spaces between."""
    folders = path.parts[: path.parts.index(POSTS)]
    named = values.get("categories")
    named = named if isinstance(named, list) else clean_text(named).split()
    names = (
        clean_text(name).lower() for name in (*folders, *named, values.get("category"))
    )
    return tuple(dict.fromkeys(name for name in names if name not in {"", "content"}))
