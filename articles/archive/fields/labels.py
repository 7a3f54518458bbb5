"""Categories, tags and authors, by name."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from articles.archive.fields.spec import (
    FieldChange,
    FieldSpec,
    FilePlace,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.front_matter import FrontMatter, Keys
from articles.archive.problems import Problems
from articles.models import Article, Keyed
from articles.publishing import Labels, authors_named, categories_named, tags_named
from articles.variants.engine import fold

_KEYS = {
    "categories": ("categories", "category"),
    "tags": ("tags", "tag"),
    "authors": ("authors", "author"),
}


class LabelFields(FieldSpec):
    """What an article is filed under. A site may have keys of its own for them."""

    rank = 12
    is_plain = False
    shared = ("categories", "tags", "authors")

    def read(self, keys: Keys, context: ReadContext) -> Values:
        values: Values = {}
        for name, own in _KEYS.items():
            take = keys.people if name == "authors" else keys.names
            values[name] = take(*own, *context.label_keys(name))
        return values

    def align(self, value: list[str], like: list[str]) -> list[str]:
        """To be filed under fx is no change for what is filed under FX."""
        known = {Keyed.key_of(name): name for name in like}
        return list(
            dict.fromkeys(known.get(Keyed.key_of(name), name) for name in value)
        )

    def current(self, article: Article) -> Values:
        filed, bylines = article.article_categories.all(), article.bylines.all()
        return {
            "categories": [filing.category.name for filing in filed],
            "tags": [tag.name for tag in article.tags.all()],
            "authors": [byline.author.name for byline in bylines],
        }

    def apply(self, article: Article, values: Values) -> Labels:
        return Labels(
            categories_named(values["categories"]),
            tags_named(values["tags"]),
            authors_named(values["authors"]),
        )

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        key_of = fold if name == "tags" else _key_of
        told, filed = (
            list(dict.fromkeys(key for key in map(key_of, names) if key))
            for names in (parsed.values[name], now[name])
        )
        return told == filed

    def write(self, header: HeaderWriter, change: FieldChange) -> None:
        for name, keys in _KEYS.items():
            if name in change.names:
                write_names(header, change.now[name], *keys)


def write_names(header: HeaderWriter, names: list[str], *keys: str) -> None:
    """A list of names, whose items stay as they are written where they stay."""
    by_key = {fold(name_of(item)): item for item in reversed(header.items(*keys))}
    kept = {name: by_key[fold(name)] for name in names if fold(name) in by_key}
    header.put_names(*keys, value=names, kept=kept)


def name_of(item: Any) -> str:
    """The name that an item of a list is read as; empty where it holds none."""
    matter = FrontMatter(values={"authors": [item]})
    return next(iter(Keys(matter, UTC, Problems()).people("authors")), "")


def _key_of(name: str) -> str:
    return Keyed.key_of(name.strip()) if name.strip() else ""
