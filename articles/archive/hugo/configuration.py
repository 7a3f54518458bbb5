"""The part of a site's configuration that decides how its files are read. No database.

Time zone, languages with their folders, permalinks, taxonomies and cascades give a file's
date, language, address and labels. ``theme_settings`` reads how the site looks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from articles.archive.front_matter import (
    FrontMatter,
    clean_text,
    language_tag,
    plain,
    split_language,
)
from articles.archive.hugo.base_urls import base_urls_of, check_bases
from articles.archive.hugo.blog_configuration import as_hugo, read_blog
from articles.archive.hugo.cascade import Cascade, cascades_in, handed_down
from articles.archive.hugo.configuration_files import (
    BadConfiguration,
    Tree,
    as_map,
    is_on,
    main_file,
    read_files,
)
from articles.archive.hugo.content_mounts import (
    content_folder,
    content_mounts,
    mounts_of,
)
from articles.archive.hugo.zola import drops_days, is_zola, zola_as_hugo

# The labels that a taxonomy of any of these names holds.
_MEANINGS = {
    name: meaning
    for meaning, names in {
        "categories": ("category", "categories", "section", "sections", "column"),
        "tags": ("tag", "tags", "topic", "topics", "subject", "subjects"),
        "authors": ("author", "authors", "writer", "writers", "people"),
    }.items()
    for name in names
}


# Attributes of a configuration that are kept only where they say something.
_LATER = (
    *("cascades", "is_version", "markup"),
    *("has_spaced_labels", "is_zola", "has_days_in_names"),
    "declared_language",
)


@dataclass(frozen=True)
class SiteLanguage:
    """A language of the site: Hugo's key and our tag for it.

    ``folder`` holds its files, below the site's root. ``prefix`` begins its addresses.
    ``permalinks`` are pairs of a section and its pattern. The language of a site that
    names none is not ``is_declared``: then a text's own letters count for more.
    ``mounts`` replace the folder if there are several: pairs of a folder and its place
    for Hugo, below the content.
    """

    key: str
    tag: str
    folder: str
    prefix: str = ""
    time_zone: str = ""
    permalinks: tuple[tuple[str, str], ...] = ()
    is_declared: bool = True
    mounts: tuple[tuple[str, str], ...] = ()

    @property
    def folders(self) -> tuple[tuple[str, str], ...]:
        return self.mounts or ((self.folder, ""),)


@dataclass(frozen=True)
class Configuration:
    """How the files of an archive are read. The default language comes first; without
    languages, the names of files and folders decide."""

    time_zone: str
    languages: tuple[SiteLanguage, ...] = ()
    # Further front-matter keys with the labels that they hold: ("topics", "tags").
    taxonomies: tuple[tuple[str, str], ...] = ()
    # The nearest above a file first, the site's own last.
    cascades: tuple[Cascade, ...] = ()
    # A file is one of a text's versions although its name has no language.
    is_version: bool = False
    # How the site drew Markdown, where it was not as Hugo does if nobody says otherwise:
    # ``hard_wraps`` and ``typographer``, as ``rendering.render`` has them.
    markup: tuple[tuple[str, bool], ...] = ()
    # In a text, spaces part categories and tags, as for Jekyll.
    has_spaced_labels: bool = False
    # Zola's: ``path`` in front matter is an address, and the day at the start of a
    # file's name is no part of it, unless the site keeps it.
    is_zola: bool = False
    has_days_in_names: bool = False
    # What the desk says the files are in, a tag.
    declared_language: str = ""
    # The addresses of the site. They decide nothing of how a file is read: not in ``data``.
    base_urls: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, root: Path, time_zone: str) -> Self:
        """Read the configuration of the site at that folder; ``time_zone`` is for a site
        that names none. Raises ``BadConfiguration``."""
        if file := main_file(root):
            tree = read_files(root)
            if not is_zola(tree):
                return cls.from_tree(tree, file, time_zone)
            read = cls.from_tree(zola_as_hugo(tree), file, time_zone)
            return replace(read, is_zola=True, has_days_in_names=drops_days(tree))
        if blog := read_blog(root):
            read = cls.from_tree(as_hugo(blog, root), blog.file, time_zone)
            # Names and folders of files tell other languages than the site's.
            languages = tuple(replace(item, key="") for item in read.languages)
            return replace(
                read, languages=languages, has_spaced_labels=not blog.is_hexo
            )
        return cls(time_zone)

    @classmethod
    def from_tree(cls, tree: Tree, file: Path, time_zone: str) -> Self:
        """Read it from the tree of its files; errors name ``file``."""
        check_bases(tree, file)
        zone = _zone(tree) or time_zone
        languages = tuple(_languages(tree, file))
        for name in (zone, *(language.time_zone for language in languages)):
            _check_zone(name, file)
        taxonomies = tuple(_taxonomies(tree))
        cascades = cascades_in(plain(tree.get("cascade")), dict(taxonomies))
        return cls(
            zone,
            languages,
            taxonomies,
            tuple(cascades),
            markup=tuple(_markup(tree)),
            base_urls=base_urls_of(tree),
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the configuration that ``data`` was made of."""
        languages: list[dict[str, Any]] = [
            {
                key: tuple(map(tuple, value)) if isinstance(value, list) else value
                for key, value in language.items()
            }
            for language in data["languages"]
        ]
        return cls(
            data["time_zone"],
            tuple(SiteLanguage(**language) for language in languages),
            tuple(map(tuple, data["taxonomies"])),
            tuple(Cascade(**cascade) for cascade in data.get("cascades", ())),
            data.get("is_version", False),
            tuple(data.get("markup", {}).items()),
            data.get("has_spaced_labels", False),
            data.get("is_zola", False),
            data.get("has_days_in_names", False),
            data.get("declared_language", ""),
        )

    @classmethod
    def folders_at(cls, root: Path) -> list[str]:
        """Return the folders of content that exist below a Hugo site's root; none for
        another folder. Raises ``BadConfiguration``."""
        if main_file(root) is None:
            return []
        languages = cls.of(root, "UTC").languages
        folders = dict.fromkeys(
            folder for language in languages for folder, _target in language.folders
        )
        return [folder for folder in folders if (root / folder).is_dir()]

    @cached_property
    def data(self) -> dict[str, Any]:
        """The configuration as JSON can hold it."""
        data = asdict(self)
        del data["base_urls"]
        # Later attributes are left out if empty: they would change every site's digest.
        for language in data["languages"]:
            if not language["mounts"]:
                del language["mounts"]
        data["markup"] = dict(self.markup)
        for name in _LATER:
            if not data[name]:
                del data[name]
        return data

    @cached_property
    def digest(self) -> str:
        """A digest that is equal if files are read alike."""
        text = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def zone_of(self, path: PurePosixPath) -> ZoneInfo:
        language = self.language_of(path)
        return ZoneInfo((language and language.time_zone) or self.time_zone)

    def language_of(self, path: PurePosixPath) -> SiteLanguage | None:
        """Return the site's language for a file: its name's, else its folder's."""
        _stem, language = self._named(path.stem)
        around = (language for language, *_place in self._around(path))
        return language or next(around, None)

    def split_language(self, stem: str) -> tuple[str, str]:
        """Split a file's name from the language at its end; return that as a tag."""
        base, language = self._named(stem)
        if language:
            return base, language.tag
        is_declared = any(language.is_declared for language in self.languages)
        return split_language(stem, only_chinese=is_declared)

    def below_content(self, path: PurePosixPath) -> PurePosixPath:
        """Return a file's path for Hugo, below the content."""
        for _language, folder, target in self._around(path):
            return PurePosixPath(target) / path.relative_to(folder)
        return path

    def lists_above(self, path: PurePosixPath) -> Iterator[tuple[str, ...]]:
        """Yield the places where the pages of the lists around a file may lie, the
        nearest list first: several for each, the likeliest first, without ending.

        As in Hugo, each language has its own, and a list page hands nothing down to
        itself. On a site without languages, a page without one in its name is for the
        files in a language that has no page.
        """
        is_list = path.name.startswith("_index.")
        if not self.languages:
            suffixes = (*path.suffixes[-2:-1], "")
            for folder in list(path.parents)[is_list:]:
                yield tuple(str(folder / f"_index{suffix}") for suffix in suffixes)
        elif language := self.language_of(path):
            for folder in list(self.below_content(path).parents)[is_list:]:
                yield tuple(self._pages_of(folder, language))

    def _pages_of(
        self, below_content: PurePosixPath, language: SiteLanguage
    ) -> Iterator[str]:
        for folder, target in language.folders:
            if below_content.is_relative_to(target):
                place = PurePosixPath(folder) / below_content.relative_to(target)
                for name in (f"_index.{language.key}", "_index"):
                    if self.language_of(place / f"{name}.md") == language:
                        yield str(place / name)

    def with_handed_down(self, matter: FrontMatter, path: PurePosixPath) -> FrontMatter:
        """Return the file's front matter with the keys that its site and the lists
        around it hand down."""
        if not self.cascades:
            return matter
        language = self.language_of(path)
        stem, _tag = self.split_language(path.stem)
        place = self.below_content(path).with_name(stem)
        return handed_down(
            matter, self.cascades, place, language.key if language else ""
        )

    def path_in(self, matter: FrontMatter) -> str:
        """Return the address in ``path`` as Zola has it, without outer slashes.

        Without a configuration it may be Zola's too, if it is not a file's name.
        """
        path = clean_text(matter.values.get("path")).strip("/")
        is_file = PurePosixPath(path).suffix
        return path if self.is_zola or not (self.languages or is_file) else ""

    def keys_of(self, meaning: str) -> list[str]:
        """Return the keys that hold categories, tags or authors on this site alone."""
        return [key for key, labels in self.taxonomies if labels == meaning]

    def _named(self, stem: str) -> tuple[str, SiteLanguage | None]:
        base, _dot, key = stem.rpartition(".")
        for language in self.languages:
            if base and language.key == key.lower():
                return base, language
        return stem, None

    def _around(self, path: PurePosixPath) -> list[tuple[SiteLanguage, str, str]]:
        """Return the folders of content around the file, each with its language and its
        place below the content: the innermost first, and the default language's."""
        around = [
            (language, folder, target)
            for language in self.languages
            for folder, target in language.folders
            if path.is_relative_to(folder)
        ]
        return sorted(around, key=lambda place: -len(place[1]))


def _zone(tree: Tree) -> str:
    """Return the named zone; none for ``Local``, the zone of the machine."""
    name = clean_text(tree.get("timezone"))
    return "" if name == "Local" else name


def _check_zone(name: str, file: Path) -> None:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadConfiguration(
            file, 0, f"timeZone: no zone is called “{name}”. Write Asia/Shanghai."
        ) from None


def _languages(tree: Tree, file: Path) -> Iterator[SiteLanguage]:
    languages = as_map(tree.get("languages"))
    names = [key for key, language in languages.items() if isinstance(language, dict)]
    default = clean_text(tree.get("defaultcontentlanguage")).lower()
    if not default or (names and default not in names):
        default = "en" if not names or "en" in names else names[0]
    mounts = list(content_mounts(tree, file))
    for key in sorted(names or [default], key=lambda name: name != default):
        language = as_map(languages.get(key))
        folder = content_folder(
            language.get("contentdir") or tree.get("contentdir"), file
        )
        mounted = () if language.get("contentdir") else mounts_of(mounts, key)
        yield SiteLanguage(
            key,
            _tag(key, language, tree, is_only=not names),
            mounted[0][0] if mounted else folder,
            _prefix(key, language, tree, is_default=key == default),
            _zone(language),
            tuple(_permalinks(language.get("permalinks") or tree.get("permalinks"))),
            is_declared=bool(names),
            # A single folder that is all of the content is ``folder`` already.
            mounts=() if [target for _, target in mounted] == [""] else mounted,
        )


def _tag(key: str, language: Tree, tree: Tree, *, is_only: bool) -> str:
    """Return the tag for the language's key, or for the code that goes with it."""
    code = language.get("locale") or language.get("languagecode")
    if is_only:  # Hugo's default, en, is seldom meant if nobody wrote it.
        code = tree.get("locale") or tree.get("languagecode")
        key = key if "defaultcontentlanguage" in tree else ""
    key_tag, code_tag = language_tag(key), language_tag(clean_text(code))
    # With zh-cn and languageCode = "zh", the more precise one is meant.
    return key_tag if code_tag in {"", "zh"} and key_tag else code_tag


def _prefix(key: str, language: Tree, tree: Tree, *, is_default: bool) -> str:
    """Return the start of every address of the language, without outer slashes."""
    language_base = clean_text(language.get("baseurl"))
    base = urlsplit(language_base or clean_text(tree.get("baseurl"))).path.strip("/")
    in_folder = tree.get("defaultcontentlanguageinsubdir") in (True, "true")
    if language_base or (is_default and not in_folder):
        return base
    return f"{base}/{key}".strip("/")


def _permalinks(value: Any) -> Iterator[tuple[str, str]]:
    """Yield those of pages: ``permalinks.page.posts``, and the older ``permalinks.posts``."""
    permalinks = as_map(value)
    for section, pattern in (permalinks | as_map(permalinks.get("page"))).items():
        if isinstance(pattern, str):
            yield section, pattern


def _taxonomies(tree: Tree) -> Iterator[tuple[str, str]]:
    for singular, plural in as_map(tree.get("taxonomies")).items():
        name = clean_text(plural).lower()
        meaning = _MEANINGS.get(singular) or _MEANINGS.get(name)
        if meaning and name != meaning:
            yield name, meaning


def _markup(tree: Tree) -> Iterator[tuple[str, bool]]:
    """Yield the arguments of ``rendering.render`` in which the site differs from Hugo."""
    goldmark = as_map(as_map(tree.get("markup")).get("goldmark"))
    if is_on(as_map(goldmark.get("renderer")).get("hardwraps")):
        yield "hard_wraps", True
    typographer = as_map(goldmark.get("extensions")).get("typographer", True)
    # A switch before Hugo 0.112, a map since.
    if isinstance(typographer, dict):
        typographer = not is_on(typographer.get("disable"))
    if not is_on(typographer):
        yield "typographer", False
