"""An article's imported fields as plain values, to compare and to merge.

The same names and shapes come out of a file (``state_of_reading``) and of a stored
article (``state_of_article``); ``apply`` puts them back. Values are what JSON holds.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from articles.archive.importer.sources import Sources
from articles.archive.reader import ParsedFile
from articles.models import Article, Keyed, Source
from articles.publishing import Labels, authors_named, categories_named, tags_named

State = dict[str, Any]

TEXTS = (
    "title",
    "lead",
    "summary",
    "description",
    "body",
    "language",
    "translation_key",
)
MOMENTS = ("published_at", "modified_at", "expires_at", "embargoed_until")
CHOICES = ("status", "sidebar", "thumbnail_place", "weight")
SWITCHES = ("comments", "authorbox", "pager", "toc", "mathjax")
# What is filed by name, and may be named anew.
LABELS = ("categories", "tags", "authors")
# What an editor may change without touching the article itself.
BESIDE = (*LABELS, "menus", "source", "disclaimer")
DATA = ("widgets", "translation_languages", "extra")
ON_THE_ARTICLE = (*TEXTS, *MOMENTS, *CHOICES, *SWITCHES, *DATA)


def state_of_reading(reading: ParsedFile, sources: Sources) -> State:
    """What the file says. Of its notices, those that are the article's own."""
    fields = reading.fields
    state = {name: fields.values.get(name) for name in ON_THE_ARTICLE if name != "body"}
    for name in MOMENTS:
        state[name] = _written(state[name])
    return state | {
        "body": reading.body,
        "categories": list(fields.categories),
        "tags": list(fields.tags),
        "authors": list(fields.authors),
        "menus": sorted([line.menu, line.label, line.weight] for line in fields.menus),
        "source": sources.key(reading),
        "source_url": reading.closing.url[:4000] if reading.closing else "",
        "disclaimer": sources.own_disclaimer(reading),
    }


def state_of_article(article: Article) -> State:
    """What the article says. Four queries for what it is filed under."""
    state: State = {name: getattr(article, name) for name in ON_THE_ARTICLE}
    for name in MOMENTS:
        state[name] = _written(state[name])
    # The address of a thumbnail that was not found is kept there by the import.
    state["extra"] = {k: v for k, v in article.extra.items() if k != "thumbnail"}
    return state | {
        "categories": [row.category.name for row in article.article_categories.all()],
        "tags": [tag.name for tag in article.tags.all()],
        "authors": [byline.author.name for byline in article.bylines.all()],
        "menus": sorted(
            [entry.menu, entry.label, entry.weight]
            for entry in article.menu_entries.all()
        ),
        "source": article.source.slug if article.source else "",
        "source_url": article.source_url,
        "disclaimer": article.disclaimer,
    }


def spelled_alike(state: State, like: State) -> State:
    """The state with categories, tags and authors spelled as another has them: to be
    filed under fx is no change for what is filed under FX."""
    return state | {name: _spelled(state[name], like[name]) for name in LABELS}


def _spelled(names: list[str], like: list[str]) -> list[str]:
    known = {Keyed.key_of(name): name for name in like}
    return list(dict.fromkeys(known.get(Keyed.key_of(name), name) for name in names))


def apply(state: State, article: Article) -> Labels:
    """Put a state on the article; what it is to be filed under comes back."""
    for name in ON_THE_ARTICLE:
        value = state[name]
        if name in MOMENTS and value is not None:
            value = datetime.fromisoformat(value)
        setattr(article, name, value)
    article.source_url = state["source_url"]
    article.disclaimer = state["disclaimer"]
    if state["source"] != (article.source.slug if article.source else ""):
        article.source = Source.objects.filter(slug=state["source"]).first()
    return Labels(
        categories_named(state["categories"]),
        tags_named(state["tags"]),
        authors_named(state["authors"]),
    )


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone().isoformat() if moment else None
