"""What an article says now, and where that differs from what its file says. No database.

The file is read by the importer itself, so a field that was edited and edited back
is unchanged, and an edit is right when the file, read again, says what the article
says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from articles.archive.exporter.reread import ParsedFile, Place
from articles.choices import Status
from articles.images import candidates
from articles.models import Keyed, RemoteImage
from articles.variants.engine import fold

# Front matter's words that are compared as they stand.
FIELDS = (
    *("title", "lead", "summary", "description", "language"),
    *("translation_languages", "translation_key", "weight", "comments", "authorbox"),
    *("pager", "toc", "mathjax", "sidebar", "widgets", "thumbnail_place"),
    *("published_at", "modified_at", "expires_at"),
)


@dataclass(frozen=True)
class SourceFacts:
    """``disclaimers`` by the source's field, that of the article's language first;
    ``known`` are notices in files that mean them."""

    name: str
    slug: str
    disclaimers: dict[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    @property
    def notices(self) -> str:
        """What a closing block can say for the source."""
        return next(iter(self.disclaimers.values()), "")

    @property
    def told(self) -> dict[str, str]:
        """The disclaimers that there are."""
        return {name: text for name, text in self.disclaimers.items() if text}


@dataclass(frozen=True)
class Thumbnail:
    """``origins`` and ``media`` tell where a picture of our own came from (an archive's
    file, or an address elsewhere) and lies; ``address`` is one elsewhere, or one that no
    picture was found for."""

    origins: frozenset[str] = frozenset()
    media: str = ""
    address: str = ""


Menu = tuple[str, str, int]

# Under these the importer keeps what it could not read, or not in full, of a field;
# the field itself is compared.
KNOWN_KEYS = frozenset(
    (
        *("title", "lead", "summary", "description", "lang", "language", "slug"),
        *("translations", "translationkey", "weight", "comments", "authorbox"),
        *("pager", "toc", "mathjax", "sidebar", "widgets", "thumbnail", "menu"),
        *(
            "headless",
            "menus",
            "categories",
            "category",
            "tags",
            "tag",
            "authors",
            "author",
        ),
    )
)
# The importer takes the source from this key, and then lifts no closing block.
SOURCE_KEY = "newsdesk_source"


@dataclass
class Facts:
    """An article as it is now. ``recorded`` asks for its state right after the import."""

    values: dict[str, Any]
    slug: str
    body: str = ""
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    menus: list[Menu] = field(default_factory=list)
    source: SourceFacts | None = None
    source_url: str = ""
    disclaimer: str = ""
    thumbnail: Thumbnail = field(default_factory=Thumbnail)
    # Fields by name for which what the import stored is what the article holds now.
    recorded: Callable[[], frozenset[str]] = frozenset

    @property
    def is_published(self) -> bool:
        return bool(self.values["status"] == Status.PUBLISHED)

    @property
    def embargo(self) -> datetime | None:
        """The embargo's end, where it ends after the article's own time."""
        embargo, published = self.values["embargoed_until"], self.values["published_at"]
        if embargo and published and embargo <= published:
            return None
        return normal(embargo)

    @property
    def extra(self) -> dict[str, Any]:
        return dict(self.values.get("extra") or {})


def differences(reading: ParsedFile, facts: Facts, place: Place) -> set[str]:
    """The fields in which the article differs from what its file says."""
    told = reading.fields
    found = {
        name
        for name in FIELDS
        if normal(told.values[name]) != normal(facts.values[name])
    }
    tests: Mapping[str, bool] = {
        "status": (told.values["status"] == Status.PUBLISHED) == facts.is_published,
        "embargoed_until": told.values["embargoed_until"] == facts.embargo,
        "slug": _is_slug(facts.slug, reading),
        "body": same_body(reading.body, facts.body, bool(reading.closing)),
        "categories": keys(told.categories) == keys(facts.categories),
        "authors": keys(told.authors) == keys(facts.authors),
        "tags": folded(told.tags) == folded(facts.tags),
        "menus": sorted((m.menu, m.label, m.weight) for m in told.menus)
        == sorted(facts.menus),
        "extra": _extra(told.values["extra"]) == _extra(facts.extra),
        "thumbnail": _is_thumbnail(told.thumbnail, facts.thumbnail, place),
        "source": _is_source(reading, facts.source),
        "source_url": facts.source_url
        == (reading.closing.url[:4000] if reading.closing else ""),
        "disclaimer": _is_disclaimer(reading, facts),
    }
    return found | {name for name, is_same in tests.items() if not is_same}


def source_value(facts: Facts) -> dict[str, str]:
    """Source, address of the original, own notices and the source's disclaimers, for
    the key that tells them."""
    source = facts.source
    told = {
        "name": source.name if source else "",
        "slug": source.slug if source else "",
        "original": facts.source_url,
        "notices": facts.disclaimer,
        **(source.told if source else {}),
    }
    texts = {key: body_text(value).strip() for key, value in told.items()}
    return {key: text for key, text in texts.items() if text}


def normal(value: Any) -> Any:
    """The value as a file can hold it: whole seconds, line ends of one kind."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return value


def body_text(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n")


def same_body(one: str, other: str, has_closing: bool) -> bool:
    # Blank lines on top are the gap below the front matter, which no format keeps.
    one, other = body_text(one).lstrip("\n"), body_text(other).lstrip("\n")
    if has_closing:  # The importer ends what stood above the block with one line end.
        one, other = one.rstrip(), other.rstrip()
    return one == other or not (one.strip() or other.strip())


def keys(told: list[str]) -> list[str]:
    """Categories and authors by the key that finds them."""
    return list(dict.fromkeys(Keyed.key_of(n) for name in told if (n := name.strip())))


def folded(told: list[str]) -> list[str]:
    """Tags by the key that makes them one."""
    return list(dict.fromkeys(key for key in map(fold, told) if key))


def _is_slug(slug: str, reading: ParsedFile) -> bool:
    told = [
        slugify(name, allow_unicode=True).strip("-_")[:240] for name in reading.slugs
    ]
    told = [name for name in told if name] or ["article"]
    # The importer numbers a name that is taken.
    return slug in told or bool(re.fullmatch(re.escape(told[0]) + r"-\d+", slug))


def _extra(extra: dict[str, Any]) -> str:
    kept = {key: value for key, value in extra.items() if key.lower() not in KNOWN_KEYS}
    return json.dumps(kept, sort_keys=True)


def _is_thumbnail(told: str, now: Thumbnail, place: Place) -> bool:
    if now.origins or now.media:
        found = candidates(told, str(place.path)) if told else []
        origins = {f"{place.archive}:{one}" for one in found}
        origins |= {remote} if (remote := RemoteImage.normal(told)) else set()
        return not origins.isdisjoint(now.origins) or now.media == told
    return now.address == told


def _is_source(reading: ParsedFile, source: SourceFacts | None) -> bool:
    closing, proposed = reading.closing, reading.proposed_source
    if closing is None and not proposed:
        return source is None
    label = closing.label if closing else proposed
    if not label:
        return source is None
    slug = slugify(label, allow_unicode=True)[:240] or "source"
    name = closing.name if closing else proposed
    return source is not None and (source.slug == slug or source.name == name)


def _is_disclaimer(reading: ParsedFile, facts: Facts) -> bool:
    notices = reading.closing.disclaimer if reading.closing else ""
    if facts.disclaimer:
        return fold(facts.disclaimer) == fold(notices)
    source = facts.source
    known = (*source.disclaimers.values(), *source.known) if source else ()
    return not notices or fold(notices) in {fold(text) for text in known}
