"""Make an article's document: its tokens, marked by where they stand, and its labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.utils import timezone

from articles.choices import Variant
from articles.models import (
    Article,
    ArticleCategory,
    ArticleInstrument,
    Byline,
    TaggedArticle,
    VariantOverride,
)
from articles.rendering import whole_text
from articles.search.analysis import (
    characters_in,
    fold,
    is_character,
    tokenise_folded,
)
from articles.variants import conversions
from articles.variants.engine import Conversion, convert_html, convert_text

# Signs that no text's token can begin with.
IN_TITLE, IN_HEAD, IN_TAG, OFTEN, CHARACTER, LABEL, BREAK = "†‡※•·§¶"

# Readers see these beside the title; a summary is drawn from what the page says anyway,
# and a description stands on no page.
LEADS = [
    name
    for name in Article.CONVERTED
    if name not in ("title", "summary", "description")
]

# A token that stands so often in a body says what the article is about.
_OFTEN = 4


@dataclass(frozen=True)
class Texts:
    """The searched texts of an article, in every conversion that readers may see."""

    titles: Sequence[str]
    leads: Sequence[str]
    bodies: Sequence[str]


@dataclass
class ArticleRelations:
    """The rows beside an article that its document is made of: what it is filed under, its
    overrides in variants, and all that each of its instruments is called."""

    category_ids: list[int] = field(default_factory=list)
    tags: list[tuple[int, str]] = field(default_factory=list)
    author_ids: list[int] = field(default_factory=list)
    overrides: list[Mapping[str, str]] = field(default_factory=list)
    instruments: list[list[str]] = field(default_factory=list)


def relations_of(articles: Collection[Article]) -> dict[int, ArticleRelations]:
    """Return the relations of stored articles, by id. Five queries, however many."""
    found: dict[int, ArticleRelations] = {
        article.pk: ArticleRelations() for article in articles
    }
    categories = ArticleCategory.objects.filter(article__in=found)
    for pk, category in categories.values_list("article_id", "category_id"):
        found[pk].category_ids.append(category)
    tags = TaggedArticle.objects.filter(content_object__in=found).order_by("pk")
    for pk, *tag in tags.values_list("content_object_id", "tag_id", "tag__name"):
        found[pk].tags.append(tuple(tag))
    bylines = Byline.objects.filter(article__in=found)
    for pk, author in bylines.values_list("article_id", "author_id"):
        found[pk].author_ids.append(author)
    overrides = VariantOverride.objects.filter(article__in=found)
    for override in overrides:
        found[override.article_id].overrides.append(override.recorded)
    instruments = ArticleInstrument.objects.filter(article__in=found)
    for row in instruments.select_related("instrument"):
        found[row.article_id].instruments.append(row.instrument.spellings)
    return found


def make_document(article: Article, relations: ArticleRelations) -> str:
    """Return the tokens of an article with spaces between, without its labels.

    Tokens are in their order with ``BREAK`` between texts: marked ones for those of the
    title, of lead, instruments and tags, of tags alone, and for those that stand often in the body; then
    plain ones of all texts; then every single Han character, marked as such: of pairs no
    index finds a character without reading all pairs that begin with it.
    """
    texts = texts_of(article, relations.overrides)
    titles, leads, names, bodies = map(
        _folded,
        (
            texts.titles,
            [*texts.leads, *chain(*relations.instruments)],
            [name for _pk, name in relations.tags],
            texts.bodies,
        ),
    )
    body_tokens = [tokenise_folded(text) for text in bodies]
    sections = [
        *_marked(IN_TITLE, titles),
        *_marked(IN_HEAD, (*leads, *names)),
        *_marked(IN_TAG, names),
        [OFTEN + token for token in _often(body_tokens[0])] if bodies else [],
        *map(tokenise_folded, (*titles, *leads, *names)),
        *body_tokens,
        _characters("".join((*titles, *leads, *names, *bodies))),
    ]
    return f" {BREAK} ".join(" ".join(tokens) for tokens in sections if tokens)


def _folded(texts: Iterable[str]) -> list[str]:
    """Each text once: most conversions of one text fold alike."""
    return list(dict.fromkeys(map(fold, texts)))


def _marked(mark: str, texts: Iterable[str]) -> Iterator[list[str]]:
    for text in texts:
        tokens = (*tokenise_folded(text), *_characters(text))
        yield [mark + token for token in tokens]


def _characters(folded: str) -> list[str]:
    return [CHARACTER + char for char in sorted(characters_in(folded))]


def _often(tokens: list[str]) -> list[str]:
    counted = Counter(tokens).items()
    return [t for t, n in counted if n >= _OFTEN and not is_character(t)]


def texts_of(article: Article, overrides: Iterable[Mapping[str, str]] = ()) -> Texts:
    """Return the texts that readers of any variant see, marks resolved, with the overrides
    of editors.

    The term base is no part of it: a query is looked up there instead.
    """
    titles, leads, bodies = [], [], []
    for conversion in _conversions(article):
        titles.append(convert_text(article.title, conversion))
        leads += [convert_text(getattr(article, n), conversion) for n in LEADS]
        bodies.append(whole_text(convert_html(article.body_html, conversion)))
    for override in overrides:
        variant = Variant(override["variant"])
        title, *more = (
            conversions.override_text(override.get(name, ""), variant)
            for name in ("title", *LEADS)
        )
        titles.append(title)
        leads += more
    return Texts(
        *(list(dict.fromkeys(filter(None, own))) for own in (titles, leads, bodies))
    )


def _conversions(article: Article) -> Iterator[Conversion]:
    """Only marks read differently in each variant; scripts fold to the same tokens."""
    own = article.language
    yield Conversion(own, own)
    if article.has_marks and own.startswith("zh"):
        for variant in Variant:
            if variant.is_chinese and variant.language != own:
                yield Conversion(own, variant.language)


def labels_of(article: Article, relations: ArticleRelations) -> str:
    """Return a label for all that results are narrowed by, and one that every article has,
    with spaces between."""
    labels = [LABEL, group_label(article.language_group)]
    labels += [label("category", pk) for pk in relations.category_ids]
    labels += [label("tag", pk) for pk, _name in relations.tags]
    labels += [label("author", pk) for pk in relations.author_ids]
    if article.source_id:
        labels.append(label("source", article.source_id))
    if article.published_at:
        day = timezone.localtime(article.published_at)
        year = f"{day.year:04d}"
        labels += [label("period", year), label("period", f"{year}-{day.month:02d}")]
    return " ".join(labels)


def label(kind: str, key: int | str = "") -> str:
    """Return the token of a label.

    ``kind`` is ``category``, ``tag``, ``author`` or ``source`` with an id, or ``period``
    with a year or month, 2025 or 2025-02. Without a key it is the beginning of all labels
    of the kind.
    """
    if kind == "period":
        return LABEL + str(key).replace("-", "m")
    return f"{LABEL}{kind}{key}"


def group_label(language_group: str) -> str:
    return f"{LABEL}{language_group}"
