from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.archive.front_matter import decode, parse_front_matter, split_file
from articles.archive.problems import Problems, Refused
from articles.management.progress import progress_bar
from articles.models import SiteSettings
from articles.rendering import render
from articles.variants.conversions import rules_at
from articles.variants.engine import (
    CHINESE,
    Conversion,
    detect_script,
    readable_texts,
)
from articles.variants.judging import (
    BadRule,
    JudgedRules,
    Verdict,
    align,
    judge,
    read_judged_rules,
)

_MARKDOWN = {".md", ".markdown"}
_ENDINGS = {".txt", *_MARKDOWN}


class Command(BaseCommand):
    help = (
        "Convert texts as the site would, and print how many characters are wrong by "
        "judged rules, with an example of each class. Stores nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "rules",
            type=Path,
            metavar="RULES.tsv",
            help="Judged rules, such as articles/variants/judging/from_simplified.tsv.",
        )
        parser.add_argument(
            "texts",
            nargs="+",
            type=Path,
            metavar="TEXT",
            help="A text file with a paragraph a line, a Markdown file, or a folder "
            "with such files.",
        )
        parser.add_argument(
            "--source",
            choices=[language.value for language in CHINESE],
            default="",
            help="What the texts are written in. Without it, what the rules are for.",
        )
        parser.add_argument(
            "--without-terms",
            action="store_true",
            help="Convert without the term base.",
        )

    def handle(
        self,
        *,
        rules: Path,
        texts: list[Path],
        source: str,
        without_terms: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        judged = _read_rules(rules, source)
        files = _files_in(texts)
        current = rules_at(SiteSettings.current().conversion_version)
        layers = () if without_terms else current.layers(None, ())
        conversions = {
            target: Conversion(
                judged.source, target, layers, current.style, weights=current.weights
            )
            for target in judged.targets
        }
        verdicts = {target: Verdict() for target in judged.targets}
        with progress_bar(
            total=len(files), unit="files", quiet=verbosity == 0
        ) as progress:
            for file in files:
                for text in self.texts_of(file, judged.source):
                    for target, conversion in conversions.items():
                        printed = align(text, conversion)
                        judge(text, printed, judged, target, verdicts[target])
                progress.update()
        if not any(verdict.characters for verdict in verdicts.values()):
            raise CommandError(f"No text is in {judged.source}: nothing was judged.")
        for target, verdict in verdicts.items():
            self.print_verdict(target, verdict)

    def texts_of(self, file: Path, source: str) -> list[str]:
        """Read a file; return nothing, with a warning, if it is in another script."""
        texts = list(_read_texts(file))
        script = detect_script("\n".join(texts))
        is_other = script.is_certain and script.language[:7] != source[:7]
        if texts and (is_other or not script.language):
            written = script.language or "another language"
            self.stderr.write(
                self.style.WARNING(f"{file}: written in {written}, not judged.")
            )
            return []
        return texts

    def print_verdict(self, target: str, verdict: Verdict) -> None:
        self.stdout.write(
            f"{target}: {verdict.per_10_000:.2f} errors per 10,000 characters "
            f"({verdict.wrong:,} of {verdict.judged:,} judged places in "
            f"{verdict.characters:,} characters; {verdict.unaligned:,} places became "
            "words of another length)"
        )
        for name, errors in verdict.by_class():
            example = errors[0]
            self.stdout.write(
                f"{len(errors):>7,}  {name}: {example.source} → {example.printed}"
            )


def _read_rules(path: Path, source: str) -> JudgedRules:
    try:
        return read_judged_rules(path.read_text(encoding="utf-8"), source)
    except OSError as error:
        raise CommandError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path}: is not UTF-8; save it as UTF-8.") from None
    except BadRule as error:
        raise CommandError(f"{path}:{error.line}: {error.message}") from None


def _files_in(paths: list[Path]) -> list[Path]:
    """List the files that are named, and the texts in the folders that are named."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _ENDINGS)
            if not inside:
                raise CommandError(
                    f"{path}: no file ends in {', '.join(sorted(_ENDINGS))}."
                )
            files += inside
        else:
            files.append(path)
    return files


def _read_texts(file: Path) -> Iterator[str]:
    """Yield the texts of a file that are converted each alone.

    These are the lines of a plain text. A Markdown file is one article: its title and
    what is readable of its body, a paragraph a line.
    """
    try:
        content = decode(file.read_bytes()).text
        if file.suffix.lower() not in _MARKDOWN:
            yield from content.splitlines()
            return
        split = split_file(content)
        title = parse_front_matter(split, Problems()).values.get("title") or ""
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror}).") from None
    except Refused as error:
        line = f":{error.problem.line}" if error.problem.line else ""
        raise CommandError(f"{file}{line}: {error}") from None
    yield "\n".join([str(title), *readable_texts(render(split.body).html)])
