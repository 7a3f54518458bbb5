"""What a site's configuration would change of the site-wide choices and the menus.

The choices are an editor's: an import shows the difference, and takes it over only
where that is asked for, with what was before kept on the run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import Resolver404, resolve

from articles import images
from articles.archive.front_matter import clean_text
from articles.archive.hugo import (
    Configuration,
    Line,
    main_file,
    read_files,
    theme_settings_of,
)
from articles.archive.importer.discover import ENDINGS
from articles.images import NotAnImage
from articles.models import (
    Article,
    Category,
    ImportedFile,
    ImportRun,
    MenuEntry,
    Redirect,
    SiteSettings,
    Tag,
)
from articles.publishing import refresh_menus
from articles.variants.engine import fold

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


@dataclass(frozen=True)
class _OldSite:
    """The site that an archive was, as far as its menus' addresses need it."""

    archive: str
    configuration: Configuration
    host: str

    @cached_property
    def families(self) -> set[str]:
        return {own.tag[:2] for own in self.configuration.languages} & {"zh", "en"}

    def path_of(self, address: str) -> str:
        """The path of an address on that site; empty for an address elsewhere."""
        try:
            parts = urlsplit(address)
        except ValueError:  # http://[x/
            return ""
        is_here = parts.scheme in {"", "http", "https"} and parts.netloc in {
            "",
            self.host,
        }
        return f"/{parts.path.strip('/')}" if address and is_here else ""

    def without_prefix(self, path: str) -> str:
        languages = self.configuration.languages
        for language in sorted(languages, key=lambda own: -len(own.prefix)):
            prefix = f"/{language.prefix}"
            if language.prefix and (path == prefix or path.startswith(f"{prefix}/")):
                return path.removeprefix(prefix) or "/"
        return path


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
    file = main_file(root)
    if file is None:
        return None
    tree = read_files(root)
    configuration = Configuration.from_tree(tree, file, settings.TIME_ZONE)
    look = theme_settings_of(tree, configuration, known_widgets)
    comparison = Comparison(file, remarks=list(look.remarks))
    site = SiteSettings.current()
    for name, value in look.choices.items():
        here = getattr(site, name)
        if here != value:
            comparison.fields[name] = value
            comparison.differences.append(Difference(name, here, value))
    if look.logo:
        _compare_logo(comparison, root, look.logo, site)
    host = urlsplit(clean_text(tree.get("baseurl"))).netloc
    old_site = _OldSite(root.name, configuration, host)
    for line in look.menus:
        _compare_line(comparison, line, old_site)
    return comparison


@transaction.atomic
def apply_site_settings(comparison: Comparison, run: ImportRun | None) -> None:
    """Take everything over; the run keeps what was before."""
    site = SiteSettings.current()
    for name, value in comparison.fields.items():
        setattr(site, name, value)
    if comparison.logo:
        origin = f"{comparison.file.parent.name}:{comparison.logo.name}"
        site.logo = images.store_image(comparison.logo.read_bytes(), origin=origin)
    site.save()
    for entry in comparison.entries:
        entry.save()
    if comparison.entries:
        refresh_menus()
    if run:
        run.site_changes = [one.as_data() for one in comparison.differences]
        run.save(update_fields=["site_changes"])


def _compare_logo(
    comparison: Comparison, root: Path, address: str, site: SiteSettings
) -> None:
    files = (root / folder / address.lstrip("/") for folder in _STATIC)
    file = next((f for f in files if f.is_file()), None)
    try:
        if file is None or not file.resolve().is_relative_to(root.resolve()):
            comparison.remarks.append(
                f"The logo {address} is not in the site's folder."
            )
            return
        content = file.read_bytes()
        images.prepare_image(content)
    except (NotAnImage, OSError) as error:
        comparison.remarks.append(f"The logo {address}: {error}")
        return
    if site.logo and site.logo.digest == hashlib.sha256(content).hexdigest():
        return
    comparison.logo = file
    here = site.logo.origin or str(site.logo) if site.logo else ""
    comparison.differences.append(Difference("logo", here, address))


def _compare_line(comparison: Comparison, line: Line, site: _OldSite) -> None:
    entries = _entries(line, site)
    if not entries:
        comparison.remarks.append(
            f"The menu “{line.menu}” leads to {line.page or line.address}, which is "
            f"nothing here: “{line.label}” was left out."
        )
    for entry in entries:
        _compare_entry(comparison, entry)


def _compare_entry(comparison: Comparison, wanted: MenuEntry) -> None:
    target = (wanted.menu, wanted.article_id, wanted.url, wanted.language_group)
    if target in comparison.targets:
        return  # An article stands in a menu once.
    comparison.targets.add(target)
    alike = MenuEntry.objects.filter(menu=wanted.menu)
    if wanted.article:
        alike = alike.filter(article=wanted.article)
    else:
        alike = alike.filter(url=wanted.url, language_group=wanted.language_group)
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
    comparison.differences.append(Difference(f"menu {wanted.menu}", here, there))


def _entries(line: Line, site: _OldSite) -> list[MenuEntry]:
    """The entries that the line means: of an article one for each family of readers,
    whose version it is. None where what it leads to is not here."""
    targets: list[dict[str, Any]] = [
        {"article": article} for article in _articles(line, site)
    ]
    if not targets and (url := _url(line, site)):
        targets = [{"url": url, "language_group": line.language_group}]
    return [
        MenuEntry(menu=line.menu, label=line.label, weight=line.weight, **target)
        for target in targets
    ]


def _articles(line: Line, site: _OldSite) -> list[Article]:
    found = _articles_of_file(line.page, site) if line.page else []
    found = found or _articles_at(line.address, site)
    by_family: dict[str, Article] = {}
    for article in found:
        by_family.setdefault(article.language_group, article)
    if len(site.families) < 2:
        return found[:1]
    return [
        article
        for language_group, article in by_family.items()
        if language_group == line.language_group or not line.language_group
    ]


def _articles_of_file(page: str, site: _OldSite) -> list[Article]:
    """The versions of the text that lies there below the content, the default
    language's first. A language and an ending need not be told."""
    wanted = PurePosixPath(page.strip("/"))
    wanted = wanted.with_suffix("") if wanted.suffix in ENDINGS else wanted
    name = f"/{wanted.name}"
    rows = ImportedFile.objects.select_related("article").filter(
        Q(path__icontains=f"{name}.") | Q(path__icontains=f"{name}/index."),
        archive=site.archive,
    )
    found = []
    for row in rows:
        path = PurePosixPath(row.path)
        language = site.configuration.language_of(path)
        if row.article and language and _place(path, site) == str(wanted).lower():
            order = site.configuration.languages.index(language)
            found.append((order, row.path, row.article))
    return [article for *_order, article in sorted(found, key=lambda one: one[:2])]


def _place(path: PurePosixPath, site: _OldSite) -> str:
    """Where Hugo knows a file: below the content, without language and ending."""
    stem, _tag = site.configuration.split_language(path.stem)
    folder = site.configuration.below_content(path).parent
    return str(folder if stem == "index" else folder / stem).lower()


def _articles_at(address: str, site: _OldSite) -> list[Article]:
    """By an old address, written in full or, as Hugo allows, without the language."""
    path = site.path_of(address)
    if not path:
        return []
    inside = site.without_prefix(path)
    prefixes = (own.prefix for own in site.configuration.languages)
    paths = [path, *(f"/{prefix}{inside}" for prefix in prefixes), inside]
    normal = list(dict.fromkeys(map(Redirect.normal, paths)))
    found = Redirect.objects.filter(path__in=normal).select_related("article")
    rows = {row.path: row.article for row in found}
    return [rows[path] for path in normal if path in rows]


def _url(line: Line, site: _OldSite) -> str:
    """Another site's address, or a page of our own; empty where it means nothing."""
    for address in filter(None, (line.page, line.address)):
        if path := site.path_of(address):
            if page := _page(site.without_prefix(path)):
                return page
        elif address.startswith(("http://", "https://")):
            return address[:2000]
    return ""


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
