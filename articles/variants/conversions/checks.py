"""Find what an editor should look at: broken marks, characters of the other script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.choices import Language, Variant
from articles.models import Article, VariantOverride
from articles.variants.engine import (
    Fault,
    convertible_text,
    mark_problems,
    misplaced,
    readable_texts,
    source_of,
)

# Enough of the text around a character to find it by.
_AROUND = 8


@dataclass(frozen=True)
class BadMark:
    """A mark in a field that readers would see as it was typed. Lines count from 1.

    ``override`` is the one that the text belongs to, if not to the article itself.
    """

    field: str
    line: int
    fault: Fault
    text: str
    override: VariantOverride | None


@dataclass(frozen=True)
class OtherScript:
    """Characters in a field that its ``declared`` language does not have.

    ``shown`` is the language that the whole field is in, or empty where only these
    ``characters`` slipped in; ``place`` is the text around the first of them.
    """

    field: str
    characters: str
    place: str
    declared: Language
    shown: str
    override: VariantOverride | None


def bad_marks(article: Article) -> Iterator[BadMark]:
    """Find bad marks in what was written, field by field, then in the overrides.

    One query.
    """
    for override, texts in _texts(article):
        for field, text in texts.items():
            is_markdown = field in ("summary", "body")
            for problem in mark_problems(text, is_markdown=is_markdown):
                line = text.count("\n", 0, problem.start) + 1
                yield BadMark(field, line, problem.fault, problem.text, override)


def other_scripts(article: Article) -> Iterator[OtherScript]:
    """Find fields of a rendered Chinese article that are not, or not all, as declared.

    Characters in an override that its variant does not have count too: no conversion
    mends them. One query.
    """
    for override, texts in _texts(article):
        variant = Variant(override.variant) if override else article.variant
        if override is None:
            if not article.language.startswith("zh"):
                continue
            texts["body"] = "\n".join(readable_texts(article.body_html))
        for field, text in texts.items():
            convertible = convertible_text(text)
            found = misplaced(convertible, variant.language)
            if not found:
                continue
            start = found[0].start
            # No other script is meant for a variant: its characters slipped in.
            declared = article.language
            shown = "" if override else source_of(convertible, declared, declared)
            yield OtherScript(
                field,
                "".join(dict.fromkeys(character.char for character in found)),
                " ".join(text[max(start - _AROUND, 0) : start + _AROUND].split()),
                variant.language,
                shown if shown != article.language else "",
                override,
            )


def _texts(
    article: Article,
) -> Iterator[tuple[VariantOverride | None, dict[str, str]]]:
    """Yield the texts of the article by field, then those of each override."""
    yield None, {name: getattr(article, name) for name in (*Article.CONVERTED, "body")}
    for override in article.overrides.all():
        fields = override.fields
        yield override, {name: fields.get(name, "") for name in Article.CONVERTED}
