"""Fields that are one text, and those that the reader completes from text and path."""

from __future__ import annotations

import re
from typing import Any, cast

from django.db.models import Field
from django.utils.text import slugify

from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
    escaped,
    normal,
    on_one_line,
    unix_lines,
)
from articles.archive.front_matter import (
    Keys,
    as_list,
    clean_text,
    language_tag,
    one_line,
)
from articles.choices import Language
from articles.models import Article

# The longest title that an article can have.
TITLE_LENGTH = 1000
_TAGS: dict[str, str] = {
    Language.SIMPLIFIED: "zh-CN",
    Language.TAIWAN: "zh-TW",
    Language.HONG_KONG: "zh-HK",
}


class Text(FieldSpec):
    """One text under one key, cut to what the model holds."""

    def read(self, keys: Keys, context: ReadContext) -> Values:
        (name,) = self.names
        length = cast("Field[Any, Any]", Article._meta.get_field(name)).max_length
        return {name: keys.text(self.keys[0])[:length]}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        text, before = (
            normal(edit.now[self.names[0]]),
            header.values.get(self.keys[0]),
        )
        if text and isinstance(before, str) and before.endswith("\n"):
            text += "\n"  # A block of lines goes on ending as it did.
        header.put(*self.keys, value=text)


class Title(FieldSpec):
    """The reader takes a missing title from the text."""

    rank = 5

    def read(self, keys: Keys, context: ReadContext) -> Values:
        title = one_line(keys.text("title"))
        if len(title) > TITLE_LENGTH:
            keys.warn(
                "long-title",
                "title",
                f"A title of {len(title)} characters was cut to {TITLE_LENGTH}; it is "
                "kept whole with the other front matter.",
            )
        return {"title": title[:TITLE_LENGTH]}

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        return bool(parsed.values["title"] == on_one_line(now["title"]))

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        before = header.values.get("title")
        header.put("title", value=escaped(on_one_line(edit.now["title"]), before))


class LanguageField(FieldSpec):
    """The reader takes a missing language from name, folder, site or text."""

    rank = 7

    @property
    def cascading_keys(self) -> tuple[str, ...]:
        return self.keys[:1]

    def read(self, keys: Keys, context: ReadContext) -> Values:
        key = "lang" if keys.look("lang") is not None else "language"
        names = [*filter(None, map(clean_text, as_list(keys.take(*self.keys))))]
        if len(names) > 1:
            keys.warn(
                "many-languages",
                key,
                "A text is written in one language; the first counts.",
            )
        tag = language_tag(names[0]) if names else ""
        if names and not tag:
            keys.warn(
                "odd-language", key, f"“{names[0]}” is no language tag such as zh-CN."
            )
        return {"language": tag}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        tag = _TAGS.get(edit.now["language"], edit.now["language"])
        key = header.holding(*self.keys)
        is_list = isinstance(header.values.get(key), list)
        header.set(key, [tag] if is_list else tag)


class TranslationLanguages(FieldSpec):
    """The languages of human versions, as the file names them."""

    rank = 8

    def read(self, keys: Keys, context: ReadContext) -> Values:
        names = map(clean_text, as_list(keys.take("translations")))
        return {"translation_languages": [*filter(None, names)]}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        header.put("translations", value=list(edit.now["translation_languages"]))


class Slug(FieldSpec):
    """Set by the first import only: readers have the address."""

    rank = 6
    is_plain = is_merged = False

    def read(self, keys: Keys, context: ReadContext) -> Values:
        return {"slug": keys.text("slug")}

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        slugs = [slug[:240] for slug in slug_candidates(parsed)]
        # The importer numbers a name that is taken.
        numbered = re.escape(slugs[0]) + r"-\d+"
        return now["slug"] in slugs or bool(re.fullmatch(numbered, now["slug"]))

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        header.put("slug", value=edit.now["slug"])


class Body(FieldSpec):
    """The text below the front matter, which is edited line by line."""

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        # Blank lines on top are the gap below the front matter, which no format keeps.
        in_file, current = (
            unix_lines(text).lstrip("\n") for text in (parsed.body, now["body"])
        )
        if parsed.footer:  # The text above a footer ends with one line end.
            in_file, current = in_file.rstrip(), current.rstrip()
        return in_file == current or not (in_file.strip() or current.strip())


def slug_candidates(parsed: Parsed) -> list[str]:
    """Return the slugs that the file asks for, best first; never none."""
    slugs = [slugify(slug, allow_unicode=True).strip("-_") for slug in parsed.slugs]
    return [slug for slug in slugs if slug] or ["article"]
