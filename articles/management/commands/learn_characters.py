from __future__ import annotations

import gzip
import lzma
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from articles.choices import Language
from articles.management.progress import progress_bar
from articles.models import Article, SiteSettings
from articles.variants.conversions import rules_at
from articles.variants.engine import Learned, Weights, learn, pack, readable_texts
from articles.variants.term_base import forget_weights, store_weights

# Fewer teach nothing that the weights at hand do not know better.
_FEWEST_EXAMPLES = 2_000
_OPENERS: dict[str, Callable[..., IO[str]]] = {".xz": lzma.open, ".gz": gzip.open}


class Command(BaseCommand):
    help = (
        "Learn from Traditional text which character a Simplified one stands for: 后 or "
        "後, 里 or 裡. Begins with what is known, and stores the result if it makes fewer "
        "mistakes on every twentieth line, which is kept aside."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "texts",
            nargs="*",
            type=Path,
            metavar="TEXT",
            help="Text files in Traditional, a paragraph a line, also .xz or .gz. "
            "Without any, the site's own published originals are read.",
        )
        parser.add_argument(
            "--region",
            choices=["tw", "hk"],
            default="tw",
            help="Whose Traditional the texts are in. Habits are learned for it alone.",
        )
        parser.add_argument(
            "--output",
            type=Path,
            metavar="FILE",
            help="Write the weights to a file, learned from these texts alone, instead of "
            "storing them: this is how those that come with the project were made.",
        )
        parser.add_argument(
            "--forget",
            action="store_true",
            help="Go back to the weights that come with the project.",
        )

    def handle(
        self,
        *,
        texts: list[Path],
        region: str,
        output: Path | None,
        forget: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        if forget:
            self.forget(texts, output)
            return
        language = Language.HONG_KONG if region == "hk" else Language.TAIWAN
        lines = _lines_of(texts) if texts else _originals(language)
        rules = rules_at(SiteSettings.current().conversion_version)
        known = None if output else rules.weights
        with progress_bar(unit="lines", quiet=verbosity == 0) as progress:
            learned = learn(_counted(lines, progress), language, known)
        self.print_figures(learned, known)
        if learned.examples < _FEWEST_EXAMPLES and not output:
            raise CommandError(
                f"{learned.examples:,} examples are too few to learn from: give more "
                "text. Nothing was stored."
            )
        weights = Weights(pack(learned.characters))
        if output:
            try:
                output.write_bytes(weights.packed)
            except OSError as error:
                raise CommandError(
                    f"{output}: cannot be written ({error.strerror})."
                ) from None
        elif learned.wrong < learned.wrong_before:
            store_weights(weights)
            self.stdout.write(
                "Stored; texts are converted anew when they are next read."
            )
        else:
            self.stdout.write("No better than what is known: nothing was stored.")

    def forget(self, texts: list[Path], output: Path | None) -> None:
        if texts or output:
            raise CommandError("--forget takes no texts and no --output.")
        if forget_weights():
            self.stdout.write("The weights that come with the project count again.")
        else:
            self.stdout.write("Nothing was learned here: there is nothing to forget.")

    def print_figures(self, learned: Learned, known: Weights | None) -> None:
        before = f"{learned.wrong_before:,} before, " if known else ""
        self.stdout.write(
            f"{learned.examples:,} examples. Of {learned.kept_aside:,} characters kept "
            f"aside {learned.wrong:,} are wrong ({before}{learned.wrong_of_opencc:,} by "
            "OpenCC)."
        )


def _lines_of(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        opener = _OPENERS.get(path.suffix, open)
        try:
            with opener(path, "rt", encoding="utf-8") as file:
                for line in file:
                    yield _safe(line)
        except UnicodeDecodeError:
            raise CommandError(f"{path}: is not UTF-8; save it as UTF-8.") from None
        except (OSError, EOFError, lzma.LZMAError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(f"{path}: cannot be read ({reason}).") from None


def _originals(language: Language) -> Iterator[str]:
    """Yield the texts of published articles that were written in the language."""
    originals = Article.objects.published().filter(language=language)
    for article in originals.only("title", "lead", "body_html").iterator(200):
        texts = (article.title, article.lead, *readable_texts(article.body_html))
        yield from map(_safe, texts)


def _safe(line: str) -> str:
    """Leave out what no converter takes."""
    return line.rstrip("\n").replace("\x00", "").encode("utf-8", "ignore").decode()


def _counted(lines: Iterator[str], progress: Any) -> Iterator[str]:
    for line in lines:
        progress.update()
        yield line
