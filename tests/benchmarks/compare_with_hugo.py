"""Compare what this site makes of an archive with what Hugo made of it.

    python -m tests.benchmarks.compare_with_hugo ARCHIVE_DIR HUGO_HTML_DIR

``HUGO_HTML_DIR`` holds Hugo's HTML of each body under the same relative path with
``.html`` added. Two renderings agree when the sequence of elements, the ids of
headings, the targets of links and pictures, and the text without white space are
equal. Quotation marks count as equal whichever kind they are; colouring inside
code is left out.

Some things read better here than under Hugo. A page that differs in these alone is
counted under each of its reasons: both renderings are compared without what the reason
explains. Exits 1 when more than 2 % of the pages differ otherwise.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # Run as a file, not as a module.
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django  # noqa: E402

from articles.rendering import to_html  # noqa: E402
from articles.rendering.postprocess import lower_headings  # noqa: E402

WANTED_PERCENT = 98
_HEADING = re.compile(r"h[1-6]\Z")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?:.*?\r?\n)??(?P=fence)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‘’‚‛′", "'"))

_BARE_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|[^@]+@[^@]+\Z")
_LABEL = re.compile(r"\A(?:\[!\w+\][-+]?|Note|Tip|Important|Warning|Caution)")

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


def differences(ours: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[str]:
    """Say where the facts part, first difference first."""
    missing: Fact = ("nothing", "")
    for mine, hugo in zip_longest(ours, theirs, fillvalue=missing):
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


def _without(facts: Sequence[Fact], elements: set[str], mark: str = "") -> list[Fact]:
    """Leave out elements with their ends, and a mark from all texts."""
    kept = [
        (kind, value.replace(mark, "") if kind == "text" and mark else value)
        for kind, value in facts
        if kind not in {"element", "end"} or value not in elements
    ]
    return _joined(kept)


def _joined(facts: Sequence[Fact]) -> list[Fact]:
    """Join texts that an element stood between; leave out empty ones."""
    joined: list[Fact] = []
    for kind, value in facts:
        if kind == "text" and joined and joined[-1][0] == "text":
            joined[-1] = ("text", joined[-1][1] + value)
        elif kind != "text" or value:
            joined.append((kind, value))
    return joined


def _without_levels(facts: Sequence[Fact]) -> list[Fact]:
    return [
        (kind, "h" if kind in {"element", "end"} and _HEADING.match(value) else value)
        for kind, value in facts
    ]


def _without_bare_links(facts: Sequence[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    rest = list(facts)
    while rest:
        words = rest[2][1] if len(rest) > 3 and rest[0] == ("element", "a") else ""
        if rest[3:4] == [("end", "a")] and _BARE_ADDRESS.match(words):
            kept.append(("text", words))
            del rest[:4]
        else:
            kept.append(rest.pop(0))
    return _joined(kept)


def _without_labels(facts: Sequence[Fact]) -> list[Fact]:
    """Make quotations of asides; leave out labels, Hugo's markers and paragraphs."""
    kept: list[Fact] = []
    depth = 0
    for kind, value in facts:
        value = "blockquote" if value == "aside" and kind != "text" else value
        if value == "blockquote" and kind in {"element", "end"}:
            depth += 1 if kind == "element" else -1
        if not depth or value != "p" or kind == "text":
            kept.append((kind, value))
    for index, (kind, value) in enumerate(kept := _joined(kept)):
        if kind == "text" and kept[index - 1] == ("element", "blockquote"):
            kept[index] = (kind, _LABEL.sub("", value))
    return _joined(kept)


# Why we differ from Hugo on purpose, and how to compare pages apart from that.
ON_PURPOSE: dict[str, Callable[[Sequence[Fact]], list[Fact]]] = {
    "the page's title is its only h1, so a # is an h2": _without_levels,
    "emphasis beside Chinese punctuation is read": lambda facts: _without(
        facts, {"strong", "em"}, "*"
    ),
    "a single ~ is a tilde": lambda facts: _without(facts, {"del"}, "~"),
    "an address that touches Chinese is a link": _without_bare_links,
    "an alert is a labelled aside": _without_labels,
}


def reasons_for(ours: Sequence[Fact], theirs: Sequence[Fact]) -> list[str] | None:
    """Return the reasons that together explain every difference, or None."""

    def agree_without(reasons: Sequence[str]) -> bool:
        mine, hugo = list(ours), list(theirs)
        for reason in reasons:
            mine, hugo = ON_PURPOSE[reason](mine), ON_PURPOSE[reason](hugo)
        return mine == hugo

    needed = list(ON_PURPOSE)
    if not agree_without(needed):
        return None
    for reason in ON_PURPOSE:
        others = [other for other in needed if other != reason]
        needed = others if agree_without(others) else needed
    return needed


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
    django.setup()
    on_purpose: Counter[str] = Counter()
    agreeing = explained = shown = 0
    for page in pages:
        name = page.relative_to(options.hugo).as_posix().removesuffix(".html")
        ours = facts(lower_headings(to_html(body_of(options.archive / name))))
        theirs = facts(page.read_text(encoding="utf-8"))
        if ours == theirs:
            agreeing += 1
        elif (reasons := reasons_for(ours, theirs)) is not None:
            explained += 1
            on_purpose.update(reasons)
        elif options.show is None or shown < options.show:
            shown += 1
            print(name)
            found = differences(ours, theirs)
            for line in found if options.all_reasons else [next(found)]:
                print(f"    {line}")

    print(f"{agreeing}/{len(pages)} agree")
    print(f"{explained}/{len(pages)} differ on purpose alone, because")
    for reason, count in on_purpose.most_common():
        print(f"    {count:>4}  {reason}")
    print(f"{len(pages) - agreeing - explained}/{len(pages)} differ otherwise")
    return 0 if 100 * (agreeing + explained) >= WANTED_PERCENT * len(pages) else 1


if __name__ == "__main__":
    sys.exit(main())
