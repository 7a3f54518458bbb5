"""What a site's configuration says about reading its files. No database.

Time zone, languages with their folders, permalinks and taxonomies decide what a file's
date, language, address and labels are. What a site looks like is not told here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
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
from articles.archive.hugo.cascade import Cascade, cascades_in, handed_down
from articles.archive.hugo.configuration_files import (
    BadConfiguration,
    Tree,
    main_file,
    read_files,
)

# What a taxonomy of any of these names holds, here.
_MEANINGS = {
    name: meaning
    for meaning, names in {
        "categories": ("category", "categories", "section", "sections", "column"),
        "tags": ("tag", "tags", "topic", "topics", "subject", "subjects"),
        "authors": ("author", "authors", "writer", "writers", "people"),
    }.items()
    for name in names
}


@dataclass(frozen=True)
class SiteLanguage:
    """A language of the site: Hugo's key for it, and what that means here.

    ``folder`` holds its files, below the site's root. ``prefix`` begins its addresses.
    ``permalinks`` are pairs of a section and its pattern. ``is_declared`` is false for
    the language of a site that names none: then a text's own letters count for more.
    ``mounts`` stand for the folder where there are several: pairs of a folder and
    where its files lie for Hugo, below the content.
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
    """How the files of an archive are to be read. The default language comes first;
    without languages nothing is known, and names and folders are asked."""

    time_zone: str
    languages: tuple[SiteLanguage, ...] = ()
    # Front-matter keys beside our own, with what they hold: ("topics", "tags").
    taxonomies: tuple[tuple[str, str], ...] = ()
    # What is handed down to a file, from the nearest above it to the site's.
    cascades: tuple[Cascade, ...] = ()
    # Whether a file is one of a text's versions although its name has no language.
    is_version: bool = False

    @classmethod
    def of(cls, root: Path, time_zone: str) -> Self:
        """The configuration of the site at that folder; ``time_zone`` is for a folder
        without one, and for what a site leaves open. Raises ``BadConfiguration``."""
        file = main_file(root)
        if file is None:
            return cls(time_zone)
        return cls.from_tree(read_files(root), file, time_zone)

    @classmethod
    def from_tree(cls, tree: Tree, file: Path, time_zone: str) -> Self:
        """As ``of``, from what the files hold; ``file`` is named in errors."""
        _check_bases(tree, file)
        zone = _zone(tree) or time_zone
        languages = tuple(_languages(tree, file))
        for name in (zone, *(language.time_zone for language in languages)):
            _check_zone(name, file)
        taxonomies = tuple(_taxonomies(tree))
        told = cascades_in(plain(tree.get("cascade")), dict(taxonomies))
        return cls(zone, languages, taxonomies, tuple(told))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """What ``data`` said."""
        languages: list[dict[str, Any]] = [
            {
                key: tuple(map(tuple, value)) if isinstance(value, list) else value
                for key, value in own.items()
            }
            for own in data["languages"]
        ]
        return cls(
            data["time_zone"],
            tuple(SiteLanguage(**own) for own in languages),
            tuple(map(tuple, data["taxonomies"])),
            tuple(Cascade(**own) for own in data.get("cascades", ())),
            data.get("is_version", False),
        )

    @classmethod
    def folders_at(cls, root: Path) -> list[str]:
        """The folders of content below a Hugo site's root that are there; empty where
        it is no such root. Raises ``BadConfiguration``."""
        languages = cls.of(root, "UTC").languages
        folders = dict.fromkeys(
            folder for language in languages for folder, _target in language.folders
        )
        return [folder for folder in folders if (root / folder).is_dir()]

    @cached_property
    def data(self) -> dict[str, Any]:
        """As JSON can hold it."""
        data = asdict(self)
        # Were they told where they are empty, every other site's digest would change.
        for own in data["languages"]:
            if not own["mounts"]:
                del own["mounts"]
        for name in ("cascades", "is_version"):
            if not data[name]:
                del data[name]
        return data

    @cached_property
    def digest(self) -> str:
        """Equal where files are read alike."""
        text = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def zone_of(self, path: PurePosixPath) -> ZoneInfo:
        language = self.language_of(path)
        return ZoneInfo((language and language.time_zone) or self.time_zone)

    def language_of(self, path: PurePosixPath) -> SiteLanguage | None:
        """The site's language that a file is in: its name's, else its folder's."""
        _stem, language = self._named(path.stem)
        return language or next((own for own, *_place in self._around(path)), None)

    def split_language(self, stem: str) -> tuple[str, str]:
        """A file's name without the language at its end, and that language's tag."""
        base, language = self._named(stem)
        if language:
            return base, language.tag
        is_told = any(own.is_declared for own in self.languages)
        return split_language(stem, only_chinese=is_told)

    def below_content(self, path: PurePosixPath) -> PurePosixPath:
        """The path below the content, for Hugo, of a file in a folder of content."""
        for _language, folder, target in self._around(path):
            return PurePosixPath(target) / path.relative_to(folder)
        return path

    def lists_above(self, path: PurePosixPath) -> Iterator[tuple[str, ...]]:
        """Where the pages of the lists around a file may lie, the nearest list first:
        each is one of several places, the likeliest first, without its ending.

        As in Hugo, each language has its own, and what a list's page hands down is not
        for itself. Where no site says which language a page without one in its name is
        in, it is for the files whose language has none.
        """
        is_list = path.name.startswith("_index.")
        if not self.languages:
            suffixes = (*path.suffixes[-2:-1], "")
            for folder in list(path.parents)[is_list:]:
                yield tuple(str(folder / f"_index{suffix}") for suffix in suffixes)
        elif language := self.language_of(path):
            for folder in list(self.below_content(path).parents)[is_list:]:
                yield tuple(self._pages_of(folder, language))

    def _pages_of(self, list_: PurePosixPath, language: SiteLanguage) -> Iterator[str]:
        for folder, target in language.folders:
            if list_.is_relative_to(target):
                place = PurePosixPath(folder) / list_.relative_to(target)
                for name in (f"_index.{language.key}", "_index"):
                    if self.language_of(place / f"{name}.md") == language:
                        yield str(place / name)

    def with_handed_down(self, matter: FrontMatter, path: PurePosixPath) -> FrontMatter:
        """The file's front matter with what its site and the lists around it hand
        down."""
        if not self.cascades:
            return matter
        language = self.language_of(path)
        stem, _tag = self.split_language(path.stem)
        place = self.below_content(path).with_name(stem)
        return handed_down(
            matter, self.cascades, place, language.key if language else ""
        )

    def keys_of(self, meaning: str) -> list[str]:
        """The front-matter keys that hold categories, tags or authors on this site
        alone."""
        return [key for key, own in self.taxonomies if own == meaning]

    def _named(self, stem: str) -> tuple[str, SiteLanguage | None]:
        base, _dot, key = stem.rpartition(".")
        found = (own for own in self.languages if own.key == key.lower() and base)
        language = next(found, None)
        return (base, language) if language else (stem, None)

    def _around(self, path: PurePosixPath) -> list[tuple[SiteLanguage, str, str]]:
        """The folders of content around the file, the innermost first; of equals, the
        default language's. Each with its language and its place below the content."""
        around = [
            (own, folder, target)
            for own in self.languages
            for folder, target in own.folders
            if path.is_relative_to(folder)
        ]
        return sorted(around, key=lambda one: -len(one[1]))


def _zone(tree: Tree) -> str:
    """The zone told, by name; ``Local`` is that of Hugo's machine: here, the desk's."""
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
    told = tree.get("languages")
    told = told if isinstance(told, dict) else {}
    names = [key for key, own in told.items() if isinstance(own, dict)]
    default = clean_text(tree.get("defaultcontentlanguage")).lower()
    if not default or (names and default not in names):
        default = "en" if not names or "en" in names else names[0]
    mounts = list(_mounts(tree, file))
    for key in sorted(names or [default], key=lambda name: name != default):
        own = told.get(key)
        own = own if isinstance(own, dict) else {}
        folder = _folder(own.get("contentdir") or tree.get("contentdir"), file)
        mounted = () if own.get("contentdir") else _mounted(mounts, key)
        yield SiteLanguage(
            key,
            _tag(key, own, tree, is_only=not names),
            mounted[0][0] if mounted else folder,
            _prefix(key, own, tree, is_default=key == default),
            _zone(own),
            tuple(_permalinks(own.get("permalinks") or tree.get("permalinks"))),
            is_declared=bool(names),
            # One folder that is all of the content needs no second word.
            mounts=() if [target for _, target in mounted] == [""] else mounted,
        )


def _tag(key: str, own: Tree, tree: Tree, *, is_only: bool) -> str:
    """What the language's key, or the code told beside it, means as a tag."""
    told = own.get("locale") or own.get("languagecode")
    if is_only:  # Hugo's default, en, is seldom meant where nobody wrote it.
        told = tree.get("locale") or tree.get("languagecode")
        key = key if "defaultcontentlanguage" in tree else ""
    own_tag = language_tag(key)
    told_tag = language_tag(clean_text(told))
    # zh-cn beside languageCode = "zh": the more precise one is meant.
    return own_tag if told_tag in {"", "zh"} and own_tag else told_tag


def _folder(told: Any, file: Path) -> str:
    folder = PurePosixPath(clean_text(told) or "content")
    if folder.is_absolute() or ".." in folder.parts:
        raise BadConfiguration(
            file,
            0,
            f"contentDir: {folder} lies outside the site. Copy it into the site's "
            "folder, or import that folder by itself.",
        )
    return str(folder)


def _mounts(tree: Tree, file: Path) -> Iterator[tuple[str, str, str]]:
    """The folders that are mounted as content, or below it: language (empty for all),
    folder, and where it lies below the content."""
    module = tree.get("module")
    told = module.get("mounts") if isinstance(module, dict) else None
    for mount in told if isinstance(told, list) else []:
        own = mount if isinstance(mount, dict) else {}
        target = PurePosixPath(clean_text(own.get("target")))
        if target.parts[:1] == ("content",) and clean_text(own.get("source")):
            folder = _folder(own["source"], file)
            below = "/".join(target.parts[1:])
            for key in _mount_languages(own):
                yield key, folder, below


def _mount_languages(mount: Tree) -> list[str]:
    """``lang``, since Hugo 0.153 ``sites.matrix.languages``; empty means any."""
    told: Any = mount
    for key in ("sites", "matrix", "languages"):
        told = told.get(key) if isinstance(told, dict) else None
    told = told or mount.get("lang")
    names = map(clean_text, told if isinstance(told, list) else [told])
    return ["" if "*" in name else name.lower() for name in names]


def _mounted(
    mounts: list[tuple[str, str, str]], key: str
) -> tuple[tuple[str, str], ...]:
    """Of those, the ones of a language; its whole content, if any, comes first."""
    own = [(folder, target) for name, folder, target in mounts if name in {key, ""}]
    return tuple(sorted(dict.fromkeys(own), key=lambda one: one[1] != ""))


def _check_bases(tree: Tree, file: Path) -> None:
    languages = tree.get("languages")
    own = languages.values() if isinstance(languages, dict) else ()
    for told in (tree, *(one for one in own if isinstance(one, dict))):
        base = clean_text(told.get("baseurl"))
        try:
            urlsplit(base)
        except ValueError:
            raise BadConfiguration(
                file, 0, f"baseURL: {base} is no address. Write https://example.org/."
            ) from None


def _prefix(key: str, own: Tree, tree: Tree, *, is_default: bool) -> str:
    """What every address of the language begins with, without slashes at its ends."""
    own_base = clean_text(own.get("baseurl"))
    base = urlsplit(own_base or clean_text(tree.get("baseurl"))).path.strip("/")
    in_folder = tree.get("defaultcontentlanguageinsubdir") in (True, "true")
    if own_base or (is_default and not in_folder):
        return base
    return f"{base}/{key}".strip("/")


def _permalinks(told: Any) -> Iterator[tuple[str, str]]:
    """Of pages: ``permalinks.page.posts``, and the older ``permalinks.posts``."""
    if not isinstance(told, dict):
        return
    of_pages = told.get("page")
    told = told | (of_pages if isinstance(of_pages, dict) else {})
    for section, pattern in told.items():
        if isinstance(pattern, str):
            yield section, pattern


def _taxonomies(tree: Tree) -> Iterator[tuple[str, str]]:
    told = tree.get("taxonomies")
    for singular, plural in told.items() if isinstance(told, dict) else ():
        name = clean_text(plural).lower()
        meaning = _MEANINGS.get(singular) or _MEANINGS.get(name)
        if meaning and name != meaning:
            yield name, meaning
