"""Resolve addresses in imported texts to articles and pictures of this site.

Archives link to their texts by file (``../other.md``), as Hugo resolves pages
(``about.md`` anywhere, ``/news/a.md`` below the content) and by old public addresses
(``/zh-cn/news/x/123/``). A target may be imported after the text that links to it;
``render_articles`` resolves again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.db.models import CharField, F, Value
from django.urls import Resolver404, resolve as resolve_path
from django.utils.text import slugify

from articles import images
from articles.choices import Language
from articles.models import Article, ListPage, Redirect
from articles.rendering import links_in, requested_language

LONGEST_ADDRESS = 2_000
_SUFFIXES = (".md", ".markdown", ".html")
_IS_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif)\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[._-]([a-z]{2}(?:[-_][a-z]{2,4}){0,2})\Z", re.IGNORECASE)
_NAMED_AS_FILE = re.compile(r"\.(?:md|markdown|html)\Z", re.IGNORECASE)


# A file's archive, and its path there.
Place = tuple[str, str]
_Key = tuple[str, str]


class _Keys(NamedTuple):
    """What a link may mean: files of the archive, old addresses, a bare slug."""

    files: tuple[str, ...]
    old: tuple[str, ...]
    slug: str

    def in_order(self) -> Iterator[_Key]:
        yield from (("file", path) for path in self.files)
        yield from (("old", path) for path in self.old)
        yield "slug", self.slug


def resolver_for(text: Article | ListPage) -> Callable[[str], str | None]:
    """Return a function from an address in the body to its target here, or None.

    It costs a query per distinct local address: for saving, never for showing.
    """
    imported_file = getattr(text, "imported_file", None) if text.pk else None
    place = (imported_file.archive, imported_file.path) if imported_file else None
    known: dict[str, str | None] = {}

    def resolve(address: str) -> str | None:
        local, mark, fragment = address.partition("#")
        if not local or len(local) > LONGEST_ADDRESS or not images.is_local(local):
            return None
        if local not in known:
            known[local] = _target(local, place)
        target = known[local]
        return f"{target}{mark}{fragment}" if target else None

    return resolve


def missing(text: Article | ListPage) -> list[str]:
    """Return the local links of the rendered body without a target, as written.

    Costs a query per distinct local address that leads to no page of the site.
    """
    resolve = resolver_for(text)
    return leading_nowhere(links_in(text.body_html), lambda one: resolve(one) is None)


def leading_nowhere(
    addresses: Iterable[str], is_unknown: Callable[[str], bool]
) -> list[str]:
    """Return the local addresses that lead to no page of the site, nor to anything else
    as far as ``is_unknown`` tells. A query, if some lead to articles here."""
    unresolved = []
    slugs: dict[str, str] = {}
    for address in addresses:
        path = _path(address)
        if not path or not images.is_local(address):
            continue
        page = _page(path)
        if page == "article_detail":
            slugs[address] = unquote(path).rstrip("/").rpartition("/")[2]
        elif page is None and is_unknown(address):
            unresolved.append(address)
    present = set(
        Article.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True)
    )
    return unresolved + [
        address for address, slug in slugs.items() if slug not in present
    ]


def meant_path(address: str, place: str) -> str:
    """Return the path that a link leads to, below the root of its archive; a path that
    begins with ``/`` as it is. ``place`` is the file's own."""
    path = unquote(_path(address))
    if path.startswith("/"):
        return path
    return posixpath.normpath(posixpath.join(posixpath.dirname(place), path))


def _path(address: str) -> str:
    return re.split(r"[?#]", address, maxsplit=1)[0]


@lru_cache(1000)  # Many texts name the same few pages, such as a table of contents.
def _page(path: str) -> str | None:
    """Return the name of the route for a path, "" for one without, or None."""
    if not path.startswith("/"):
        return None
    try:
        return resolve_path(unquote(path)).url_name or ""
    except Resolver404:
        return None


def _target(address: str, place: Place | None) -> str | None:
    return find_targets([(address, place)])[address, place]


def find_targets(
    asked: Iterable[tuple[str, Place | None]],
) -> dict[tuple[str, Place | None], str | None]:
    """Find for each local address, and the place of the file that has it, its target here.

    A query for all addresses of an archive, and one for each picture.
    """
    targets: dict[tuple[str, Place | None], str | None] = {}
    keys: dict[str, dict[tuple[str, Place | None], _Keys]] = {}
    for address, place in asked:
        path = unquote(_path(address))
        targets[address, place] = None
        if not path or "\x00" in path or path.startswith(settings.MEDIA_URL):
            continue
        if _IS_PICTURE.search(path):
            image = images.find_image(address, place)
            targets[address, place] = image.file.url if image else None
            continue
        archive = place[0] if place else ""
        keys.setdefault(archive, {})[address, place] = _keys_of(path, place)
    for archive, wanted in keys.items():
        found = _find(archive, wanted.values())
        for (address, place), one in wanted.items():
            key = next((key for key in one.in_order() if key in found), None)
            if key:
                language = requested_language(address)
                slug, own = _version(*found[key], language)
                article = Article(slug=slug, language=own)
                targets[address, place] = _address(article, language)
    return targets


def _find(archive: str, wanted: Collection[_Keys]) -> dict[_Key, tuple[str, str]]:
    """Return slug and language of the articles that go by the keys."""
    kind = CharField()
    old = {path for keys in wanted for path in keys.old}
    rows = Article.objects.filter(redirects__path__in=old).values_list(
        Value("old", kind), F("redirects__path"), "slug", "language"
    )
    if archive:
        here = Article.objects.filter(imported_file__archive=archive)
        files = {path for keys in wanted for path in keys.files}
        slugs = {keys.slug for keys in wanted}
        rows = rows.union(
            here.filter(imported_file__path__in=files).values_list(
                Value("file", kind), F("imported_file__path"), "slug", "language"
            ),
            here.filter(slug__in=slugs).values_list(
                Value("slug", kind), F("slug"), "slug", "language"
            ),
        )
    return {(kind, key): (slug, language) for kind, key, slug, language in rows}


def _keys_of(path: str, place: Place | None) -> _Keys:
    files = tuple(dict.fromkeys(_files(path, place[1]))) if place else ()
    old = tuple(dict.fromkeys(map(Redirect.normal, _old_paths(path, place))))
    return _Keys(files, old, _bare_slug(path) if place else "")


def _address(article: Article, asked: str) -> str:
    """Return the article's address in the language asked for, if it can be read in it."""
    if asked in Language.values and article.language.startswith("zh"):
        variant = Article(language=asked).variant
        if variant.is_chinese:
            return article.url_in(variant)
    return article.get_absolute_url()


def _version(slug: str, language: str, asked: str) -> tuple[str, str]:
    """Find the article's version in the language asked for, else the article."""
    if not asked or language.startswith(asked):
        return slug, language
    keys = Article.objects.filter(slug=slug).exclude(translation_key="")
    versions = Article.objects.filter(
        translation_key__in=keys.values("translation_key"), language__startswith=asked
    )
    return versions.values_list("slug", "language").first() or (slug, language)


def _bare_slug(path: str) -> str:
    """Return the slug of an article named by its file's bare name, in any folder."""
    stem = _LANGUAGE.sub("", _NAMED_AS_FILE.sub("", path.removeprefix("./")))
    return "" if "/" in stem else slugify(stem, allow_unicode=True).strip("-_")


def _files(path: str, source: str) -> Iterator[str]:
    """Yield the paths in the archive that may be meant, likeliest first."""
    folder, name = posixpath.split(source)
    parts = folder.split("/")
    roots = ["/".join(parts[:count]) for count in (2, 1, 0)]
    folders = roots if path.startswith("/") else [folder, *roots]
    if path.startswith("."):
        folders = [folder]
    language = _LANGUAGE.search(posixpath.splitext(name)[0])
    for base in folders:
        file = posixpath.normpath(posixpath.join(base, path.strip("/")))
        if file.startswith("..") or file == ".":
            continue
        stem, suffix = posixpath.splitext(file)
        if suffix.lower() not in _SUFFIXES:
            stem, suffix = file, ""
        suffixes = [suffix] if suffix else _SUFFIXES
        for ending in suffixes:
            if language:
                yield f"{stem}{language[0]}{ending}"
            yield f"{stem}{ending}"
        if not suffix:
            names = [f"index{language[0]}.md"] if language else []
            for index in (*names, "index.md", "_index.md", "index.html"):
                yield f"{stem}/{index}"


def _old_paths(path: str, place: tuple[str, str] | None) -> Iterator[str]:
    """Yield the public addresses that a path may stand for on the linking page."""
    if path.startswith("/"):
        yield path
    if place is None:
        return
    parts = [part for part in place[1].split("/") if part != "content"]
    stem = _LANGUAGE.sub("", posixpath.splitext(parts.pop())[0])
    if stem not in {"index", "_index"}:
        parts.append(stem)
    if path.startswith("/"):
        if len(parts) > 1:  # The site's root was the folder of a language.
            yield f"/{parts[0]}{path}"
    elif not _NAMED_AS_FILE.search(path):
        yield urljoin("/" + "/".join([*parts, ""]), path)
        yield urljoin("/" + "/".join(parts), path)
