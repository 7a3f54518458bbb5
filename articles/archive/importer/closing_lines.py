"""Show an editor how files of a source end, and how many end with a block to be named."""

from __future__ import annotations

from collections.abc import Iterator

from articles.archive.front_matter import decode, split_file
from articles.archive.importer.sources import closing_block
from articles.archive.problems import Refused
from articles.models import FooterRule, ImportedFile, Source

# The newest files are looked at, and no more.
MAX_FILES = 200
_SHOWN_LINES = 8


def closing_lines(source: Source | None, files: int = 3) -> list[tuple[str, str]]:
    """Return paths with the last lines of the newest files of a source, None for all."""
    return [
        (file.path, "\n".join(lines[-_SHOWN_LINES:]).strip("\n"))
        for file, lines in _newest(source, files)
    ]


def count_endings(rule: FooterRule) -> tuple[int, int]:
    """Return how many of how many files the rule's block stands at the end of: of the
    newest ``MAX_FILES`` of its source, as they were imported."""
    block = closing_block(rule)
    found = [block.is_at_end(lines) for _file, lines in _newest(rule.source, MAX_FILES)]
    return sum(found), len(found)


def _newest(
    source: Source | None, number: int
) -> Iterator[tuple[ImportedFile, list[str]]]:
    """Yield a source's newest files with the lines of their bodies, to the last filled."""
    files = ImportedFile.objects.exclude(article=None)
    if source:
        files = files.filter(found_source__source=source)
    for file in files.only("path", "content").order_by("-pk")[:number]:
        try:
            body = split_file(decode(bytes(file.content)).text).body
        except Refused:
            continue  # Files that an older version could read.
        yield file, body.rstrip().split("\n")
