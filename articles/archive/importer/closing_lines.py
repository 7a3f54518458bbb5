"""Show an editor how files of a source end, and how many end with a block to be named."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from articles.archive.front_matter import decode, split_file
from articles.archive.importer.sources import closing_block
from articles.archive.problems import Refused
from articles.models import FooterRule, ImportedFile

# The newest files are looked at, and no more.
MAX_FILES = 200
_SHOWN_FILES, _SHOWN_LINES = 3, 8


def closing_lines(files: QuerySet[ImportedFile]) -> list[tuple[str, str]]:
    """Return paths with the last lines of the newest of these files."""
    return [
        (file.path, "\n".join(lines[-_SHOWN_LINES:]).strip("\n"))
        for file, lines in _newest(files, _SHOWN_FILES)
    ]


def count_endings(rule: FooterRule) -> tuple[int, int]:
    """Return how many of how many files the rule's block stands at the end of: of the
    newest ``MAX_FILES`` of its source, as they were imported."""
    block, files = closing_block(rule), ImportedFile.objects.all()
    if rule.source:
        files = files.filter(found_source__source=rule.source)
    found = [block.is_at_end(lines) for _file, lines in _newest(files, MAX_FILES)]
    return sum(found), len(found)


def _newest(
    files: QuerySet[ImportedFile], number: int
) -> Iterator[tuple[ImportedFile, list[str]]]:
    """Yield the newest files that have an article, with the lines of their bodies."""
    files = files.exclude(article=None).only("path", "content")
    for file in files.order_by("-pk")[:number]:
        try:
            body = split_file(decode(bytes(file.content)).text).body
        except Refused:
            continue  # An older version could read it.
        yield file, body.rstrip().split("\n")
