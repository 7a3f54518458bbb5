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
_LIQUID = re.compile(r"\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}", re.DOTALL)
# Statements that write other pages' words; an include may be a picture in an article.
_STATEMENT = re.compile(r"\{%-?\s*(?:for|tablerow|assign|capture|if|unless|case)\s")
_CODE = re.compile(
    r"^[ \t]*(?P<fence>```+|~~~+).*?^[ \t]*(?P=fence)|`[^`\n]*`"
    r"|\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}",
    re.DOTALL | re.MULTILINE,
)
_ELEMENT = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^<>]*>", re.DOTALL)
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
    text = _CODE.sub("", body)
    if not _STATEMENT.search(text):
        return False
    liquid = sum(map(len, _LIQUID.findall(text)))
    words = _ELEMENT.sub(" ", _LIQUID.sub(" ", text))
    return len(" ".join(words.split())) < liquid


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
