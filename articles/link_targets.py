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
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.db.models import CharField, F, Model, Value
from django.urls import Resolver404, resolve as resolve_path
from django.utils.text import slugify

from articles import attached_files, images
from articles.choices import Language
from articles.models import (
    Article,
    Author,
    Category,
    ListPage,
    Redirect,
    Source,
    Tag,
)
from articles.rendering import links_in, requested_language
from articles.text_places import TextPlace, is_local, place_of

LONGEST_ADDRESS = 2_000
_SUFFIXES = (".md", ".markdown", ".html")
_IS_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif)\Z", re.IGNORECASE)
_SHOWN_BELOW: dict[str, type[Model]] = {
    "articles": Article,
    "categories": Category,
    "tags": Tag,
    "authors": Author,
    "sources": Source,
}
_LANGUAGE = re.compile(r"[._-]([a-z]{2}(?:[-_][a-z]{2,4}){0,2})\Z", re.IGNORECASE)
_NAMED_AS_FILE = re.compile(r"\.(?:md|markdown|html)\Z", re.IGNORECASE)


# A file's archive, and its path there.
Place = tuple[str, str]
_Asked = tuple[str, Place | None]
_Key = tuple[str, str]
# Addresses in one query; each may mean some 25 files.
_ASKED_AT_ONCE = 500


class _Keys(NamedTuple):
    """The meanings of a link: files of the archive, old addresses, a bare slug."""

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
    place = place_of(text)
    known: dict[str, str | None] = {}

    def resolve(address: str) -> str | None:
        local, mark, fragment = address.partition("#")
        if not local or len(local) > LONGEST_ADDRESS:
            return None
        if local not in known:
            known[local] = _resolved(local, text, place)
        target = known[local]
        return f"{target}{mark}{fragment}" if target else None

    return resolve


def _resolved(
    address: str, text: Article | ListPage, place: TextPlace | None
) -> str | None:
    if place is None:
        return find_target(address, None) if is_local(address) else None
    if not place.is_local(address):
        return None
    if target := find_target(address, place):
        return target
    file = isinstance(text, Article) and attached_files.find(text, address, place)
    return file.get_absolute_url() if file else original_of(address, place)


def original_of(address: str, place: TextPlace) -> str | None:
    """Return a root-relative address as the original's site means it, if the text is from
    elsewhere and nothing is at that address here."""
    original = place.at_original(address)
    return original if original and not _is_here(_path(address)) else None


def missing(text: Article | ListPage) -> list[str]:
    """Return the local links of the rendered body without a target, as written.

    Costs a query per distinct local address that leads to no page of the site.
    """
    resolve, links = resolver_for(text), links_in(text.body_html)
    return leading_nowhere(links, place_of(text), lambda one: resolve(one) is None)


def leading_nowhere(
    addresses: Iterable[str],
    place: TextPlace | None,
    is_unknown: Callable[[str], bool] = bool,
) -> list[str]:
    """Return the local addresses that lead to no page of the site, nor to anything else
    as far as ``is_unknown`` tells; without that, of these nothing else is known. A query,
    if some lead to articles here."""
    unresolved = []
    slugs: dict[str, str] = {}
    for address in addresses:
        path = _path(place.from_root(address) if place else address)
        if not path or not is_local(path):
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


def _is_here(path: str) -> bool:
    """Tell whether a path leads to a page of this site, and what that is about exists.

    Without a variant in it, the path may as well be one of the site that a text is from.
    """
    page = _page(path)
    if page != "":
        return page is not None
    folder, _slash, slug = unquote(path).strip("/").partition("/")
    model = _SHOWN_BELOW.get(folder)
    return model is not None and model._default_manager.filter(slug=slug).exists()


def find_target(address: str, place: TextPlace | None) -> str | None:
    """Find the target of one local address. A query."""
    (target,) = find_targets([(address, place)]).values()
    return target


def find_targets(
    asked: Iterable[tuple[str, TextPlace | None]],
) -> dict[_Asked, str | None]:
    """Find for each local address, and the place of the text that has it, its target here:
    an article or a picture of its archive, or the article with that old address.

    A query for some 500 addresses of an archive, and one for each picture.
    """
    targets: dict[_Asked, str | None] = {}
    keys: dict[str, dict[_Asked, list[_Keys]]] = {}
    for address, text_place in asked:
        place = (text_place.archive, text_place.path) if text_place else None
        targets[address, place] = None
        for spelling in text_place.spellings(address) if text_place else [address]:
            path = unquote(_path(spelling))
            if not path or "\x00" in path or path.startswith(settings.MEDIA_URL):
                continue
            if _IS_PICTURE.search(path):
                if image := images.find_image(spelling, place):
                    targets[address, place] = images.full_address(image)
                    break
                continue
            wanted = keys.setdefault(place[0] if place else "", {})
            wanted.setdefault((address, place), []).append(_keys_of(path, place))
    for archive, wanted in keys.items():
        pairs = iter(wanted.items())
        while some := dict(islice(pairs, _ASKED_AT_ONCE)):
            targets |= _articles_of(archive, some)
    return targets


def _articles_of(
    archive: str, wanted: dict[_Asked, list[_Keys]]
) -> dict[_Asked, str | None]:
    found = _find(archive, [keys for several in wanted.values() for keys in several])
    targets: dict[_Asked, str | None] = {}
    for (address, place), several in wanted.items():
        in_order = (key for keys in several for key in keys.in_order())
        if key := next((key for key in in_order if key in found), None):
            asked = requested_language(address)
            slug, language = _version(*found[key], asked)
            article = Article(slug=slug, language=language)
            targets[address, place] = _address(article, asked)
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
