"""An article's texts in a variant, made by the rules. Reads rows, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from articles.choices import Variant
from articles.models import Article, VariantOverride, VariantText, WordingChoice
from articles.rendering import render_inline
from articles.variants import (
    Choice,
    Conversion,
    TermBase,
    convert_html,
    convert_text,
    definitions_in_html,
)
from articles.wording.rules import Rules


def conversion_for(
    article: Article,
    variant: Variant,
    rules: Rules,
    *,
    category_ids: Sequence[int] = (),
    choices: Sequence[Choice] = (),
) -> Conversion:
    """How the article's texts are converted, what its body defines included."""
    layers = rules.layers(article.pk, category_ids)
    if defined := definitions_in_html(article.body_html):
        layers = (TermBase(defined), *layers)
    return Conversion(
        article.language, variant.language, layers, rules.style, tuple(choices)
    )


def conversion_of(article: Article, variant: Variant, rules: Rules) -> Conversion:
    """As ``conversion_for``, with the article's stored categories and choices."""
    return conversion_for(
        article,
        variant,
        rules,
        category_ids=[filing.category_id for filing in article.filings.all()],
        choices=choices_for(list(article.wording_choices.all()), variant),
    )


def converted(
    article: Article,
    variant: Variant,
    conversion: Conversion,
    override: VariantOverride | None = None,
) -> VariantText:
    """The article's texts in the variant, as a row that is not stored yet.

    ``override`` has an editor's own words; where it is empty the text is converted.
    """
    text = VariantText(
        article_id=article.pk,
        variant=variant,
        edition=article.edition,
        title=convert_text(article.title, conversion),
        lead=convert_text(article.lead, conversion),
        summary=convert_text(article.summary, conversion),
        description=convert_text(article.description, conversion),
        excerpt_html=convert_html(article.excerpt_html, conversion),
        body_html=convert_html(article.body_html, conversion),
        headings=[
            heading | {"text": convert_text(heading["text"], conversion)}
            for heading in article.headings
        ],
    )
    if override:
        text.title = override.title or text.title
        text.lead = override.lead or text.lead
        if override.summary.strip():
            text.summary = override.summary
            text.excerpt_html = f"<p>{render_inline(override.summary)}</p>"
    return text


def choices_for(rows: Sequence[WordingChoice], variant: Variant) -> list[Choice]:
    return [row.entry for row in rows if row.variant == variant]
