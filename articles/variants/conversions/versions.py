"""Select the version for readers of a variant, of a text that was written in several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from django.db.models import CharField

from articles.choices import Variant
from articles.models import Article, ArticleQuerySet
from articles.prepared_queries import few_lengths, parameters, prepared

# Shown by a card or a link; labels and place are those of the article in the list.
_SHOWN = (
    *("id", "slug", "language", *Article.CONVERTED),
    *("excerpt_html", "is_truncated", "has_marks", "has_other_script", "text_digest"),
)
# These say if lists hold it, and of which text it is.
_DECIDES = (
    *("translation_key", "status", "visibility", "published_at"),
    *("embargoed_until", "expires_at"),
)


def nearest_version(versions: Sequence[Article], variant: Variant) -> Article | None:
    """Choose the version that changes least on its way to the variant; None without any.

    The same one from whichever version readers come.
    """
    return min(versions, key=lambda v: (_distance(v, variant), v.pk), default=None)


def select_versions(
    articles: Iterable[Article], variant: Variant, among: Container[int] | None = None
) -> None:
    """Make each article of a list show its version for these readers, in memory.

    ``among`` limits them to these ids: those that a search found. An article that
    changes cannot be saved any more. One query, and none where every text is in the
    variant or has no other version.
    """
    if not variant.is_chinese:
        return
    wanted = [a for a in articles if _may_have_better(a, variant)]
    if not wanted:
        return
    keys = few_lengths({article.translation_key for article in wanted})
    # By the key alone: asked for the status too, SQLite reads all that is published.
    versions: dict[str, list[Article]] = defaultdict(list)
    for version in _of_texts.read(len(keys), key=keys):
        if version.is_listed and version.language.startswith("zh"):
            versions[version.translation_key].append(version)
    for article in wanted:
        candidates = [
            version
            for version in versions[article.translation_key]
            if among is None or version.pk in among
        ]
        best = nearest_version(candidates, variant)
        if best and best.pk != article.pk:
            for name in _SHOWN:
                setattr(article, name, getattr(best, name))
            article.is_for_display = True


@prepared
def _of_texts(count: int) -> ArticleQuerySet:
    keys = parameters("key", count, CharField())
    rows = Article.objects.filter(translation_key__in=keys)
    return rows.only(*_SHOWN, *_DECIDES)


def _may_have_better(article: Article, variant: Variant) -> bool:
    is_chinese = article.language.startswith("zh")
    return is_chinese and bool(article.translation_key) and article.variant != variant


def _distance(version: Article, variant: Variant) -> int:
    if version.variant == variant:
        return 0
    is_traditional = version.language.startswith("zh-Hant")
    return 1 if is_traditional == (variant != Variant.CHINA) else 2
