"""Split a file's text into front matter and body, as Hugo, Jekyll and Hexo do.

Without an opening fence, the pseudo headers of real archives are recognised: keys above a
closing fence, ``[#]: key: (value)``, and ``Title: …`` lines above a blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.archive.problems import Refused

_FENCES = {"---": "yaml", "+++": "toml"}
# Keys that show a header without a fence.
_KNOWN_KEYS = {
    "title", "date", "slug", "author", "authors", "category", "categories", "tags",
    "layout", "permalink", "draft", "lang", "summary", "description",
}  # fmt: skip
_KEY_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:\s|$)")
_YAML_LINE = re.compile(r"[A-Za-z_\"'][\w\"'-]*[ \t]*:(?:\s|$)|[ \t]|- |-$|#|$")
_BRACKET_LINE = re.compile(r"\[#\]:\s*[\w-]+\s*:?(?:\s|$)")
_ORG_LINE = re.compile(r"#\+[A-Za-z_]+(?:\[\])?:")
_COMMENT_END = re.compile(r"\s*-->[ \t]*\n?")


@dataclass(frozen=True)
class SplitFile:
    """The two parts of a file. ``front`` may be empty; lines count from 1.

    ``format`` is ``yaml``, ``toml``, ``json``, ``lines`` (pseudo headers) or empty.
    """

    format: str
    front: str
    front_line: int
    body: str
    body_line: int


def split_file(text: str) -> SplitFile:
    """Split the text. Raises ``Refused`` for a fence that is opened and never closed."""
    # Some editors leave a second byte order mark, which is no part of the text.
    text = text.lstrip("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    opening = lines[start]
    # Hugo also takes a key on the fence's own line: +++ title = "a"
    fence = opening[:3]
    if fence in _FENCES and (not opening[3:].strip() or _has_key(opening, fence)):
        return _fenced(lines, start, fence)
    if opening.startswith("{") and not opening.startswith(("{{", "{%")):
        return _json(lines, start)
    if opening.startswith("<!--") and lines[start + 1 :]:
        return _commented(lines, start) or _unfenced(lines, start)
    return _unfenced(lines, start)


def _has_key(opening: str, fence: str) -> bool:
    mark = ":" if fence == "---" else "="
    return re.match(rf"\s+[\w\"'-]+\s*{mark}|\s*#", opening[3:]) is not None


def _fenced(lines: list[str], start: int, fence: str) -> SplitFile:
    first = start if lines[start][3:].strip() else start + 1
    end = _closing(lines, start + 1, fence)
    if end is None:
        raise Refused(
            "front-matter",
            start + 1,
            f"The front matter is opened with {fence} and never closed: add a line "
            f"{fence} after the last key.",
        )
    lines = [*lines[:start], lines[start][3:].lstrip(), *lines[start + 1 :]]
    return _cut(lines, _FENCES[fence], first, end)


def _closing(lines: list[str], start: int, fence: str) -> int | None:
    """Return the closing line: for Hugo the first that begins with the fence; Jekyll
    also takes ``...``."""
    for n in range(start, len(lines)):
        if lines[n].startswith(fence):
            return n
    for n in range(start, len(lines) if fence == "---" else 0):
        if lines[n].rstrip() == "...":
            return n
    return None


def _cut(lines: list[str], format_: str, start: int, end: int) -> SplitFile:
    front, body = "\n".join(lines[start:end]), "\n".join(lines[end + 1 :])
    after = lines[end].strip().lstrip("-+.").strip()
    if after:  # ---The text begins on the fence's own line.
        return SplitFile(format_, front, start + 1, f"{after}\n{body}", end + 1)
    return SplitFile(format_, front, start + 1, body, end + 2)


def _json(lines: list[str], start: int) -> SplitFile:
    """Find the end of JSON by its braces, so that broken JSON can be repaired."""
    text = "\n".join(lines[start:])
    end = _balanced(text)
    if end is None:
        raise Refused(
            "front-matter",
            start + 1,
            "The JSON front matter is opened with { and never closed: add a } after "
            "the last key.",
        )
    front, rest = text[:end], text[end:]
    body = rest.lstrip("\n")
    line = start + text.count("\n", 0, end) + 1 + len(rest) - len(body)
    return SplitFile("json", front, start + 1, body, line)


def _balanced(text: str) -> int | None:
    level = 0
    for found in re.finditer(r'"(?:[^"\\\n]|\\.)*"|[{}]', text):
        if found[0] == "{":
            level += 1
        elif found[0] == "}":
            level -= 1
            if level == 0:
                return found.end()
    return None


def _commented(lines: list[str], start: int) -> SplitFile | None:
    """Split front matter in an HTML comment, which Hugo reads too."""
    below = next((n for n in range(start + 1, len(lines)) if lines[n].strip()), start)
    fence = lines[below].rstrip()
    if lines[start].strip() != "<!--" or fence not in _FENCES:
        return None
    split = _fenced(lines, below, fence)
    end = _COMMENT_END.match(split.body)
    body = split.body[end.end() :] if end else split.body
    skipped = split.body[: end.end()].count("\n") if end else 0
    return SplitFile(
        split.format, split.front, below + 2, body, split.body_line + skipped
    )


def _unfenced(lines: list[str], start: int) -> SplitFile:
    if _KEY_LINE.match(lines[start]):
        end = _end_without_opening(lines, start)
        if end is not None:
            return _cut(lines, "yaml", start, end)
    for pattern in (_BRACKET_LINE, _ORG_LINE):
        if pattern.match(lines[start]):
            return _header_lines(lines, start, pattern)
    if _KEY_LINE.match(lines[start]) and _is_key_block(lines, start):
        return _header_lines(lines, start, _KEY_LINE)
    return SplitFile("", "", 0, "\n".join(lines[start:]), start + 1)


def _end_without_opening(lines: list[str], start: int) -> int | None:
    """Return the line of the closing fence if the opening one is missing, as for Hexo."""
    keys: set[str] = set()
    for n in range(start, len(lines)):
        if lines[n].startswith("---") and not lines[n][3:].strip():
            return n if keys & _KNOWN_KEYS else None
        if not _YAML_LINE.match(lines[n]):
            return None
        if found := _KEY_LINE.match(lines[n]):
            keys.add(found["key"].lower())
    return None


def _is_key_block(lines: list[str], start: int) -> bool:
    """Tell whether the text begins with ``Title: …`` lines above a blank line."""
    keys = []
    for line in lines[start:]:
        if not line.strip():
            break
        found = _KEY_LINE.match(line)
        if found is None:
            return False
        keys.append(found["key"].lower())
    return "title" in keys or len(_KNOWN_KEYS.intersection(keys)) > 1


def _header_lines(lines: list[str], start: int, pattern: re.Pattern[str]) -> SplitFile:
    end = start
    while end < len(lines) and pattern.match(lines[end]):
        end += 1
    front, body = "\n".join(lines[start:end]), "\n".join(lines[end:])
    return SplitFile("lines", front, start + 1, body, end + 1)
