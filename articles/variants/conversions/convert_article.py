"""An article's texts in a variant, made by the rules. Reads rows, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.choices import Variant
from articles.models import Article, ConversionChoice, VariantOverride, VariantText
from articles.rendering import render_inline
from articles.variants.conversions.rules import Rules
from articles.variants.engine import (
    Choice,
    Conversion,
    TermBase,
    convert_html,
    convert_text,
    definitions_in_html,
    hold_other_script,
    script_in,
)


def conversion_for(
    article: Article,
    variant: Variant,
    rules: Rules,
    *,
    category_ids: Sequence[int] = (),
    choices: Sequence[Choice] = (),
) -> Conversion:
    """How the article's body is converted; its other texts ``with_definitions``."""
    layers = rules.layers(article.pk, category_ids)
    return Conversion(
        article.language, variant.language, layers, rules.style, tuple(choices)
    )


def with_definitions(conversion: Conversion, markup: str) -> Conversion:
    """The same for the texts beside a body, where all that it defines is a term.

    In the body itself a definition counts from its place on.
    """
    defined = definitions_in_html(markup)
    if not defined:
        return conversion
    return replace(conversion, layers=(TermBase(defined), *conversion.layers))


def conversion_of(article: Article, variant: Variant, rules: Rules) -> Conversion:
    """As ``conversion_for``, with the article's stored categories and choices."""
    return conversion_for(
        article,
        variant,
        rules,
        category_ids=[row.category_id for row in article.article_categories.all()],
        choices=choices_for(list(article.conversion_choices.all()), variant),
    )


def script_of(text: str, article: Article) -> str:
    """What a text of the article is written in, whatever the article's language says."""
    return script_in(text, article.language)


def has_other_script(article: Article) -> bool:
    """Whether a title or text is not, or not all, in the article's own script."""
    fields = (article.title, article.lead, article.summary, article.description)
    return hold_other_script((*fields, article.body), article.language)


def apply_override(conversion: Conversion, text: str, article: Article) -> Conversion:
    """The conversion for one text of the article, from the script it is really in; in
    its own variant only what hides in it from the other script is converted.

    Of a rendered body give the Markdown as ``text``.
    """
    if not article.has_other_script:
        return conversion
    return replace(conversion, source=script_of(text, article)).of_mixed_text()


def converted(
    article: Article,
    variant: Variant,
    conversion: Conversion,
    override: VariantOverride | None = None,
) -> VariantText:
    """The article's texts in the variant, as a row that is not stored yet.

    ``override`` has an editor's own words; where it is empty the text is converted.
    """

    beside = with_definitions(conversion, article.body_html)

    def how(text: str) -> Conversion:
        return apply_override(beside, text, article)

    def plain(text: str) -> str:
        return convert_text(text, how(text))

    def heading(text: str, anchor: str) -> str:
        if beside is conversion:
            return plain(text)
        before, _id, _rest = article.body_html.partition(f' id="{anchor}"')
        defined = with_definitions(conversion, before)
        return convert_text(text, apply_override(defined, text, article))

    text = VariantText(
        article_id=article.pk,
        variant=variant,
        text_digest=article.text_digest,
        title=plain(article.title),
        lead=plain(article.lead),
        summary=plain(article.summary),
        description=plain(article.description),
        excerpt_html=convert_html(article.excerpt_html, how(article.excerpt_html)),
        body_html=convert_html(
            article.body_html, apply_override(conversion, article.body, article)
        ),
        headings=[h | {"text": heading(h["text"], h["id"])} for h in article.headings],
    )
    if override and takes_own_words(article, variant):
        _put_own_words(text, override, variant)
    return text


def takes_own_words(article: Article, variant: Variant) -> bool:
    """Whether an editor's words for the variant are shown: in the one that the article
    is written in, its own are."""
    return variant.language != article.language


def own_words(text: str, variant: Variant) -> str:
    """An editor's words for a variant as its readers see them: only marks are resolved."""
    return convert_text(text, _as_written_in(variant))


def _put_own_words(
    text: VariantText, override: VariantOverride, variant: Variant
) -> None:
    text.title = own_words(override.title, variant) or text.title
    text.lead = own_words(override.lead, variant) or text.lead
    if override.summary.strip():
        text.summary = own_words(override.summary, variant)
        drawn = f"<p>{render_inline(override.summary)}</p>"
        text.excerpt_html = convert_html(drawn, _as_written_in(variant))


def _as_written_in(variant: Variant) -> Conversion:
    return Conversion(variant.language, variant.language)


def choices_for(rows: Sequence[ConversionChoice], variant: Variant) -> list[Choice]:
    return [row.entry for row in rows if row.variant == variant]
