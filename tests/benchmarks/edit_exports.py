"""Edit every file of an archive field by field, and read what an export makes of it.

    make bench ARGS="edit_exports ARCHIVE_DIR"

Each file is read by the importer; unedited it must come out to the byte. Then each of the
edits below is made to it alone. What comes out is read again: a field is *said* where it
reads as the edit meant and all else as before, and a file is *written anew* where its own
form could not hold the change. Where more lines differ than an edit usually takes, it
counts as *out of place*; ``--show`` prints these and the other two.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path, PurePosixPath

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup()

from articles.archive.exporter.edited_file import edit  # noqa: E402
from articles.archive.fields import Thumbnail, Values, slug_candidates  # noqa: E402
from articles.archive.hugo.configuration import Configuration  # noqa: E402
from articles.archive.hugo.paths import is_about_archive  # noqa: E402
from articles.archive.importer.discover import discover  # noqa: E402
from articles.archive.problems import Refused  # noqa: E402
from articles.archive.reader import ArchiveSettings, FileContext, ParsedFile  # noqa: E402
from tests.archive.exporter.samples import as_imported, values_from  # noqa: E402

ZONE = "Asia/Shanghai"
# The lines that an edit may touch, both sides counted; more wants a look.
USUAL_LINES = 12


def _value(name: str, new: object) -> Callable[[Values], None]:
    return lambda now: now.update({name: new})


def _datetime(name: str) -> Callable[[Values], None]:
    def change(now: Values) -> None:
        published = now["published_at"]
        if published is not None:
            now[name] = published + timedelta(days=1, hours=2)

    return change


def _list(name: str, change: Callable[[list[str]], list[str]]) -> Callable[..., None]:
    return lambda now: now.update({name: change(list(now[name]))})


def _body(change: Callable[[str], str]) -> Callable[[Values], None]:
    return lambda now: now.update(body=change(now["body"]))


EDITS: dict[str, Callable[[Values], None]] = {
    "title": _value("title", "另一个标题: “引号” # 井号"),
    "lead": _value("lead", "导语"),
    "summary": _value("summary", "摘要: 一句话"),
    "no summary": _value("summary", ""),
    "description": _value("description", "描述"),
    "date": _datetime("published_at"),
    "last change": _datetime("modified_at"),
    "expiry": _datetime("expires_at"),
    "draft": _value("status", "draft"),
    "a tag more": _list("tags", lambda tags: [*tags, "新标签"]),
    "a tag less": _list("tags", lambda tags: tags[1:]),
    "categories": _list("categories", lambda _old: ["要闻", "A, B"]),
    "no categories": _list("categories", lambda _old: []),
    "authors": _list("authors", lambda old: [*old, "林, 岚"]),
    "weight": _value("weight", 7),
    "toc": _value("toc", True),
    "comments": _value("comments", False),
    "sidebar": _value("sidebar", "left"),
    "widgets": _value("widgets", ["recent", "taglist"]),
    "thumbnail": lambda now: now.update(
        thumbnail=Thumbnail(address="https://e.example/b.png")
    ),
    "slug": lambda now: now.update(slug="another-name"),
    "other": lambda now: now.update(extra=now["extra"] | {"desk_note": "甲"}),
    "a paragraph more": _body(lambda body: f"{body.rstrip()}\n\n又一段。\n"),
    "a line other": _body(lambda body: body.replace("a", "b", 1)),
}


def _facts(parsed: ParsedFile) -> Values:
    now = deepcopy(values_from(parsed))
    now["slug"] = slug_candidates(parsed)[0][:240]
    return now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--show", action="store_true", help="what was out of place")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for found in discover([options.archive]):
        if found.skip_reason or found.refusal or found.is_section:
            continue
        place = FileContext(
            found.archive, PurePosixPath(found.place), _settings(found.root)
        )
        content = found.file.read_bytes()
        try:
            parsed = place.parse(content)
        except Refused:
            counts["cannot be read"] += 1
            continue
        if is_about_archive(found.path) and not parsed.is_fenced:
            continue
        counts["files"] += 1
        counts["to the byte"] += edit(content, _facts(parsed), place).content == content
        for name, change in EDITS.items():
            now = _facts(parsed)
            change(now)
            edited = edit(content, now, as_imported(content, place))
            counts["edits"] += 1
            counts["said"] += not edited.unsaved
            counts["written anew"] += edited.is_rewritten
            lines = _differing(content, edited.content)
            if edited.unsaved or edited.is_rewritten or len(lines) > USUAL_LINES:
                counts["out of place"] += len(lines) > USUAL_LINES
                if options.show:
                    print(
                        f"{found.file}: {name}: {sorted(edited.unsaved)}",
                        *lines[:9],
                        sep="\n  ",
                    )
    for name, number in counts.items():
        print(f"{name:<16}{number:>8,}")
    sys.exit(counts["files"] != counts["to the byte"])


def _settings(root: Path) -> ArchiveSettings:
    return ArchiveSettings(Configuration.of(root, ZONE), root.name)


def _differing(before: bytes, after: bytes) -> list[str]:
    old, new = (
        text.decode("utf-8", "replace").splitlines() for text in (before, after)
    )
    lines = unified_diff(old, new, n=0, lineterm="")
    return [
        line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}
    ]


if __name__ == "__main__":
    main()
