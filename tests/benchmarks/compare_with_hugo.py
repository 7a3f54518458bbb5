"""Compare what this site makes of an archive with what Hugo made of it.

    python -m tests.benchmarks.compare_with_hugo ARCHIVE_DIR HUGO_HTML_DIR

``HUGO_HTML_DIR`` holds Hugo's HTML of each body under the same relative path with
``.html`` added. Two renderings agree when the sequence of elements, the ids of
headings, the targets of links and pictures, and the text without white space are
equal. Quotation marks count as equal whichever kind they are; colouring inside
code is left out. Exits 1 when fewer than 98 % agree.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # Run as a file, not as a module.
    sys.path.insert(0, str(ROOT))

from articles.rendering import to_html  # noqa: E402

WANTED_PERCENT = 98
_HEADING = re.compile(r"h[1-6]\Z")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?:.*?\r?\n)??(?P=fence)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‘’‚‛′", "'"))

Fact = tuple[str, str]


class Reader(HTMLParser):
    """Turn HTML into the facts that are compared."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts: list[Fact] = []
        self._text: list[str] = []
        self._in_pre = False
        self._highlight_depth: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "div":
            is_frame = attributes.get("class") == "highlight"
            self._highlight_depth.append(is_frame)
            if is_frame:
                return
        if self._in_pre and tag == "span":
            return
        self._end_text()
        self._in_pre = self._in_pre or tag == "pre"
        self.facts.append(("element", tag))
        if _HEADING.match(tag):
            self.facts.append(("id", attributes.get("id", "")))
        for name in ("href", "src"):
            if tag in {"a", "img"} and name in attributes:
                self.facts.append((name, attributes[name]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._highlight_depth and self._highlight_depth.pop():
            return
        if self._in_pre and tag == "span":
            return
        self._end_text()
        if tag == "pre":
            self._in_pre = False
        self.facts.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _end_text(self) -> None:
        text = "".join("".join(self._text).split()).translate(_QUOTES)
        self._text = []
        if text:
            self.facts.append(("text", text))


def facts(html: str) -> list[Fact]:
    """Read the facts of a page; comments and a paragraph's end tag are not facts."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader._end_text()
    return reader.facts


def differences(ours: str, theirs: str) -> Iterator[str]:
    """Say where the facts part, first difference first."""
    missing: Fact = ("nothing", "")
    for mine, hugo in zip_longest(facts(ours), facts(theirs), fillvalue=missing):
        if mine != hugo:
            at = next(
                (
                    i
                    for i, (a, b) in enumerate(zip(mine[1], hugo[1], strict=False))
                    if a != b
                ),
                min(len(mine[1]), len(hugo[1])),
            )
            start = max(0, at - 30)
            yield (
                f"ours {mine[0]} {mine[1][start : at + 50]!r},"
                f" Hugo {hugo[0]} {hugo[1][start : at + 50]!r}"
            )


def body_of(path: Path) -> str:
    """Cut the front matter off a file."""
    text = path.read_bytes().decode("utf-8-sig")
    return _FRONT_MATTER.sub("", text, count=1)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, help="folder of Markdown files")
    parser.add_argument("hugo", type=Path, help="folder of Hugo's HTML")
    parser.add_argument("--show", type=int, help="list only so many disagreements")
    parser.add_argument(
        "--all-reasons", action="store_true", help="every difference of each file"
    )
    options = parser.parse_args(arguments)

    pages = sorted(options.hugo.rglob("*.html"))
    if not pages:
        parser.error(f"no .html files under {options.hugo}")
    disagreeing = list(_disagreements(pages, options.archive, options.hugo))
    for name, reasons in disagreeing[: options.show]:
        print(name)
        for reason in reasons if options.all_reasons else reasons[:1]:
            print(f"    {reason}")

    agreeing = len(pages) - len(disagreeing)
    percent = 100 * agreeing / len(pages)
    print(f"{agreeing}/{len(pages)} agree ({percent:.1f} %)")
    return 0 if percent >= WANTED_PERCENT else 1


def _disagreements(
    pages: list[Path], archive: Path, hugo: Path
) -> Iterator[tuple[str, list[str]]]:
    for page in pages:
        name = page.relative_to(hugo).as_posix().removesuffix(".html")
        ours = to_html(body_of(archive / name))
        reasons = list(differences(ours, page.read_text(encoding="utf-8")))
        if reasons:
            yield name, reasons


if __name__ == "__main__":
    sys.exit(main())
