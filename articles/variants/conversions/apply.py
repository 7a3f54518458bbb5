"""Put stored texts on the articles that a page shows; make what is not stored yet."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable

from django.db import IntegrityError, OperationalError, transaction

from articles.choices import Variant
from articles.models import Article, VariantOverride, VariantText
from articles.variants.conversions.convert_article import (
    choices_for,
    conversion_for,
    conversion_of,
    converted,
)
from articles.variants.conversions.rules import rules_at

logger = logging.getLogger(__name__)

# What a list shows; only the article's own page takes the rest.
_OF_A_CARD = ("title", "lead", "summary", "description", "excerpt_html")
_OF_A_PAGE = ("body_html", "headings")


def is_shown_as_written(article: Article, variant: Variant) -> bool:
    """Whether readers of the variant see the article's own words, to the letter."""
    is_chinese = article.language.startswith("zh") and variant.is_chinese
    is_converted = is_chinese and article.variant != variant
    return not (is_converted or article.has_marks or article.has_other_script)


def apply_variant(
    articles: Iterable[Article], variant: Variant, version: int, *, whole: bool = False
) -> None:
    """Let the articles say what readers of the variant see. In memory: never save them.

    One query where everything was read before in this version. ``whole`` takes bodies
    too. A text in another language than Chinese only loses its marks.
    """
    wanted = {a.pk: a for a in articles if not is_shown_as_written(a, variant)}
    if not wanted:
        return
    rows = VariantText.objects.filter(
        article__in=wanted, variant=variant, conversion_version=version
    )
    rows = rows if whole else rows.defer(*_OF_A_PAGE)
    texts = {
        r.article_id: r
        for r in rows
        if r.text_digest == wanted[r.article_id].text_digest
    }
    missing = wanted.keys() - texts.keys()
    if missing:
        texts |= {text.article_id: text for text in _made(missing, variant, version)}
    for pk, text in texts.items():
        _put_on(wanted[pk], text, whole=whole)


def apply_variant_unsaved(
    article: Article,
    variant: Variant,
    version: int,
    category_ids: Collection[int],
    override: VariantOverride | None = None,
) -> None:
    """As ``apply_variant``, for an article as an editor is writing it; nothing is stored.

    Choices are those stored: an editor makes them elsewhere. One query.
    """
    if is_shown_as_written(article, variant):
        return
    choices = list(article.conversion_choices.all()) if article.pk else []
    conversion = conversion_for(
        article,
        variant,
        rules_at(version),
        category_ids=tuple(category_ids),
        choices=choices_for(choices, variant),
    )
    _put_on(article, converted(article, variant, conversion, override), whole=True)


def _made(pks: Collection[int], variant: Variant, version: int) -> list[VariantText]:
    """Convert the articles and store the texts: what readers never wait for again."""
    rules = rules_at(version)
    articles = Article.objects.filter(pk__in=pks).prefetch_related(
        "article_categories", "overrides", "conversion_choices"
    )
    texts = []
    for article in articles:
        conversion = conversion_of(article, variant, rules)
        overrides = {own.variant: own for own in article.overrides.all()}
        text = converted(article, variant, conversion, overrides.get(variant))
        text.conversion_version = version
        texts.append(text)
    _store(texts)
    return texts


def _store(texts: list[VariantText]) -> None:
    try:
        VariantText.objects.bulk_create(
            texts,
            update_conflicts=True,
            unique_fields=["article", "variant"],
            update_fields=[
                *("text_digest", "conversion_version"),
                *(*_OF_A_CARD, *_OF_A_PAGE),
            ],
        )
    except (OperationalError, IntegrityError):
        # An import holds the database, or an article went away: the reader has the
        # text all the same, and the next one stores it.
        logger.warning("The texts of %d articles could not be stored", len(texts))


def _put_on(article: Article, text: VariantText, *, whole: bool) -> None:
    deferred = article.get_deferred_fields()
    for name in (*_OF_A_CARD, *(_OF_A_PAGE if whole else ())):
        if name not in deferred:
            setattr(article, name, getattr(text, name))
    if article.language.startswith("zh") and Variant(text.variant).is_chinese:
        article.shown_language = Variant(text.variant).language


def forget_texts(article: Article) -> None:
    """Have the article's variants made anew, when they are next read.

    For what its edition does not tell: its categories, overrides and choices.
    """
    transaction.on_commit(
        lambda: VariantText.objects.filter(article=article.pk).delete()
    )
