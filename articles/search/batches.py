"""Many articles at a time: documents made beforehand, while nobody has to wait, and which
of them still hold when their turn comes."""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Article
from articles.search.documents import Filed, SearchDocument
from articles.search.writing import document, filed_under

# What an entry is made of, and what is counted as another document.
_READ = (
    *("title", "lead", "language", "has_marks", "status", "source_id", "text_digest"),
    *("published_at", "embargoed_until", "expires_at", "translation_key"),
)

# What a document was made of, told by what changes with it.
_Key = tuple[object, ...]
Made = dict[int, tuple[_Key, SearchDocument]]


def make(pks: Sequence[int]) -> Made:
    articles, filed = read(pks, "body_html")
    return {
        article.pk: (_key(article, own), document(article, own))
        for article in articles
        if (own := filed[article.pk])
    }


def read(pks: Sequence[int], *more: str) -> tuple[list[Article], dict[int, Filed]]:
    rows = Article.objects.filter(pk__in=pks).only(*_READ, *more)
    articles = list(rows.order_by("published_at", "pk"))
    return articles, filed_under(articles)


def current(
    made: Made, articles: Sequence[Article], filed: dict[int, Filed]
) -> dict[int, SearchDocument]:
    """Those of the documents whose articles did not change since."""
    return {
        article.pk: made[article.pk][1]
        for article in articles
        if article.pk in made
        and made[article.pk][0] == _key(article, filed[article.pk])
    }


def _key(article: Article, filed: Filed) -> _Key:
    texts = (
        article.text_digest or object()
    )  # Of what was never rendered nothing is known.
    return texts, article.has_marks, article.language, filed.tags, filed.overrides
