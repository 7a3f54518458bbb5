"""Count how files end before they are read: what many share is no part of a text.

Only the end of each file is looked at, some 0.06 ms a file. A pattern is known for good
once ``ENOUGH`` files were its witnesses: different files, with different text above,
and different addresses where it is nothing but a link. So neither the copies of one
article nor a link that every page has make one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from articles.archive.front_matter import decode
from articles.archive.importer.discover import DiscoveredFile
from articles.archive.problems import Refused
from articles.archive.reader import Ending, digest_of, endings
from articles.models import FooterPattern

# Files that end alike before that is a pattern, and no accident.
ENOUGH = 5
# Notices and a link have some hundred characters, in UTF-8 three bytes each.
_TAIL = 4096
# How much of the text above tells one text from another.
_ABOVE = 500
# Values in one statement; SQLite takes some ten thousand.
_ROWS = 1000

Witness = tuple[int, ...]


@dataclass
class _Pattern:
    """A pattern and its witnesses, no more than it takes."""

    text: str
    samples: list[Witness] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return len(self.samples) >= ENOUGH

    def add(self, witness: Witness) -> None:
        """Count a file, unless an earlier one shares anything with it."""
        is_new = all(
            one != other
            for known in self.samples
            for one, other in zip(known, witness, strict=True)
        )
        if is_new and not self.is_known:
            self.samples.append(witness)


def known_closings(
    files: Iterable[DiscoveredFile], *, dry_run: bool = False
) -> dict[str, frozenset[str]]:
    """The digests of the patterns that these files end with, by archive.

    Earlier runs count too, and unless ``dry_run`` later ones will know of this one.
    """
    gathered: dict[str, dict[str, _Pattern]] = {}
    for found in files:
        _note(found, gathered.setdefault(found.archive, {}))
    known = {}
    for archive, patterns in gathered.items():
        digests = list(patterns)
        for start in range(0, len(digests), _ROWS):
            _join_stored(archive, patterns, digests[start : start + _ROWS], dry_run)
        known[archive] = frozenset(d for d, one in patterns.items() if one.is_known)
    return known


def _note(found: DiscoveredFile, patterns: dict[str, _Pattern]) -> None:
    """Let a file be a witness of every pattern that it ends with."""
    lines = _tail(found).split("\n")
    for ending in endings(lines):
        text = ending.pattern
        digest = digest_of(text)
        if digest not in patterns:
            patterns[digest] = _Pattern(text)
        if not patterns[digest].is_known:
            patterns[digest].add(_witness(found, lines, ending))


def _witness(found: DiscoveredFile, lines: list[str], ending: Ending) -> Witness:
    path = crc32(found.place.encode("utf-8", "surrogatepass"))
    above = "\n".join(lines[: ending.start]).rstrip()[-_ABOVE:]
    address = crc32(ending.url.encode()) if ending.is_lone else path
    return path, crc32(above.encode()), address


def _tail(found: DiscoveredFile) -> str:
    """The last lines of a file; empty where they cannot be read."""
    try:
        with open(f"{found.root}/{found.place}", "rb", buffering=0) as opened:
            if found.size > _TAIL:
                opened.seek(-_TAIL, os.SEEK_END)
            content = opened.read(_TAIL)
    except OSError:  # Reading it whole will say what is wrong.
        return ""
    if found.size > _TAIL:  # It may begin within a character.
        content = content.partition(b"\n")[2]
    try:
        text = content.decode()
    except UnicodeDecodeError:
        try:
            text = decode(content).text
        except Refused:
            return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _join_stored(
    archive: str, patterns: dict[str, _Pattern], digests: Sequence[str], dry_run: bool
) -> None:
    """Add what earlier runs saw, and store what this one did."""
    rows = FooterPattern.objects.filter(archive=archive, digest__in=digests)
    stored = {row.digest: row for row in rows}
    grown = []
    for digest, row in stored.items():
        joined = _Pattern(row.text, [tuple(one) for one in row.samples])
        for witness in patterns[digest].samples:
            joined.add(witness)
        patterns[digest] = joined
        if len(joined.samples) > len(row.samples):
            row.samples = [list(one) for one in joined.samples]
            grown.append(row)
    if dry_run:
        return
    FooterPattern.objects.bulk_update(grown, ["samples"], batch_size=_ROWS // 10)
    FooterPattern.objects.bulk_create(
        [
            FooterPattern(
                archive=archive,
                digest=digest,
                text=patterns[digest].text,
                samples=patterns[digest].samples,
            )
            for digest in digests
            if digest not in stored
        ],
        ignore_conflicts=True,  # Another import saw it at the same moment.
    )
