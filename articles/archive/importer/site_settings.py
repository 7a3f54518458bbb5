"""Compare a Hugo site's theme settings and menus with ours, and apply them if asked.

The settings are an editor's: an import shows the differences, and applies them only on
request; the run keeps the values before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.urls import Resolver404, resolve
from django.utils import translation

from articles import images
from articles.archive.front_matter import clean_text
from articles.archive.hugo import (
    Configuration,
    HugoMenuEntry,
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
    content_change,
)
from articles.publishing import refresh_menus

# The folders of files that Hugo's pages name by an address.
_STATIC = ("static", "assets", "")


@dataclass(frozen=True)
class Difference:
    """One choice, as it is here and in the configuration."""

    choice: str
    here: Any
    there: Any


@dataclass(frozen=True)
class _LegacySite:
    """The site that an archive was, as far as the addresses of its menus need it."""

    archive: str
    configuration: Configuration
    host: str

    @cached_property
    def language_groups(self) -> set[str]:
        languages = self.configuration.languages
        return {language.tag[:2] for language in languages} & {"zh", "en"}

    def path_of(self, address: str) -> str:
        """Return the path of an address on that site; empty for another site's."""
        try:
            parts = urlsplit(address)
        except ValueError:  # http://[x/
            return ""
        is_ours = parts.scheme in {"", "http", "https"}
        is_ours = is_ours and parts.netloc in {"", self.host}
        return f"/{parts.path.strip('/')}" if address and is_ours else ""

    def without_prefix(self, path: str) -> str:
        languages = self.configuration.languages
        for language in sorted(languages, key=lambda item: -len(item.prefix)):
            prefix = f"/{language.prefix}"
            if language.prefix and (path == prefix or path.startswith(f"{prefix}/")):
                return path.removeprefix(prefix) or "/"
        return path


@dataclass
class SiteComparison:
    """The differences, the changes that apply them, and remarks on what has no place."""

    file: Path
    differences: list[Difference] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    logo: Path | None = None
    entries: list[MenuEntry] = field(default_factory=list)
    targets: set[tuple[object, ...]] = field(default_factory=set)


def compare_site_settings(
    root: Path, known_widgets: Collection[str]
) -> SiteComparison | None:
    """Compare the site at that folder; None if it has no configuration. Writes nothing.

    Menus lead to articles, so compare_site_settings after the files are in. Raises
    ``BadConfiguration``.
    """
    file = main_file(root)
    if file is None:
        return None
    tree = read_files(root)
    configuration = Configuration.from_tree(tree, file, settings.TIME_ZONE)
    theme = theme_settings_of(tree, configuration, known_widgets)
    comparison = SiteComparison(file, remarks=list(theme.remarks))
    site = SiteSettings.current()
    for name, value in theme.choices.items():
        if name == "social_links":
            value = list(
                filter(lambda link: _is_valid(comparison, name, [link]), value)
            )
        current = getattr(site, name)
        if current != value and _is_valid(comparison, name, value):
            comparison.fields[name] = value
            comparison.differences.append(Difference(name, current, value))
    if theme.logo:
        _compare_logo(comparison, root, theme.logo, site)
    host = urlsplit(clean_text(tree.get("baseurl"))).netloc
    legacy_site = _LegacySite(root.name, configuration, host)
    for entry in theme.menus:
        _compare_menu_entry(comparison, entry, legacy_site)
    return comparison


def _is_valid(comparison: SiteComparison, name: str, value: Any) -> bool:
    """Tell whether the form of the site-wide choices takes a value; a remark says why
    it does not."""
    site = SiteSettings(**{name: value})
    rest = {field.name for field in site._meta.fields} - {name}
    reason = _refusal(site, exclude=rest)
    if reason:
        comparison.remarks.append(f"“{name}” was left out: {reason}")
    return not reason


def _refusal(row: Model, *, exclude: Collection[str]) -> str:
    """Return in English why a form would refuse the row; empty if it would not."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        with translation.override("en"):
            return " ".join(error.messages)
    return ""


@content_change()
def apply_site_settings(comparison: SiteComparison, run: ImportRun | None) -> None:
    """Apply all the differences; the run keeps the values before."""
    site = SiteSettings.locked()
    for name, value in comparison.fields.items():
        setattr(site, name, value)
    if comparison.logo:
        origin = f"{comparison.file.parent.name}:{comparison.logo.name}"
        site.logo = images.store_image(comparison.logo.read_bytes(), origin=origin)
    site.save_choices()
    for entry in comparison.entries:
        entry.save()
    if comparison.entries:
        refresh_menus()
    if run:
        run.site_changes = [asdict(item) for item in comparison.differences]
        run.save(update_fields=["site_changes"])


def _compare_logo(
    comparison: SiteComparison, root: Path, address: str, site: SiteSettings
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
    current = site.logo.origin or str(site.logo) if site.logo else ""
    comparison.differences.append(Difference("logo", current, address))


def _compare_menu_entry(
    comparison: SiteComparison, entry: HugoMenuEntry, site: _LegacySite
) -> None:
    wanted = _menu_entries(entry, site)
    if not wanted:
        comparison.remarks.append(
            f"The menu “{entry.menu}” leads to {entry.page or entry.address}, which is "
            f"nothing here: “{entry.label}” was left out."
        )
    for menu_entry in wanted:
        if reason := _refusal(menu_entry, exclude=["article"]):
            remark = f"“{entry.label}” of “{entry.menu}” was left out: {reason}"
            comparison.remarks.append(remark)
        else:
            _compare_entry(comparison, menu_entry)


def _compare_entry(comparison: SiteComparison, wanted: MenuEntry) -> None:
    target = (wanted.menu, wanted.article_id, wanted.url, wanted.language_group)
    if target in comparison.targets:
        return  # An article stands in a menu once.
    comparison.targets.add(target)
    rows = MenuEntry.objects.filter(menu=wanted.menu)
    if wanted.article:
        rows = rows.filter(article=wanted.article)
    else:
        rows = rows.filter(url=wanted.url, language_group=wanted.language_group)
    entry, current = wanted, ""
    if known := rows.first():
        if (known.label, known.weight) == (wanted.label, wanted.weight):
            return
        entry, current = known, f"{known.label} ({known.weight})"
        entry.label, entry.weight = wanted.label, wanted.weight
    comparison.entries.append(entry)
    incoming = f"{wanted.label} ({wanted.weight}) → {wanted.article or wanted.url}"
    comparison.differences.append(Difference(f"menu {wanted.menu}", current, incoming))


def _menu_entries(entry: HugoMenuEntry, site: _LegacySite) -> list[MenuEntry]:
    """Return our entries for it: for an article one for the version of each language
    group; none if its target is not here."""
    targets: list[dict[str, Any]] = [
        {"article": article} for article in _articles(entry, site)
    ]
    if not targets and (url := _url(entry, site)):
        targets = [{"url": url, "language_group": entry.language_group}]
    return [
        MenuEntry(menu=entry.menu, label=entry.label, weight=entry.weight, **target)
        for target in targets
    ]


def _articles(entry: HugoMenuEntry, site: _LegacySite) -> list[Article]:
    found = _articles_of_file(entry.page, site) if entry.page else []
    found = found or _articles_at(entry.address, site)
    by_group: dict[str, Article] = {}
    for article in found:
        by_group.setdefault(article.language_group, article)
    if len(site.language_groups) < 2:
        return found[:1]
    return [
        article
        for language_group, article in by_group.items()
        if entry.language_group in {language_group, ""}
    ]


def _articles_of_file(page: str, site: _LegacySite) -> list[Article]:
    """Return the versions of the text at that path below the content, the default
    language's first. The path need not have a language or an ending."""
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
    return [article for *_order, article in sorted(found, key=lambda item: item[:2])]


def _place(path: PurePosixPath, site: _LegacySite) -> str:
    """Return a file's path for Hugo: below the content, without language and ending."""
    stem, _tag = site.configuration.split_language(path.stem)
    folder = site.configuration.below_content(path).parent
    return str(folder if stem == "index" else folder / stem).lower()


def _articles_at(address: str, site: _LegacySite) -> list[Article]:
    """Return the articles at an old address, which may lack the language, as for Hugo."""
    path = site.path_of(address)
    if not path:
        return []
    inside = site.without_prefix(path)
    prefixes = (language.prefix for language in site.configuration.languages)
    paths = [path, *(f"/{prefix}{inside}" for prefix in prefixes), inside]
    normal = list(dict.fromkeys(map(Redirect.normal, paths)))
    found = Redirect.objects.filter(path__in=normal).select_related("article")
    rows = {row.path: row.article for row in found if row.article}
    return [rows[path] for path in normal if path in rows]


def _url(entry: HugoMenuEntry, site: _LegacySite) -> str:
    """Return another site's address, or a page of ours; empty if it leads nowhere."""
    for address in filter(None, (entry.page, entry.address)):
        if path := site.path_of(address):
            if page := _page(site.without_prefix(path)):
                return page
        elif address.startswith(("http://", "https://")):
            return address[:2000]
    return ""


def _page(path: str) -> str | None:
    """Return our page, without its variant, for an address of the legacy site:
    ``/tags/fx168/``, or a section that is a category here."""
    kind, _slash, name = path.strip("/").lower().partition("/")
    if kind == "tags" and name:
        tag = Tag.objects.filter(key=Tag.key_of(name)).first()
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
