"""Convert an article's texts to a variant. Reads rows, writes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from articles.choices import Variant
from articles.models import Article, VariantOverride, VariantText
from articles.rendering import render_inline
from articles.variants.conversions.rules import Rules
from articles.variants.engine import (
    Conversion,
    TermBase,
    any_in_other_script,
    convert_html,
    convert_text,
    definitions_in_html,
    find_names,
    source_of,
)


def conversion_of(
    article: Article,
    variant: Variant,
    rules: Rules,
    category_ids: Collection[int] | None = None,
) -> Conversion:
    """Build the conversion of the article's body; ``field_conversions`` has the rest.

    The names that any text of the article tells hold in all of them.
    ``category_ids`` stand in for the stored categories. Reads categories and choices:
    two queries unless they were prefetched.
    """
    if category_ids is None:
        category_ids = [row.category_id for row in article.article_categories.all()]
    choices = article.conversion_choices.all() if article.pk else ()
    layers = rules.layers(article.pk, category_ids)
    # The mark-up does no harm: no name is looked for across it.
    texts = [getattr(article, name) for name in (*Article.CONVERTED, "body_html")]
    return Conversion(
        article.language,
        variant.language,
        layers,
        rules.style,
        tuple(choice.entry for choice in choices if choice.variant == variant),
        weights=rules.weights,
        names=find_names("\n".join(texts), article.language, layers),
    )


def field_conversions(
    article: Article, conversion: Conversion
) -> dict[str, Conversion]:
    """Derive the conversion of each text of the article, by the name of its field.

    A text in another script than the article's language is converted from that script.
    All that the body defines is a term in every other text; in the body a definition
    counts from its place on. So ``body_html`` is for the whole body, ``body`` for a
    sentence of it alone.
    """
    defined = _with_definitions(conversion, article.body_html)
    found = {
        name: _from_script_of(getattr(article, name), article, defined)
        for name in (*Article.CONVERTED, "excerpt_html", "body")
    }
    found["body_html"] = replace(found["body"], layers=conversion.layers)
    return found


def _with_definitions(conversion: Conversion, markup: str) -> Conversion:
    defined = definitions_in_html(markup)
    if not defined:
        return conversion
    return replace(conversion, layers=(TermBase(defined), *conversion.layers))


def _from_script_of(text: str, article: Article, conversion: Conversion) -> Conversion:
    if not article.has_other_script:
        return conversion
    source = source_of(text, article.language, conversion.target)
    # What names look like depends on the script: a text in another one has its own.
    names = conversion.names if source == conversion.source else None
    return replace(conversion, source=source, names=names)


def has_other_script(article: Article) -> bool:
    """Return whether a text is in another script than the article's language says."""
    texts = [getattr(article, name) for name in (*Article.CONVERTED, "body")]
    return any_in_other_script(texts, article.language)


def convert_article(
    article: Article,
    variant: Variant,
    conversion: Conversion,
    override: VariantOverride | None = None,
) -> VariantText:
    """Make the row of the article's texts in the variant, without storing it.

    ``conversion`` is that of ``conversion_of``. The texts of an ``override`` replace
    the converted ones, except in the variant that the article is written in.
    """
    how = field_conversions(article, conversion)
    fields = {
        name: convert_text(getattr(article, name), how[name])
        for name in Article.CONVERTED
    }
    excerpt_html = convert_html(article.excerpt_html, how["excerpt_html"])
    if override and variant != article.variant:
        own = {n: override_text(text, variant) for n, text in override.fields.items()}
        fields |= {name: text for name, text in own.items() if text.strip()}
        if own.get("summary", "").strip():
            rendered = f"<p>{render_inline(override.fields['summary'])}</p>"
            excerpt_html = convert_html(rendered, _marks_resolved(variant))
    has_definitions = how["body"].layers != conversion.layers

    def heading(text: str, anchor: str) -> str:
        before, _id, _rest = article.body_html.partition(f' id="{anchor}"')
        defined = _with_definitions(conversion, before if has_definitions else "")
        body = how["body"]
        own = replace(defined, source=body.source, names=body.names)
        return convert_text(text, own)

    return VariantText(
        article_id=article.pk,
        variant=variant,
        text_digest=article.text_digest,
        fields=fields,
        excerpt_html=excerpt_html,
        body_html=convert_html(article.body_html, how["body_html"]),
        headings=[h | {"text": heading(h["text"], h["id"])} for h in article.headings],
    )


def override_text(text: str, variant: Variant) -> str:
    """Resolve the marks in an editor's own text for the variant; nothing else changes."""
    return convert_text(text, _marks_resolved(variant))


def _marks_resolved(variant: Variant) -> Conversion:
    return Conversion(variant.language, variant.language)
