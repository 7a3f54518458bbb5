"""The attribution of an article: its source, the original's address, its own notices.

Most files have it in the footer of their text, some in keys of their front matter. An
export writes its own key for what no footer can hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.text import slugify

from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
    unix_lines,
)
from articles.archive.front_matter import Keys
from articles.models import Article, FoundSource, Source
from articles.publishing import Labels
from articles.variants.engine import fold

# Keys that hold the original's address, and those that hold a name as well.
_ADDRESSES = (
    *("original_url", "originalurl", "original", "source_url", "sourceurl"),
    *("canonical", "canonicalurl", "canonical_url"),
)
_NAMES = ("source", "from", "via", "source_name")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class ArticleSource:
    """``disclaimers`` that editors wrote, by the source's field, that of the article's
    language first: any other follows from the files anywhere; ``found_as`` are the keys of
    how files name it. Without a slug it is the source that an editor refused to the file."""

    name: str
    slug: str
    disclaimers: dict[str, str] = field(default_factory=dict)
    found_as: frozenset[str] = frozenset()

    @classmethod
    def of(cls, article: Article) -> ArticleSource | None:
        source = article.source
        if source is None:
            return cls._refused(article)
        names = ["disclaimer", "disclaimer_en"]
        if article.language_group != "zh":
            names.reverse()
        edited = source.edited_disclaimers
        disclaimers = {n: getattr(source, n) if n in edited else "" for n in names}
        found_as = frozenset(found.key for found in source.found_sources.all())
        return cls(source.name, source.slug, disclaimers, found_as)

    @classmethod
    def _refused(cls, article: Article) -> ArticleSource | None:
        file = getattr(article, "imported_file", None)
        found = file.found_source if file else None
        if found is None or found.decision != FoundSource.Decision.REFUSED:
            return None
        return cls("", "", found_as=frozenset([found.key]))

    @property
    def filled_disclaimers(self) -> dict[str, str]:
        """The disclaimers that are not empty."""
        return {name: text for name, text in self.disclaimers.items() if text}


class Attribution(FieldSpec):
    """The import finds or makes the source; the export edits the footer, or writes the
    key."""

    rank = 4
    is_plain = False
    shared = ("source",)

    def read(self, keys: Keys, context: ReadContext) -> Values:
        """Take the address of the original and the name of its source; the reader joins
        them with the text's footer."""
        keys.used.update(self.keys)
        found = {key: _line(keys, key) for key in (*_ADDRESSES, *_NAMES)}
        addresses = [text for text in found.values() if _is_address(text)]
        names = [found[key] for key in _NAMES if not _is_address(found[key])]
        return {
            "original": next(iter(addresses), ""),
            "source_name": next(filter(None, names), ""),
        }

    def plain(self, values: Values) -> Values:
        source = values["source"]
        return {**super().plain(values), "source": source.slug if source else ""}

    def current(self, article: Article) -> Values:
        return {**super().current(article), "source": ArticleSource.of(article)}

    def apply(self, article: Article, values: Values) -> Labels | None:
        article.source_url = values["source_url"]
        article.disclaimer = values["disclaimer"]
        if values["source"] != (article.source.slug if article.source else ""):
            article.source = Source.objects.filter(slug=values["source"]).first()
        return None

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        if name == "source":
            return _is_source(parsed, now["source"])
        if name == "disclaimer":
            notices = parsed.footer.disclaimer if parsed.footer else ""
            return bool(fold(now["disclaimer"]) == fold(notices))
        url = parsed.footer.url[:4000] if parsed.footer else ""
        return bool(now["source_url"] == url)

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        value: dict[str, str | int] = {**source_value(edit.now)}
        if edit.footer_lines:
            value["lines"] = edit.footer_lines
        header.set(self.keys[0], value)


def source_slug(label: str) -> str:
    """Return the slug of a source that a file labels so."""
    return slugify(label, allow_unicode=True)[:240] or "source"


def source_value(now: Values) -> dict[str, str]:
    """Return the key's value: the source with its disclaimers, the original's address and
    the article's own notices."""
    source = now["source"]
    value = {
        "name": source.name if source else "",
        "slug": source.slug if source else "",
        "original": now["source_url"],
        "notices": now["disclaimer"],
        **(source.filled_disclaimers if source else {}),
    }
    texts = {key: unix_lines(text).strip() for key, text in value.items()}
    return {key: text for key, text in texts.items() if text}


def _line(keys: Keys, key: str) -> str:
    """Take a key that holds an address or a short name; leave any other value."""
    value = keys.matter.values.get(key)
    if not isinstance(value, str) or not 0 < len(value.strip()) < 4000:
        return ""
    text = value.strip()
    is_name = key in _NAMES and len(text) <= _LONGEST_NAME and "\n" not in text
    if not (_is_address(text) or is_name):
        return ""
    keys.used.add(key)
    return text


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and not re.search(r"\s", text)


def _is_source(parsed: Parsed, source: ArticleSource | None) -> bool:
    footer = parsed.footer
    if footer is None or not footer.label:
        guess = FoundSource.key_of(parsed.proposed_source, parsed.proposed_source)
        return source is None or not source.slug or guess in source.found_as
    if source is None:
        return False
    key = FoundSource.key_of(footer.label, footer.name)
    is_slug = source.slug == source_slug(footer.label)
    return key in source.found_as or is_slug or source.name == footer.name
