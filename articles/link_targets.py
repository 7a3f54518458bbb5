"""Resolve addresses in imported texts to articles and pictures of this site.

Archives link to their texts by file (``../other.md``), as Hugo resolves pages
(``about.md`` anywhere, ``/news/a.md`` below the content) and by old public addresses
(``/zh-cn/news/x/123/``). A target may be imported after the text that links to it;
``render_articles`` resolves again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.db.models import F, Model, QuerySet, Value
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
        return _target(address, None) if is_local(address) else None
    if not place.is_local(address):
        return None
    for spelling in place.spellings(address):
        if target := _target(spelling, (place.archive, place.path)):
            return target
    file = isinstance(text, Article) and attached_files.find(text, address, place)
    if file:
        return file.get_absolute_url()
    original = place.at_original(address)
    return original if original and not _is_here(_path(address)) else None


def missing(text: Article | ListPage) -> list[str]:
    """Return the local links of the rendered body without a target, as written.

    Costs a query per distinct local address that leads to no page of the site.
    """
    resolve, place = resolver_for(text), place_of(text)
    unresolved = []
    slugs: dict[str, str] = {}
    for address in links_in(text.body_html):
        path = _path(place.from_root(address) if place else address)
        if not path or not is_local(path):
            continue
        page = _page(path)
        if page == "article_detail":
            slugs[address] = unquote(path).rstrip("/").rpartition("/")[2]
        elif page is None and resolve(address) is None:
            unresolved.append(address)
    present = set(
        Article.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True)
    )
    return unresolved + [
        address for address, slug in slugs.items() if slug not in present
    ]


def _path(address: str) -> str:
    return re.split(r"[?#]", address, maxsplit=1)[0]


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


def _target(address: str, place: tuple[str, str] | None) -> str | None:
    path = unquote(_path(address))
    if not path or "\x00" in path or path.startswith(settings.MEDIA_URL):
        return None
    if _IS_PICTURE.search(path):
        image = images.find_image(address, place)
        return image.file.url if image else None
    files = list(dict.fromkeys(_files(path, place[1]))) if place else []
    old = list(dict.fromkeys(map(Redirect.normal, _old_paths(path, place))))
    rows = Article.objects.filter(redirects__path__in=old).values_list(
        "slug", "language", F("redirects__path")
    )
    if place:
        rows = rows.union(
            Article.objects.filter(
                imported_file__archive=place[0], imported_file__path__in=files
            ).values_list("slug", "language", F("imported_file__path")),
            _named(path, place),
        )
    found = {key: (slug, language) for slug, language, key in rows}
    for key in [*files, *old, ""]:
        if key in found:
            asked = requested_language(address)
            slug, language = _version(*found[key], asked)
            return _address(Article(slug=slug, language=language), asked)
    return None


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


def _named(
    path: str, place: tuple[str, str]
) -> QuerySet[Article, tuple[str, str, str]]:
    """Select the article whose slug is the bare name of a file, in any folder."""
    stem = _LANGUAGE.sub("", _NAMED_AS_FILE.sub("", path.removeprefix("./")))
    is_bare = "/" not in stem
    slug = slugify(stem, allow_unicode=True).strip("-_") if is_bare else ""
    named = Article.objects.filter(slug=slug, imported_file__archive=place[0])
    return named.values_list("slug", "language", Value(""))


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
