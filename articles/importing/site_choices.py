"""What a site's configuration would change of the site-wide choices and the menus.

The choices are an editor's: an import shows the difference, and takes it over only
where that is asked for, with what was before kept on the run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve

from articles import pictures
from articles.imaging import NotAnImage
from articles.importing import hugo_files
from articles.importing.configuration import Configuration
from articles.importing.look import Line, look_of
from articles.importing.texts import clean_text
from articles.models import Article, Category, ImportRun, MenuEntry, Redirect, Site, Tag
from articles.publishing import refresh_menus
from articles.variants import fold

# Where Hugo keeps what its pages name by an address.
_STATIC = ("static", "assets", "")


@dataclass(frozen=True)
class Difference:
    """One choice, as it stands here and as the configuration has it."""

    choice: str
    here: Any
    there: Any

    def as_data(self) -> dict[str, Any]:
        return {"choice": self.choice, "here": self.here, "there": self.there}


@dataclass
class Comparison:
    """The differences, what to do about them, and what nobody could take over."""

    file: Path
    differences: list[Difference] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    logo: Path | None = None
    entries: list[MenuEntry] = field(default_factory=list)
    targets: set[tuple[object, ...]] = field(default_factory=set)


def compare(root: Path, known_widgets: Collection[str]) -> Comparison | None:
    """What the site at that folder would change; None where it has no configuration.

    Writes nothing. Menus lead to articles, so compare after the files are in. Raises
    ``BadConfiguration``.
    """
    file = hugo_files.main_file(root)
    if file is None:
        return None
    tree = hugo_files.read_files(root)
    configuration = Configuration.from_tree(tree, file, settings.TIME_ZONE)
    look = look_of(tree, configuration, known_widgets)
    comparison = Comparison(file, remarks=list(look.remarks))
    site = Site.current()
    for name, value in look.choices.items():
        here = getattr(site, name)
        if here != value:
            comparison.fields[name] = value
            comparison.differences.append(Difference(name, here, value))
    if look.logo:
        _compare_logo(comparison, root, look.logo, site)
    host = urlsplit(clean_text(tree.get("baseurl"))).netloc
    for line in look.menus:
        _compare_line(comparison, line, configuration, host)
    return comparison


@transaction.atomic
def apply(comparison: Comparison, run: ImportRun | None) -> None:
    """Take everything over; the run keeps what was before."""
    site = Site.current()
    for name, value in comparison.fields.items():
        setattr(site, name, value)
    if comparison.logo:
        origin = f"{comparison.file.parent.name}:{comparison.logo.name}"
        site.logo = pictures.store(comparison.logo.read_bytes(), origin=origin)
    site.save()
    for entry in comparison.entries:
        entry.save()
    if comparison.entries:
        refresh_menus()
    if run:
        run.site_changes = [one.as_data() for one in comparison.differences]
        run.save(update_fields=["site_changes"])


def _compare_logo(comparison: Comparison, root: Path, address: str, site: Site) -> None:
    files = (root / folder / address.lstrip("/") for folder in _STATIC)
    file = next((f for f in files if f.is_file()), None)
    try:
        if file is None or not file.resolve().is_relative_to(root.resolve()):
            comparison.remarks.append(
                f"The logo {address} is not in the site's folder."
            )
            return
        content = file.read_bytes()
        pictures.prepare(content)
    except (NotAnImage, OSError) as error:
        comparison.remarks.append(f"The logo {address}: {error}")
        return
    if site.logo and site.logo.digest == hashlib.sha256(content).hexdigest():
        return
    comparison.logo = file
    here = site.logo.origin or str(site.logo) if site.logo else ""
    comparison.differences.append(Difference("logo", here, address))


def _compare_line(
    comparison: Comparison, line: Line, configuration: Configuration, host: str
) -> None:
    wanted = _entry(line, configuration, host)
    if wanted is None:
        comparison.remarks.append(
            f"The menu “{line.menu}” leads to {line.address}, which is nothing here: "
            f"“{line.label}” was left out."
        )
        return
    target = (wanted.menu, wanted.article_id, wanted.url, wanted.family)
    if target in comparison.targets:
        return  # An article stands in a menu once.
    comparison.targets.add(target)
    alike = MenuEntry.objects.filter(menu=wanted.menu)
    if wanted.article:
        alike = alike.filter(article=wanted.article)
    else:
        alike = alike.filter(url=wanted.url, family=wanted.family)
    if known := alike.first():
        if (known.label, known.weight) == (wanted.label, wanted.weight):
            return
        here = f"{known.label} ({known.weight})"
        known.label, known.weight = wanted.label, wanted.weight
        comparison.entries.append(known)
    else:
        here = ""
        comparison.entries.append(wanted)
    there = f"{wanted.label} ({wanted.weight}) → {wanted.article or wanted.url}"
    comparison.differences.append(Difference(f"menu {line.menu}", here, there))


def _entry(line: Line, configuration: Configuration, host: str) -> MenuEntry | None:
    """The entry that the line means; None where what it leads to is not here."""
    entry = MenuEntry(menu=line.menu, label=line.label, weight=line.weight)
    parts = urlsplit(line.address)
    if parts.scheme in {"http", "https"} and parts.netloc != host:
        entry.url, entry.family = line.address[:2000], line.family
        return entry
    if parts.scheme not in {"", "http", "https"}:
        return None
    path = f"/{parts.path.strip('/')}"
    inside = _without_prefix(path, configuration)
    article = _article_at(path, inside, line.family, configuration)
    if article:
        entry.article = article
        return entry
    page = _page(inside)
    if page is None:
        return None
    entry.url, entry.family = page, line.family
    return entry


def _without_prefix(path: str, configuration: Configuration) -> str:
    for language in sorted(configuration.languages, key=lambda own: -len(own.prefix)):
        prefix = f"/{language.prefix}"
        if language.prefix and (path == prefix or path.startswith(f"{prefix}/")):
            return path.removeprefix(prefix) or "/"
    return path


def _article_at(
    path: str, inside: str, family: str, configuration: Configuration
) -> Article | None:
    """By its old address, written in full or, as Hugo allows, without the language."""
    prefixes = [own.prefix for own in configuration.languages if own.tag[:2] == family]
    paths = [path, *(f"/{prefix}{inside}" for prefix in prefixes), inside]
    found = Redirect.objects.filter(path__in=map(Redirect.normal, paths))
    rows = {row.path: row.article for row in found.select_related("article")}
    return next((rows[p] for p in map(Redirect.normal, paths) if p in rows), None)


def _page(path: str) -> str | None:
    """The page of our own, without its variant, that an address of the old site means:
    ``/tags/fx168/``, or a section that is a category here."""
    kind, _slash, name = path.strip("/").lower().partition("/")
    if kind == "tags" and name:
        tag = Tag.objects.filter(key=fold(name)).first()
        tag = tag or Tag.objects.filter(slug__iexact=name).first()
        return f"/tags/{tag.slug}/" if tag else None
    is_category = kind == "categories" and name
    last = name if is_category else re.sub(r".*/", "", path.strip("/"))
    named = Category.objects.filter(slug__iexact=last).first() if last else None
    if named or is_category:
        return f"/categories/{named.slug}/" if named else None
    page = f"/{path.strip('/')}/" if path != "/" else "/"
    try:
        resolve(f"/{settings.DEFAULT_VARIANT}{page}")
    except Resolver404:
        return None
    return page
