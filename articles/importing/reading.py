"""From a file's bytes to everything an article will be made of. No database."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import PurePosixPath

from articles.choices import Language, Status
from articles.importing import front_matter
from articles.importing.closing import Closing, lift, told
from articles.importing.dates import date_in_name
from articles.importing.decoding import decode
from articles.importing.fields import Fields, Mapper, clean_text, language_tag, one_line
from articles.importing.front_matter import FrontMatter
from articles.importing.outcomes import Problems
from articles.importing.plain import read_plain
from articles.rendering import plain_text, render_inline
from articles.variants import Script, detect_script

# Written by an export for a source that no closing block can tell.
_SOURCE_KEY = "newsdesk_source"
_FIRST_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*#*\s*$", re.MULTILINE)
_LANGUAGE_SUFFIX = re.compile(
    r"[._-](?P<tag>zh[-_](?:cn|tw|hk|sg|mo|hans|hant)(?:[-_](?:cn|tw|hk))?)$",
    re.IGNORECASE,
)
_OTHER_SUFFIX = re.compile(r"\.(?P<tag>[a-z]{2}(?:[-_][a-z]{2,4})?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """What holds for a whole import."""

    zone: tzinfo
    known_widgets: Collection[str] = ()


@dataclass
class Reading:
    """One file, read: its fields, its body as Markdown, and where it came from."""

    fields: Fields
    body: str
    body_line: int
    slugs: list[str]
    old_addresses: list[str]
    closing: Closing | None = None
    proposed_source: str = ""


def read(
    content: bytes, path: PurePosixPath, settings: Settings, problems: Problems
) -> Reading:
    """Read one file; ``path`` is its place below the archive's root.

    Raises ``Refused`` where there is nothing to make an article of.
    """
    document = front_matter.split(decode(content))
    matter = front_matter.read(document, problems)
    fields = Mapper(matter, settings.zone, settings.known_widgets, problems).read()
    stem, suffix = split_name(path)
    reading = Reading(
        fields,
        clean_body(document.body),
        document.body_line,
        slugs_for(path, stem, fields.slug),
        old_addresses(path, stem, matter),
    )
    if _SOURCE_KEY in matter.values:
        reading.closing = told(matter.values[_SOURCE_KEY])
        fields.values["extra"].pop(matter.spelling[_SOURCE_KEY], None)
    elif document.format:
        _lift_closing(reading, path, problems)
    else:
        _read_plain(reading, problems)
    if not fields.values["title"]:
        _find_title(reading, stem, problems)
    declared = fields.values["language"] or suffix or folder_language(path)
    fields.values["language"] = _language(reading, declared, problems)
    _settle_status(reading, path, settings.zone, problems)
    return reading


def clean_body(body: str) -> str:
    """The body without what no page can hold; everything else stays as written."""
    return body.replace("\x00", "").encode("utf-8", "replace").decode()


def split_name(path: PurePosixPath) -> tuple[str, str]:
    """A file's own name without ending and language, and the language it names.

    A page bundle (``index.md``) goes by its folder.
    """
    stem = path.stem
    found = _LANGUAGE_SUFFIX.search(stem) or _OTHER_SUFFIX.search(stem)
    tag = language_tag(found["tag"]) if found else ""
    if found and tag:
        stem = stem[: found.start()]
    if stem in {"index", "_index"} and path.parent.name:
        stem = path.parent.name
    return stem, tag


def folder_language(path: PurePosixPath) -> str:
    """The language of the folder below ``content``, as in ``content/zh-cn/news``."""
    parts = path.parts
    after = parts[parts.index("content") + 1 : -1] if "content" in parts else parts[:1]
    name = after[0] if after and len(parts) > 1 else ""
    return language_tag(name) if len(name) == 2 or "-" in name or "_" in name else ""


def slugs_for(path: PurePosixPath, stem: str, own: str) -> list[str]:
    """What the slug may be, best first: own, or the name, then folders in front."""
    base = own.strip("/") or stem
    parents = [part for part in path.parent.parts if part not in {"content", stem}]
    names = [base]
    for count in range(1, len(parts := parents) + 1):
        names.append("-".join([*parts[-count:], base]))
    return names


def old_addresses(path: PurePosixPath, stem: str, matter: FrontMatter) -> list[str]:
    """Where Hugo served the file: its permalink or own ``url``, and its aliases.

    Source: Hugo's default permalinks, ``/section/name/``, in lower case.
    """
    parts = [part for part in path.parent.parts if part != "content"]
    parts = parts[:-1] if parts and parts[-1] == stem else parts
    slug = clean_text(matter.values.get("slug")) or stem
    own = clean_text(matter.values.get("url")) or "/".join([*parts, slug])
    aliases = matter.values.get("aliases")
    items = aliases if isinstance(aliases, list) else [aliases]
    return [own, *(clean_text(item) for item in items if clean_text(item))]


def _lift_closing(reading: Reading, path: PurePosixPath, problems: Problems) -> None:
    labels = [*reading.fields.categories, *reading.fields.tags, path.parent.name]
    reading.body, reading.closing = lift(reading.body, labels)
    if closing := reading.closing:
        problems.note(
            "closing-block",
            reading.body_line + closing.line - 1,
            f"The closing block was lifted out of the text: source “{closing.name}”, "
            f"original at {closing.url}",
        )


def _read_plain(reading: Reading, problems: Problems) -> None:
    first_line = reading.body_line
    text = read_plain(reading.body, first_line)
    reading.body, reading.proposed_source = text.body, text.source
    reading.fields.values["title"] = text.title[:1000]
    reading.fields.is_draft = True
    problems.warn(
        "no-front-matter",
        first_line,
        "No front matter: the first line became the title.",
    )
    for line, subhead in text.subheads:
        problems.warn(
            "maybe-heading", line, f"“{subhead}” may be a heading (## in front)."
        )
    if text.source:
        problems.warn(
            "proposed-source",
            first_line,
            f"The text names “{text.source}” as its source.",
        )


def _find_title(reading: Reading, stem: str, problems: Problems) -> None:
    if found := _FIRST_HEADING.search(reading.body):
        title, where = (
            one_line(plain_text(render_inline(found["text"]))),
            "the first heading",
        )
    else:
        title, where = re.sub(r"[-_]+", " ", stem).strip() or stem, "the file's name"
    reading.fields.values["title"] = title[:1000]
    problems.warn("missing-title", 0, f"No title: taken from {where}.")


def _language(reading: Reading, declared: str, problems: Problems) -> str:
    """What the text is written in: as declared, else as it shows."""
    title, body = reading.fields.values["title"], reading.body
    script = detect_script(body if len(body) > 50 else f"{title}\n{body}")
    language = declared or script.language or _by_letters(body or title)
    if declared == "zh":
        language = script.language or Language.SIMPLIFIED
    elif declared.startswith("zh") and script.is_certain and _differs(declared, script):
        problems.warn(
            "language-differs",
            0,
            f"Declared as {declared}, but the text shows {script.language}.",
        )
    _warn_of_mixture(reading, script, problems)
    return language


def _differs(declared: str, script: Script) -> bool:
    """Whether the other script is meant; the region alone is a matter of style."""
    return declared[:7] != script.language[:7]


def _warn_of_mixture(reading: Reading, script: Script, problems: Problems) -> None:
    if script.is_mixed:
        problems.warn(
            "mixed-script",
            0,
            f"The text mixes both scripts: {script.minority} are of the other.",
        )
    title = detect_script(reading.fields.values["title"])
    if title.is_certain and script.is_certain and _differs(script.language, title):
        problems.warn(
            "mixed-script",
            0,
            f"The title shows {title.language}, the text {script.language}.",
        )


def _by_letters(text: str) -> str:
    """The language where nothing is declared and nothing is Chinese."""
    sample = clean_text(text)[:5000]
    scripts = {
        "ja": "\u3041-\u30ff",
        "ko": "\uac00-\ud7a3",
        "hi": "\u0900-\u097f",
        "bn": "\u0980-\u09ff",
    }
    counts = {
        tag: len(re.findall(f"[{span}]", sample)) for tag, span in scripts.items()
    }
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] > len(sample) / 10 else Language.ENGLISH


def _settle_status(
    reading: Reading, path: PurePosixPath, zone: tzinfo, problems: Problems
) -> None:
    """Published where there is a date and nothing says draft."""
    values = reading.fields.values
    if values["published_at"] is None and not reading.fields.has_bad_date:
        values["published_at"] = date_in_name(path.name, zone) or date_in_name(
            path.parent.name, zone
        )
        if values["published_at"] is None:
            problems.warn(
                "missing-date", 0, "No date: kept as a draft until someone sets one."
            )
    is_draft = (
        reading.fields.is_draft
        or values["published_at"] is None
        or reading.fields.has_bad_date
    )
    values["status"] = Status.DRAFT if is_draft else Status.PUBLISHED
