"""Read a file's path: its name, its slugs, the list and the translations it belongs to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from articles.archive import hexo, jekyll
from articles.archive.front_matter import folder_language, split_language, without_date
from articles.archive.hugo.configuration import Configuration

# The longest translation key that an article can have.
KEY_LENGTH = 255

# Files with these names stand beside articles and mostly are none.
_ABOUT_THE_ARCHIVE = {
    "readme", "license", "licence", "changelog", "contributing", "toc", "summary",
}  # fmt: skip
_FOR_MACHINES = frozenset({
    "robots.txt", "humans.txt", "ads.txt", "app-ads.txt", "security.txt", "llms.txt",
    "llms-full.txt", "sitemap.txt",
})  # fmt: skip
_PROOF = re.compile(
    r"google[0-9a-f]{16}\.html|(?:baidu_verify|sogousiteverification|yandex)_\w+\.html"
)
_ROOTS = {"content", jekyll.POSTS, jekyll.DRAFTS, hexo.SOURCE}
_TAXONOMIES = {"categories": "categories", "category": "categories"} | {
    "tags": "tags", "tag": "tags", "authors": "authors", "author": "authors",
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """The list that an ``_index.md`` is the page of.

    ``taxonomy`` is ``categories``, ``tags`` or ``authors`` if ``name`` is a term of it,
    and empty if ``name`` is a section's folder. Without a name it is the list of the
    whole taxonomy, or the front page. ``folders`` lead there, without language.
    """

    taxonomy: str
    name: str
    folders: tuple[str, ...]


def split_name(path: PurePosixPath, configuration: Configuration) -> tuple[str, str]:
    """Return a file's own name without ending and language, and that language.

    A page bundle (``index.md``) goes by its folder, a post of Jekyll or a page of Zola
    without its day.
    """
    stem, tag = configuration.split_language(path.stem)
    if stem in {"index", "_index"} and path.parent.name:
        stem = path.parent.name
    if jekyll.is_in_posts(path) or configuration.has_days_in_names:
        stem = without_date(stem)
    return stem, tag


def is_about_archive(path: PurePosixPath) -> bool:
    """Tell whether the name is one of files about an archive: ``README.zh.md``,
    ``TOC-zh.md``. Hugo takes such a file for a page like any other."""
    stem = split_language(path.name.partition(".")[0])[0]
    # A summary may well be an article; GitBook's is in capitals.
    return stem.lower() in _ABOUT_THE_ARCHIVE and stem != "summary"


def is_for_machines(name: str) -> bool:
    """Tell whether a file of that name is read by programs alone: ``robots.txt``, or what
    proves to a search engine whose site it is."""
    return name in _FOR_MACHINES or _PROOF.fullmatch(name) is not None


def is_section(path: PurePosixPath) -> bool:
    """Tell whether it is a list page, in any language: ``_index.zh-cn.md``, or
    ``_index.tc.md`` if a site names a language so."""
    return re.fullmatch(r"_index(?:\.[\w-]+)?\.\w+", path.name) is not None


def section_at(path: PurePosixPath, configuration: Configuration) -> Section:
    """Return the list that the page is of, on a site with that configuration."""
    folder = "" if configuration.language_of(path) else folder_language(path)
    section = section_of(configuration.below_content(path), folder)
    first, *rest = section.folders or ("",)
    meaning = dict(configuration.taxonomies).get(first.lower())
    return Section(meaning, "/".join(rest), section.folders) if meaning else section


def section_of(path: PurePosixPath, language: str) -> Section:
    """Return the list; ``language`` is that of the folder below ``content``, if any."""
    parts = path.parent.parts
    if "content" in parts:
        parts = parts[parts.index("content") + 1 :]
    parts = parts[1:] if language and parts else parts
    if parts and parts[0].lower() in _TAXONOMIES:
        return Section(_TAXONOMIES[parts[0].lower()], "/".join(parts[1:]), parts)
    return Section("", parts[-1] if parts else "", parts)


def slugs_for(path: PurePosixPath, stem: str, slug: str) -> list[str]:
    """Return candidates for the slug, best first: its own or the name, then with folders."""
    base = slug.strip("/") or stem
    parents = [part for part in path.parent.parts if part not in {*_ROOTS, stem}]
    names = [base]
    for count in range(1, len(parents) + 1):
        names.append("-".join([*parents[-count:], base]))
    return names


def translation_key(
    archive: str, path: PurePosixPath, configuration: Configuration
) -> str:
    """Return what the versions of a text in several languages share: their path without
    language. Empty if the path names no language.

    Source: Hugo links files with one path and base name, in their languages' folders
    or with their languages in the name.
    """
    stem, tag = configuration.split_language(path.stem)
    place = configuration.below_content(path).parent / stem
    if len(configuration.languages) < 2:
        folder = folder_language(path)
        if not (tag or folder or configuration.is_version):
            return ""
        parts = place.parts[1:] if place.parts[0] == "content" else place.parts
        place = PurePosixPath(*(parts[1:] if folder else parts))
    key = f"{archive}:{place}"
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 33]}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
