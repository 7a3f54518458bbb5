"""Find what an editor should look at: broken marks, characters of the other script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from articles.choices import Language, Variant
from articles.models import Article, SiteSettings, VariantOverride
from articles.variants.conversions.rules import rules_at
from articles.variants.engine import (
    Fault,
    convertible_text,
    mark_problems,
    misplaced,
    readable_texts,
    slips_in,
    source_of,
)

# Enough of the text around a character to find it by.
_AROUND = 8
_IN_MARKDOWN = frozenset(["summary", "body"])


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
            is_markdown = field in _IN_MARKDOWN
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


def find_slips(texts: Mapping[str, str], language: str) -> dict[str, dict[int, str]]:
    """Map the fields that hold slips to their places, and each place to its own form.

    What a mark holds, links and code are none, nor is a text wholly in the other script.
    Two queries at most.
    """
    style = rules_at(SiteSettings.current().conversion_version).style
    found = {
        field: slips_in(text, language, style, is_markdown=field in _IN_MARKDOWN)
        for field, text in texts.items()
    }
    return {field: slips for field, slips in found.items() if slips}


def _texts(
    article: Article,
) -> Iterator[tuple[VariantOverride | None, dict[str, str]]]:
    """Yield the texts of the article by field, then those of each override."""
    yield None, {name: getattr(article, name) for name in (*Article.CONVERTED, "body")}
    for override in article.overrides.all():
        fields = override.fields
        yield override, {name: fields.get(name, "") for name in Article.CONVERTED}
