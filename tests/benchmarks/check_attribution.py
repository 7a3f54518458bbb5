"""Compare what stands under the articles of an archive with its files.

    make bench ARGS="check_attribution ARCHIVE_DIR [--show]"

Imports the archive into a new database in a scratch folder and asks for every published
article's own page. Read from the files alone, without the importer's own reading:

- a disclaimer that a page shows stands in that article's file, or in at least 95 % of the
  files that end with a link of the same label, in the same language (and 5 at least);
- a line of a file that says two things that only notices say stands on its page as often
  as in the file;
- the name in each ``来源：…`` or ``Source: …`` line of a file stands on its page;
- an article whose file has a text besides its last link has a text;
- a label with such a share has a source with a disclaimer.

Prints how often each was looked at and how often it did not hold; exits with 1 if any.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?https?://.*\)\s*")
_SOURCE_LINE = re.compile(
    r"[\s>*_（(]*(?:[\w ]{0,8}?来源|[\w ]{0,8}?來源|source)\s*[*_]*\s*[:：]\s*(?P<name>[^<>\[\]]+?)[\s*_）)。.]*",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_SHOWN = re.compile(
    r'class="[^"]*disclaimer__text[^"]*"[^>]*>(.*?)</(?:div|section)>', re.DOTALL
)
ENOUGH_FILES, ENOUGH_SHARE = 5, 0.95
LONGEST_NOTICE, LONGEST_SOURCE = 1500, 120


@dataclass(frozen=True)
class File:
    """A file as its lines say: the text below the front matter, without blank lines."""

    path: str
    lines: list[str]

    @property
    def label(self) -> str:
        """The label of the link that is the last line; empty for none."""
        found = _LINK.fullmatch(self.lines[-1]) if self.lines else None
        return found[1].strip() if found else ""

    @property
    def text(self) -> str:
        return squeezed(" ".join(self.lines))


def squeezed(text: str) -> str:
    """Return a text without what mark-up and rendering change: signs, spaces, width."""
    return re.sub(r"[\W_]+", "", html.unescape(text)).casefold()


def text_of(markup: str) -> str:
    return squeezed(html.unescape(_TAG.sub(" ", markup)))


def lines_of(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace").lstrip("\ufeff")
    if text.startswith("---"):
        text = text.partition("\n---")[2].partition("\n")[2]
    return [line for line in text.splitlines() if line.strip()]


class Check:
    """Counts what was looked at and what did not hold."""

    def __init__(self, *, shows: bool) -> None:
        self.shows = shows
        self.looked: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def expect(self, name: str, holds: bool, *what: str) -> None:
        self.looked[name] += 1
        if not holds:
            self.failed[name] += 1
            if self.shows:
                print(f"{name}: {' | '.join(what)}")

    def print(self) -> None:
        print(f"{'fact':<44}{'looked at':>10}{'failed':>8}")
        for name, count in self.looked.items():
            print(f"{name:<44}{count:>10,}{self.failed[name]:>8,}")


class Archive:
    """The imported files by their paths, and in groups of one label and language."""

    def __init__(self) -> None:
        from articles.models import Article, ImportedFile

        self.files = {
            row.path: File(row.path, lines_of(bytes(row.content)))
            for row in ImportedFile.objects.iterator()
        }
        self.languages = dict(
            Article.objects.values_list("imported_file__path", "language")
        )
        self.groups: dict[tuple[str, str], list[File]] = defaultdict(list)
        for file in self.files.values():
            self.group_of(file).append(file)

    def group_of(self, file: File) -> list[File]:
        return self.groups[file.label, self.languages.get(file.path, "")]

    def share(self, file: File, text: str) -> float:
        group = self.group_of(file)
        holders = sum(text in other.text for other in group)
        return holders / len(group) if holders >= ENOUGH_FILES else 0


def check(*, shows: bool) -> int:
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from articles.models import Article

    setup_test_environment()
    archive, checks, client = Archive(), Check(shows=shows), Client()
    rows = Article.objects.published().select_related("imported_file")
    for article in rows.exclude(imported_file=None).order_by("pk").iterator(200):
        file = archive.files[article.imported_file.path]
        page = client.get(article.get_absolute_url(), follow=True).content.decode()
        check_disclaimer(checks, archive, file, page)
        check_lines(checks, file, text_of(page))
        rest = squeezed(" ".join(file.lines[:-1] if file.label else file.lines))
        if rest and rest != squeezed(article.title):
            has_text = bool(text_of(article.body_html)) or "<img" in article.body_html
            checks.expect("a text is there", has_text, file.path)
    for group in archive.groups.values():
        check_source(checks, group)
    checks.print()
    return sum(checks.failed.values())


def check_disclaimer(checks: Check, archive: Archive, file: File, page: str) -> None:
    for shown in _SHOWN.findall(page):
        # The numbers of a list are not in its text.
        parts = list(filter(None, map(text_of, re.split(r"</?(?:p|li|br)\b", shown))))
        holds = all(part in file.text for part in parts) or all(
            archive.share(file, part) >= ENOUGH_SHARE for part in parts
        )
        checks.expect("a disclaimer that is shown", holds, file.path, *parts)


def check_lines(checks: Check, file: File, on_page: str) -> None:
    from articles.archive.reader.notices import notice_phrases

    for line in file.lines[:-1] if file.label else file.lines:
        if len(notice_phrases(line)) > 1 and len(line) < LONGEST_NOTICE:
            text = re.sub(r"\A\d+", "", squeezed(re.sub(r"\]\(\S*?\)", "]", line)))
            times = (file.text.count(text), on_page.count(text))
            holds = times[0] == times[1] or "http" in line
            name = "a notice stands as often as in its file"
            checks.expect(name, holds, file.path, text, str(times))
        found = _SOURCE_LINE.fullmatch(line) if len(line) < LONGEST_SOURCE else None
        if found:
            holds = squeezed(found["name"]) in on_page
            checks.expect("a line that names a source", holds, file.path, line)


def check_source(checks: Check, group: list[File]) -> None:
    from articles.archive.reader.notices import notice_phrases
    from articles.models import Article

    ends = Counter(
        end
        for file in group
        for end in {line for line in file.lines[-6:-1] if notice_phrases(line)}
    )
    end, count = ends.most_common(1)[0] if ends else ("", 0)
    is_enough = count >= ENOUGH_FILES and count / len(group) >= ENOUGH_SHARE
    if group[0].label and is_enough:
        rows = Article.objects.select_related("source")
        article = rows.get(imported_file__path=group[0].path)
        source = article.source
        shown = source.disclaimer_in(article.language_group) if source else ""
        holds = squeezed(end) in squeezed(shown)
        checks.expect("a source with 95 % has its disclaimer", holds, group[0].path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--show", action="store_true", help="Print what did not hold.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["DATA_DIR"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsdesk.settings"
        for command in (
            ["collectstatic", "--noinput", "--verbosity", "0"],
            ["migrate", "--verbosity", "0"],
            ["import_markdown", str(options.root), "--verbosity", "0"],
        ):
            subprocess.run(  # noqa: S603 – our own commands
                [sys.executable, "manage.py", *command], check=False
            )
        sys.exit(bool(check(shows=options.show)))


if __name__ == "__main__":
    main()
