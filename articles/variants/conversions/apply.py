"""Show articles as readers of a variant see them; store what is converted for them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, QuerySet

from articles.choices import Variant
from articles.models import (
    Article,
    OpenAmbiguities,
    VariantOverride,
    VariantText,
    content_change,
)
from articles.outages import DATABASE_OUTAGES
from articles.prepared_queries import Parameter, few_lengths, parameters, prepared
from articles.variants.conversions.convert_article import conversion_of, convert_article
from articles.variants.conversions.rules import rules_at

logger = logging.getLogger(__name__)

# A list shows none of these.
_OF_A_PAGE = ("body_html", "headings")


def is_shown_as_written(article: Article, variant: Variant) -> bool:
    """Return whether readers of the variant see the article as it was written, to the letter."""
    is_chinese = article.language.startswith("zh") and variant.is_chinese
    is_converted = is_chinese and article.variant != variant
    return not (is_converted or article.has_marks or article.has_other_script)


def apply_variant(
    articles: Iterable[Article], variant: Variant, version: int, *, whole: bool = False
) -> None:
    """Give the articles the texts that readers of the variant see, in memory.

    ``whole`` includes their bodies. A text that is not Chinese only loses its marks. An
    article that changes cannot be saved any more (``Article.is_for_display``). One
    query where every text was read before in this version of the rules.
    """
    shown = {a.pk: a for a in articles if not is_shown_as_written(a, variant)}
    if not shown:
        return
    pks = few_lengths(shown)
    rows = _texts.read(len(pks), whole, article=pks, variant=variant, version=version)
    texts = {
        row.article_id: row
        for row in rows
        if row.text_digest == shown[row.article_id].text_digest
    }
    if missing := shown.keys() - texts.keys():
        texts |= {row.article_id: row for row in _convert(missing, variant, version)}
    for pk, text in texts.items():
        _apply(text, shown[pk], whole=whole)


@prepared
def _texts(count: int, whole: bool) -> QuerySet[VariantText]:
    rows = VariantText.objects.filter(
        article__pk__in=parameters("article", count, BigIntegerField()),
        variant=Parameter("variant", CharField()),
        conversion_version=Parameter("version", BigIntegerField()),
    )
    return rows if whole else rows.defer(*_OF_A_PAGE)


def apply_variant_unsaved(
    article: Article,
    variant: Variant,
    version: int,
    category_ids: Collection[int],
    override: VariantOverride | None = None,
) -> None:
    """Give an article that an editor is writing the texts of a variant, in memory.

    Nothing is stored. Choices are those stored: an editor makes them elsewhere. One
    query.
    """
    if not is_shown_as_written(article, variant):
        conversion = conversion_of(article, variant, rules_at(version), category_ids)
        text = convert_article(article, variant, conversion, override)
        _apply(text, article, whole=True)


def _convert(pks: Collection[int], variant: Variant, version: int) -> list[VariantText]:
    rules = rules_at(version)
    articles = Article.objects.filter(pk__in=pks).prefetch_related(
        "article_categories", "overrides", "conversion_choices"
    )
    texts = []
    for article in articles:
        conversion = conversion_of(article, variant, rules)
        overrides = {override.variant: override for override in article.overrides.all()}
        text = convert_article(article, variant, conversion, overrides.get(variant))
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
                *("text_digest", "conversion_version", "fields", "excerpt_html"),
                *_OF_A_PAGE,
            ],
        )
    except (*DATABASE_OUTAGES, IntegrityError):
        # An import holds the database, its disk is full, or an article went away: the
        # reader has the text all the same, and the next one stores it.
        logger.warning("The texts of %d articles could not be stored", len(texts))


def _apply(text: VariantText, article: Article, *, whole: bool) -> None:
    shown = {**text.fields, "excerpt_html": text.excerpt_html}
    if whole:
        shown |= {name: getattr(text, name) for name in _OF_A_PAGE}
    for name in shown.keys() - article.get_deferred_fields():
        setattr(article, name, shown[name])
    article.is_for_display = True
    if article.language.startswith("zh") and Variant(text.variant).is_chinese:
        article.shown_language = Variant(text.variant).language


def forget_texts(article: Article) -> None:
    """Drop what is stored of the article's conversions on commit, for it to be made anew.

    Its ``text_digest`` tells of most changes, but not of those of its categories,
    overrides and choices.
    """

    @content_change()
    def forget() -> None:
        VariantText.objects.filter(article=article.pk).delete()
        OpenAmbiguities.objects.filter(article=article.pk).delete()

    transaction.on_commit(forget)
