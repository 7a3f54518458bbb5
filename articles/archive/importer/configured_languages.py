"""Compare the languages that are configured or declared with what the texts show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from articles.archive.hugo import main_file
from articles.archive.importer.discover import DiscoveredFile, as_named
from articles.archive.importer.import_results import ImportResult, SiteProblem
from articles.archive.problems import Level, Problem
from articles.archive.reader import OTHER_LATIN
from articles.models import DeclaredLanguage

# Two texts may be in another language than all others.
_FEWEST_TEXTS = 3

# Folders or files, below the roots of their archives, with the languages of their texts.
Declared = dict[str, dict[str, str]]


class ConfiguredLanguages:
    """Counts what the texts of each archive show, by the language configured for them."""

    def __init__(self) -> None:
        self.shown: dict[tuple[Path, str], Counter[str]] = defaultdict(Counter)

    def note(self, result: ImportResult) -> None:
        if language := result.language:
            self.shown[language.root, language.configured][language.shown] += 1

    def problems(self) -> Iterator[SiteProblem]:
        """Yield a warning for each archive and language that most texts contradict."""
        for (root, configured), shown in self.shown.items():
            total, agreeing = shown.total(), shown[""]
            others = total - agreeing
            if others < _FEWEST_TEXTS or others <= agreeing:
                continue
            names = ", ".join(
                "another language" if tag == OTHER_LATIN else tag
                for tag, _count in shown.most_common()
                if tag
            )
            message = (
                f"{configured} is configured, but {others:,} of {total:,} texts show "
                f"{names}. Mend the site's languages, or say what the texts are in: "
                "--language zh-HK."
            )
            problem = Problem(Level.WARNING, "configured-language", 0, message)
            yield SiteProblem(main_file(root) or root, problem)


def declare(
    paths: Sequence[Path], roots: Sequence[DiscoveredFile], tag: str, *, dry_run: bool
) -> Collection[tuple[str, dict[str, str]]]:
    """Keep what language the texts at and below the paths are in; return that alone, by
    archive.

    ``roots`` are a file of each archive. A dry run keeps nothing.
    """
    declared: Declared = defaultdict(dict)
    for asked in map(as_named, paths):
        for file in roots:
            if asked.is_relative_to(file.root):
                folder = asked.relative_to(file.root).as_posix()
                declared[file.archive]["" if folder == "." else folder] = tag
            elif file.root.is_relative_to(asked):
                declared[file.archive][""] = tag
    for archive, folders in declared.items():
        for folder in () if dry_run else folders:
            DeclaredLanguage.objects.update_or_create(
                archive=archive, folder=folder, defaults={"language": tag}
            )
    return declared.items()


def declared_languages() -> Declared:
    """Return what the desk declared of all archives. One query."""
    declared: Declared = defaultdict(dict)
    rows = DeclaredLanguage.objects.values_list("archive", "folder", "language")
    for archive, folder, tag in rows:
        declared[archive][folder] = tag
    return declared


def language_at(place: str, folders: dict[str, str]) -> str:
    """Return the language declared for a file: the innermost folder's around it."""
    around = [
        folder
        for folder in folders
        if not folder or place == folder or place.startswith(f"{folder}/")
    ]
    return folders[max(around, key=len)] if around else ""
