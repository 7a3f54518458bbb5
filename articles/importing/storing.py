"""Store what was read from one file: a new article, or a change to one left alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify

from articles import pictures
from articles.imaging import NotAnImage
from articles.importing.closing import Closing
from articles.importing.discovery import Found
from articles.importing.outcomes import Action, Problems, Refused
from articles.importing.reading import Reading
from articles.models import (
    Article,
    Image,
    MenuEntry,
    Original,
    Redirect,
    Revision,
    Source,
)
from articles.publishing import (
    Labels,
    authors_named,
    categories_named,
    free_slug,
    save,
    tags_named,
)
from articles.variants import fold

_PICTURE = re.compile(
    r"!\[[^\]]*\]\(\s*<?([^)\s>]+)"  # ![alt](address
    r"|<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)"
    r"|^\[[^\]]+\]:\s*(\S+\.(?:png|jpe?g|gif|webp|avif))",
    re.IGNORECASE | re.MULTILINE,
)


def store(
    found: Found, content: bytes, reading: Reading, problems: Problems
) -> tuple[Action, int]:
    """Create or update the article of a file, in one transaction.

    Raises ``Refused`` where an editor changed the article since the last import.
    """
    with transaction.atomic():
        original = _original(found)
        article = original.article if original else Article()
        if original and _is_edited(article):
            raise Refused(
                "edited-here",
                0,
                "Both the file and the article changed since the last import: the "
                f"article (number {article.pk}) was left as it is.",
            )
        article = _fill(article, found, reading, problems)
        if original is None:
            article.slug = _slug(reading)
            article.save()
            original = Original(
                article=article, archive=found.archive, path=str(found.path)
            )
        original.content = content
        original.digest = digest_of(content)
        original.warnings = [
            {"level": p.level, "code": p.code, "line": p.line, "message": p.message}
            for p in problems.found
        ]
        is_new = original.pk is None
        original.save()
        article.original = original
        _store_menus(article, reading)
        _store_redirects(article, reading, problems)
        save(article, _labels(reading), reason=Revision.Reason.IMPORT)
    return (Action.CREATED if is_new else Action.UPDATED), article.pk


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _original(found: Found) -> Original | None:
    place = Original.objects.filter(archive=found.archive, path=str(found.path))
    return place.select_related("article").first()


def _is_edited(article: Article) -> bool:
    return article.revisions.latest().reason != Revision.Reason.IMPORT


def _fill(
    article: Article, found: Found, reading: Reading, problems: Problems
) -> Article:
    for name, value in reading.fields.values.items():
        setattr(article, name, value)
    article.body = reading.body
    if reading.closing:
        _store_closing(article, reading.closing)
    elif reading.proposed_source:
        article.source = _source(reading.proposed_source, reading.proposed_source)
    bring = _bringer(found, problems)
    for match in _PICTURE.finditer(reading.body):
        line = reading.body_line + reading.body.count("\n", 0, match.start())
        bring(match[1] or match[2] or match[3], line)
    address = reading.fields.thumbnail
    line = reading.fields.thumbnail_line
    article.thumbnail = bring(address, line) if address else None
    article.thumbnail_url = address if _is_remote(address) else ""
    if address and not article.thumbnail and not article.thumbnail_url:
        article.extra["thumbnail"] = address  # Not found, and not to be forgotten.
    return article


def _is_remote(address: str) -> bool:
    return urlsplit(address).scheme in {"http", "https"} or address.startswith("//")


def _store_closing(article: Article, closing: Closing) -> None:
    """File the article under its source; its notices become the source's, once."""
    article.source_url, article.disclaimer = closing.url[:4000], ""
    if not closing.label:  # An export's word for an article without a source.
        article.source, article.disclaimer = None, closing.disclaimer
        return
    source = _source(closing.label, closing.name, closing.home)
    article.source = source
    if not closing.disclaimer:
        return
    field = "disclaimer" if article.family == "zh" else "disclaimer_en"
    known = getattr(source, field)
    if not known:
        setattr(source, field, closing.disclaimer)
        source.save(update_fields=[field])
    elif fold(known) != fold(closing.disclaimer):
        article.disclaimer = closing.disclaimer


def _source(label: str, name: str, home: str = "") -> Source:
    slug = slugify(label, allow_unicode=True)[:240] or "source"
    known = (
        Source.objects.filter(slug=slug).first()
        or Source.objects.filter(name=name).first()
    )
    return known or Source.objects.create(name=name, slug=slug, url=home[:2000])


def _bringer(found: Found, problems: Problems) -> Callable[[str, int], Image | None]:
    """A function that brings in the local picture of an address, once."""
    brought: dict[str, Image | None] = {}

    def bring(address: str, line: int) -> Image | None:
        if _is_remote(address) or urlsplit(address).scheme:
            return None
        if address not in brought:
            brought[address] = _bring(address, line, found, problems)
        return brought[address]

    return bring


def _bring(address: str, line: int, found: Found, problems: Problems) -> Image | None:
    for candidate in pictures.candidates(address, str(found.path)):
        file = found.root / candidate
        if file.is_file() and file.resolve().is_relative_to(found.root):
            try:
                return pictures.store(
                    file.read_bytes(), origin=f"{found.archive}:{candidate}"
                )
            except NotAnImage as error:
                problems.warn("bad-picture", line, f"{address}: {error}")
                return None
            except OSError as error:
                problems.warn("bad-picture", line, f"{address}: {error.strerror}")
                return None
    problems.warn(
        "missing-picture", line, f"The picture {address} is not in the archive."
    )
    return None


def _slug(reading: Reading) -> str:
    slugs = [slugify(slug, allow_unicode=True).strip("-_") for slug in reading.slugs]
    return free_slug(Article, *([slug for slug in slugs if slug] or ["article"]))


def _labels(reading: Reading) -> Labels:
    fields = reading.fields
    return Labels(
        categories_named(fields.categories),
        tags_named(fields.tags),
        authors_named(fields.authors),
    )


def _store_menus(article: Article, reading: Reading) -> None:
    wanted: dict[str, dict[str, Any]] = {
        line.menu: {"label": line.label, "weight": line.weight}
        for line in reading.fields.menus
    }
    article.menu_entries.exclude(menu__in=wanted).delete()
    for menu, defaults in wanted.items():
        MenuEntry.objects.update_or_create(
            article=article, menu=menu, defaults=defaults
        )


def _store_redirects(article: Article, reading: Reading, problems: Problems) -> None:
    """Let the old addresses lead here; one that leads elsewhere already stays."""
    paths = {
        Redirect.normal(urlsplit(address).path)
        for address in reading.old_addresses
        if not urlsplit(address).netloc
    }
    taken = dict(Redirect.objects.filter(path__in=paths).values_list("path", "article"))
    for path in sorted(paths):
        if taken.get(path, article.pk) != article.pk:
            problems.warn(
                "address-taken", 0, f"{path} leads to article {taken[path]} already."
            )
        elif path not in taken and path != "//" and len(path) <= 600:
            Redirect.objects.create(path=path, article=article)


def read_file(file: Path) -> bytes:
    """The bytes of a file. Raises ``Refused`` with what the system said."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Refused("missing", 0, "No such file or folder: check the path.") from None
    except IsADirectoryError:
        raise Refused("unreadable", 0, "This is a folder, not a file.") from None
    except OSError as error:
        raise Refused(
            "unreadable",
            0,
            f"Cannot be read ({error.strerror}): check its permissions.",
        ) from None
