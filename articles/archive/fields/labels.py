"""Categories, tags and authors, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any

from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
    escaped,
)
from articles.archive.front_matter import FrontMatter, Keys
from articles.archive.problems import Problems
from articles.models import Article, Keyed, Tag, instruments_of
from articles.publishing import Labels, authors_named, categories_named, tags_named
from articles.variants.engine import fold

_KEYS = {
    "categories": ("categories", "category"),
    "tags": ("tags", "tag"),
    "authors": ("authors", "author"),
}


class LabelFields(FieldSpec):
    """Categories, tags and authors, for which a site may have keys of its own."""

    rank = 12
    is_plain = False
    shared = ("categories", "tags", "authors")

    def read(self, keys: Keys, context: ReadContext) -> Values:
        values: Values = {}
        for name, usual in _KEYS.items():
            names = (*usual, *context.label_keys(name))
            values[name] = (
                keys.people(*names)
                if name == "authors"
                else keys.names(*names, spaced=context.spaced)
            )
        return values

    def align(self, value: list[str], like: list[str]) -> list[str]:
        """Spell names as they are: fx is no change for what is categorised as FX."""
        known = {Keyed.key_of(name): name for name in like}
        return list(
            dict.fromkeys(known.get(Keyed.key_of(name), name) for name in value)
        )

    def current(self, article: Article) -> Values:
        categorised, bylines = article.article_categories.all(), article.bylines.all()
        return {
            "categories": [filing.category.name for filing in categorised],
            "tags": [tag.name for tag in article.tags.all()],
            "authors": [byline.author.name for byline in bylines],
        }

    def apply(self, article: Article, values: Values) -> Labels:
        return Labels(
            categories_named(values["categories"]),
            tags_named(values["tags"]),
            authors_named(values["authors"]),
            # No file names them: an import leaves them as they are.
            instruments_of(article) if article.pk else [],
        )

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        key_of = Tag.key_of if name == "tags" else _key_of
        in_file, current = (
            list(dict.fromkeys(filter(None, map(key_of, names))))
            for names in (parsed.values[name], now[name])
        )
        return in_file == current

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        for name, keys in _KEYS.items():
            if name in edit.names:
                is_spaced = edit.parsed.has_spaced_labels
                write_names(
                    *(header, edit.now[name], *keys),
                    is_spaced=is_spaced,
                    key_of=Tag.key_of if name == "tags" else fold,
                )


def write_names(
    header: HeaderWriter,
    names: list[str],
    *keys: str,
    is_spaced: bool = False,
    key_of: Callable[[str], str] = fold,
) -> None:
    """Write a list of names; items that stay keep their spelling."""
    by_key = {key_of(_name_of(item)): item for item in reversed(header.items(*keys))}
    items = [by_key.get(key_of(name), escaped(name)) for name in names]
    # Items that are no names stay: no editor sees them.
    items += [i for i in header.items(header.holding(*keys)) if not _name_of(i)]
    header.put_items(*keys, items=items, is_spaced=is_spaced)


def _name_of(item: Any) -> str:
    """Return the name that an item of a list is read as; empty if it holds none."""
    matter = FrontMatter(values={"authors": [item]})
    return next(iter(Keys(matter, UTC, Problems()).people("authors")), "")


def _key_of(name: str) -> str:
    return Keyed.key_of(name.strip()) if name.strip() else ""
