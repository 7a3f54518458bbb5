"""The attribution of an article: its source, the original's address, its own notices.

Most files have it in the footer of their text. An export writes the key for what no
footer can hold.
"""

from __future__ import annotations

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
from articles.models import Article, Source
from articles.publishing import Labels
from articles.variants.engine import fold


@dataclass(frozen=True)
class ArticleSource:
    """``disclaimers`` by the source's field, that of the article's language first;
    ``known`` are notices in files that mean them."""

    name: str
    slug: str
    disclaimers: dict[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    @classmethod
    def of(cls, article: Article) -> ArticleSource | None:
        source = article.source
        if source is None:
            return None
        names = ["disclaimer", "disclaimer_en"]
        if article.language_group != "zh":
            names.reverse()
        disclaimers = {name: getattr(source, name) for name in names}
        return cls(source.name, source.slug, disclaimers, tuple(source.notices))

    @property
    def notices(self) -> str:
        """The notices that a footer can give for the source."""
        return next(iter(self.disclaimers.values()), "")

    @property
    def filled_disclaimers(self) -> dict[str, str]:
        """The disclaimers that are not empty."""
        return {name: text for name, text in self.disclaimers.items() if text}


class Attribution(FieldSpec):
    """The import finds or makes the source; the export edits the footer, or writes the
    key."""

    rank = 4
    is_plain = False
    shared = ("source", "disclaimer")

    def read(self, keys: Keys, context: ReadContext) -> Values:
        keys.used.update(self.keys)
        return {}

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
            return _is_disclaimer(parsed, now)
        url = parsed.footer.url[:4000] if parsed.footer else ""
        return bool(now["source_url"] == url)

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        header.set(self.keys[0], source_value(edit.now))


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


def _is_source(parsed: Parsed, source: ArticleSource | None) -> bool:
    footer, name = parsed.footer, parsed.proposed_source
    label = footer.label if footer else name
    if not label:
        return source is None
    name = footer.name if footer else name
    return source is not None and (
        source.slug == source_slug(label) or source.name == name
    )


def _is_disclaimer(parsed: Parsed, now: Values) -> bool:
    notices = parsed.footer.disclaimer if parsed.footer else ""
    if now["disclaimer"]:
        return bool(fold(now["disclaimer"]) == fold(notices))
    source = now["source"]
    known = (*source.disclaimers.values(), *source.known) if source else ()
    return not notices or fold(notices) in {fold(text) for text in known}
