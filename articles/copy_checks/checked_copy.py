"""What the checks read, and what they say. Places count characters (code points)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from articles.copy_checks.known_names import KnownNames
from articles.variants.engine import convertible_text

# Stands, in a passage's ``prose``, for each character that readers do not see as text.
BLANK = "\ufffc"
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARKDOWN_FIELDS = frozenset(["summary", "body"])

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
# A Chinese text may hold more letters than this to each Han character only as an exception.
_LETTERS_TO_A_CHARACTER = 4


@dataclass(frozen=True)
class Finding:
    """A place in a field, what is wrong there, and what would stand there instead.

    ``fix`` is None where only a person can tell.
    """

    field: str
    start: int
    end: int
    message: str
    fix: str | None = None


@dataclass(frozen=True)
class Passage:
    """The text of a field. ``prose`` is as long: code, addresses, tags and marks are blank."""

    field: str
    text: str

    @cached_property
    def prose(self) -> str:
        is_markdown = self.field in MARKDOWN_FIELDS
        shown = convertible_text(self.text, is_markdown=is_markdown)
        return "".join(
            char if char in ("\n", kept) else BLANK
            for char, kept in zip(self.text, shown, strict=True)
        )

    @cached_property
    def is_chinese(self) -> bool:
        characters = len(_HAN.findall(self.prose))
        letters = len(_LATIN.findall(self.prose))
        return characters * _LETTERS_TO_A_CHARACTER > letters

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """Each line of the prose that is not empty, with the place where it begins."""
        lines, start = [], 0
        for line in self.prose.split("\n"):
            if line.strip():
                lines.append((start, line))
            start += len(line) + 1
        return lines

    def find(
        self, match: re.Match[str], message: str, fix: str | None = None, group: int = 0
    ) -> Finding:
        """Return a finding at the place of a match in the prose."""
        return Finding(self.field, *match.span(group), message, fix)


@dataclass(frozen=True)
class Copy:
    """An article as it stands in its form.

    ``published_on`` is the day from which dates without a year are read. ``slips`` are the
    characters of the other script, as ``slips_in`` gives them for each field.
    """

    texts: Mapping[str, str]
    language: str
    published_on: date
    slips: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    names: KnownNames = field(default_factory=KnownNames)

    @cached_property
    def passages(self) -> list[Passage]:
        return [Passage(name, text) for name, text in self.texts.items() if text]

    @property
    def chinese(self) -> Iterator[Passage]:
        return (passage for passage in self.passages if passage.is_chinese)

    @property
    def western(self) -> Iterator[Passage]:
        return (passage for passage in self.passages if not passage.is_chinese)

    @cached_property
    def whole_chinese(self) -> str:
        """The prose of all Chinese passages, to count what is usual in the article."""
        return "\n".join(passage.prose for passage in self.chinese)

    @property
    def is_traditional(self) -> bool:
        return self.language.startswith("zh-Hant")
