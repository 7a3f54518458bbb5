"""Find or make categories, tags and authors by name, and slugs that are free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

from django.db.models import Model
from django.utils.text import slugify

from articles.models import (
    Author,
    Category,
    Redirect,
    Tag,
    content_change,
    readable_slug,
)
from articles.publishing.addresses import move_page
from articles.publishing.transactions import transaction

_Named = TypeVar("_Named", Author, Category)


def tags_named(names: Iterable[str]) -> list[Tag]:
    """The tags of these names in order, each once; a new spelling finds the old tag.

    Costs one query; where tags are new three more, and two for each.
    """
    wanted: dict[str, str] = {}
    for name in names:
        if key := Tag.key_of(name):
            wanted.setdefault(key, name.strip()[:255])
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
    if known.keys() != wanted.keys():
        # Another editor who stores an article with the same new tag waits for the index,
        # not for the tag: else each could wait for the other.
        with transaction():
            known |= {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
            new = [(key, name) for key, name in wanted.items() if key not in known]
            slugs = free_slugs(
                Tag, [[readable_slug(name, "tag")] for _key, name in new]
            )
            for (key, name), slug in zip(new, slugs, strict=True):
                known[key] = Tag.objects.create(name=name, slug=slug)
                move_page(known[key], "")
    return [known[key] for key in wanted]


def categories_named(names: Iterable[str]) -> list[Category]:
    """The categories of these names in order, each once; made where missing. A new
    spelling finds the old category."""
    return _distinct(labels_by_name(Category, names))


def authors_named(names: Iterable[str]) -> list[Author]:
    """The authors of these names in order, each once; made where missing. A new
    spelling finds the old author."""
    return _distinct(labels_by_name(Author, names))


def _distinct(found: dict[str, _Named]) -> list[_Named]:
    return list({row.pk: row for row in found.values()}.values())


def labels_by_name(model: type[_Named], names: Iterable[str]) -> dict[str, _Named]:
    """The category or author that each name finds, made where missing. One query, and
    four for each that is new."""
    wanted = {n: model.key_of(n) for name in names if (n := name.strip()[:255])}
    rows = model._default_manager.filter(key__in=wanted.values()).order_by("-pk")
    # Of two rows with one key, the name decides, else the older one.
    by_key = {row.key: row for row in rows}
    by_name = {row.name: row for row in rows}
    if wanted.values() - by_key.keys():
        _make_missing(model, wanted, by_key)
    return {name: by_name.get(name, by_key[key]) for name, key in wanted.items()}


@content_change()
def _make_missing(
    model: type[_Named], wanted: Mapping[str, str], by_key: dict[str, _Named]
) -> None:
    for name, key in wanted.items():
        if key not in by_key:
            slug = free_slug(model, readable_slug(name, "item"))
            by_key[key] = model._default_manager.create(name=name, slug=slug)
            move_page(by_key[key], "")


def suggest_slug(title: str) -> str:
    """A readable slug for a new article: pinyin for Han, Latin words as they are."""
    # Its dictionaries take 55 MB and a sixth of a second: no import of files asks.
    from pypinyin import lazy_pinyin

    spaced = re.sub(r"[^\w\s-]", " ", title)
    words = " ".join(lazy_pinyin(spaced, errors=lambda rest: f" {rest} "))
    slug = slugify(words)
    if len(slug) > 80:
        slug = slug[:80].rpartition("-")[0] or slug[:80]
    return slug or "article"


def free_slug(model: type[Model], *candidates: str) -> str:
    """The first candidate that no row has or had; else the first with a number behind."""
    return free_slugs(model, [candidates])[0]


def free_slugs(model: type[Model], wanted: Sequence[Sequence[str]]) -> list[str]:
    """A free slug for each list of candidates, none given twice.

    One at which readers are led elsewhere is taken, too. Two queries, and two more for each
    whose candidates are all taken.
    """
    short = [[slug[:240] for slug in candidates if slug] for candidates in wanted]
    asked = {slug for own in short for slug in own}
    rows = model._default_manager.filter(slug__in=asked)
    taken = set(rows.values_list("slug", flat=True))
    paths = {_path(model, slug): slug for slug in asked}
    redirects = Redirect.objects.leading_on().filter(path__in=paths)
    taken |= {paths[path] for path in redirects.values_list("path", flat=True)}
    given = []
    for own in short:
        slug = next((slug for slug in own if slug not in taken), None)
        slug = slug or _numbered(model, own[0], taken)
        taken.add(slug)
        given.append(slug)
    return given


def _numbered(model: type[Model], base: str, taken: set[str]) -> str:
    rows = model._default_manager.filter(slug__startswith=f"{base}-")
    used = taken | set(rows.values_list("slug", flat=True))
    start = _path(model, f"{base}-").rstrip("/")
    redirects = Redirect.objects.leading_on().filter(path__startswith=start)
    led = set(redirects.values_list("path", flat=True))
    slugs = (f"{base}-{n}" for n in count(2))
    return next(s for s in slugs if s not in used and _path(model, s) not in led)


def _path(model: type[Model], slug: str) -> str:
    return Redirect.page_path(str(model._meta.model_name), slug)
