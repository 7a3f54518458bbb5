"""What the index holds of an article: its tokens, where they stand, and its labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from articles.choices import Variant
from articles.models import Article
from articles.rendering import whole_text
from articles.search.folding import fold
from articles.search.tokens import characters_in, is_character, tokens_in
from articles.variants import conversions
from articles.variants.engine import Conversion, convert_html, convert_text

# Signs that no text's token can begin with.
IN_TITLE, IN_HEAD, IN_TAG, OFTEN, LABEL, BREAK = "†", "‡", "※", "•", "§", "¶"

# Readers see these beside the title; a summary is drawn from what the page says anyway,
# and a description stands on no page.
_LEADS = [
    name
    for name in Article.CONVERTED
    if name not in ("title", "summary", "description")
]

# A token that stands so often in a body says what the article is about.
_OFTEN = 4


@dataclass(frozen=True)
class SearchDocument:
    """An article as the index holds it.

    ``words`` are tokens in their order with ``BREAK`` between texts: plain ones for
    everything, marked ones for what stands in the title, in lead and tags, in tags alone,
    or often in the body. ``characters`` are the single Han characters of all that, in
    any order.
    """

    words: str
    characters: str


@dataclass(frozen=True)
class Texts:
    """The searched texts of an article, in every wording that readers may see."""

    titles: Sequence[str]
    leads: Sequence[str]
    bodies: Sequence[str]


@dataclass
class Filed:
    """What an article is filed under, and its wordings in variants."""

    category_ids: list[int] = field(default_factory=list)
    tags: list[tuple[int, str]] = field(default_factory=list)
    author_ids: list[int] = field(default_factory=list)
    overrides: list[Mapping[str, str]] = field(default_factory=list)


def document_of(texts: Texts, tags: Iterable[str]) -> SearchDocument:
    """The document of an article's texts and the names of its tags."""
    titles, leads, names, bodies = map(
        _folded, (texts.titles, texts.leads, tags, texts.bodies)
    )
    title_tokens = [tokens_in(text) for text in titles]
    tag_tokens = [tokens_in(text) for text in names]
    head_tokens = [*(tokens_in(text) for text in leads), *tag_tokens]
    body_tokens = [tokens_in(text) for text in bodies]
    sections = [
        *_marked(IN_TITLE, title_tokens),
        *_marked(IN_TITLE, [sorted(characters_in(text)) for text in titles]),
        *_marked(IN_HEAD, head_tokens),
        *_marked(IN_TAG, tag_tokens),
        *_marked(IN_TAG, [sorted(characters_in(text)) for text in names]),
        *_marked(OFTEN, [_often(body_tokens[0])] if bodies else []),
        *title_tokens,
        *head_tokens,
        *body_tokens,
    ]
    words = f" {BREAK} ".join(" ".join(tokens) for tokens in sections if tokens)
    characters = characters_in("".join((*titles, *leads, *names, *bodies)))
    return SearchDocument(words, " ".join(characters))


def _folded(texts: Iterable[str]) -> list[str]:
    """Each text once: most wordings of one text fold alike."""
    return list(dict.fromkeys(map(fold, texts)))


def _marked(mark: str, sections: Iterable[list[str]]) -> Iterator[list[str]]:
    for tokens in sections:
        yield [mark + token for token in tokens]


def _often(tokens: list[str]) -> list[str]:
    counted = Counter(tokens).items()
    return [t for t, n in counted if n >= _OFTEN and not is_character(t)]


def texts_of(article: Article, overrides: Iterable[Mapping[str, str]] = ()) -> Texts:
    """What readers of any variant see, marks resolved, with the wordings of editors.

    The term base is no part of it: a query is looked up there instead.
    """
    titles, leads, bodies = [], [], []
    for conversion in _conversions(article):
        titles.append(convert_text(article.title, conversion))
        leads += [convert_text(getattr(article, n), conversion) for n in _LEADS]
        bodies.append(whole_text(convert_html(article.body_html, conversion)))
    for override in overrides:
        variant = Variant(override["variant"])
        title, *more = (
            conversions.override_text(override.get(name, ""), variant)
            for name in ("title", *_LEADS)
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


def labels_of(article: Article, filed: Filed) -> list[str]:
    """A label for all that results are narrowed by, and one that every article has."""
    labels = [LABEL, family_label(article.language_group)]
    labels += [label("category", pk) for pk in filed.category_ids]
    labels += [label("tag", pk) for pk, _name in filed.tags]
    labels += [label("author", pk) for pk in filed.author_ids]
    if article.source_id:
        labels.append(label("source", article.source_id))
    if article.published_at:
        day = timezone.localtime(article.published_at)
        labels += [period_label(day.year), period_label(day.year, day.month)]
    return labels


def label(kind: str, pk: int | str = "") -> str:
    """``kind`` is ``category``, ``tag``, ``author`` or ``source``. Without a key it is
    what all labels of the kind begin with."""
    return f"{LABEL}{kind}{pk}"


def family_label(language_group: str) -> str:
    return f"{LABEL}{language_group}"


def period_label(year: int, month: int | None = None) -> str:
    return f"{LABEL}{year:04d}" if month is None else f"{LABEL}{year:04d}m{month:02d}"
