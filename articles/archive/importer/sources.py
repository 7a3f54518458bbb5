"""Whose text a file says it is, and which notices are the article's own."""

from __future__ import annotations

from django.utils.text import slugify

from articles.archive.fields import Values
from articles.archive.reader import ParsedFile
from articles.models import Article, Source
from articles.variants.engine import fold


class Sources:
    """The sources that a batch of files names: each is asked for once."""

    def __init__(self) -> None:
        self.known: dict[str, Source | None] = {}

    def set_on(self, article: Article, reading: ParsedFile) -> None:
        """File the article under its source; the notices become the source's, once."""
        article.source = self.find_or_make(reading)
        values = self.plain_values(reading)
        article.source_url, article.disclaimer = (
            values["source_url"],
            values["disclaimer"],
        )
        self.adopt(reading)

    def plain_values(self, reading: ParsedFile) -> Values:
        """What the file says of its attribution. Of its notices, those that are the
        article's own."""
        return {
            "source": self.key(reading),
            "source_url": reading.closing.url[:4000] if reading.closing else "",
            "disclaimer": self.own_disclaimer(reading),
        }

    def key(self, reading: ParsedFile) -> str:
        """The slug of the source that the file names, be it here or not; or nothing."""
        source = self.find(reading)
        label, _name = _named(reading)
        return source.slug if source else _slug(label) if label else ""

    def find(self, reading: ParsedFile) -> Source | None:
        label, name = _named(reading)
        if label and label not in self.known:
            found = Source.objects.filter(slug=_slug(label)).first()
            self.known[label] = found or Source.objects.filter(name=name).first()
        return self.known[label] if label else None

    def find_or_make(self, reading: ParsedFile) -> Source | None:
        """The source that the file names; None where it names none."""
        label, name = _named(reading)
        source = self.find(reading)
        if label and source is None:
            home = reading.closing.home if reading.closing else ""
            source = Source.objects.create(
                name=name, slug=_slug(label), url=home[:2000]
            )
            self.known[label] = source
        return source

    def own_disclaimer(self, reading: ParsedFile) -> str:
        """The file's notices that the source does not show for the article."""
        closing, source, field = reading.closing, self.find(reading), _field(reading)
        if closing is None or not closing.label:
            return closing.disclaimer if closing else ""
        if closing.of_source is None:  # Nothing says whose they are.
            return _beside(source, field, closing.disclaimer)
        own = closing.disclaimer
        return own or _beside(source, field, closing.of_source.get(field, ""))

    def adopt(self, reading: ParsedFile) -> None:
        """Let the source that is here have the file's notices, unless it has others."""
        closing, source = reading.closing, self.find(reading)
        if closing is None or source is None:
            return
        told = closing.of_source
        if told is None:
            told = {_field(reading): closing.disclaimer}
        for field, notices in told.items():
            if _is_known(source, notices) or _beside(source, field, notices):
                continue
            setattr(source, field, getattr(source, field) or notices)
            source.notices.append(notices)
            source.save(update_fields=[field, "notices"])


def _named(reading: ParsedFile) -> tuple[str, str]:
    """Label and name of the source, as far as the file tells them."""
    if closing := reading.closing:
        return closing.label, closing.name[:255]
    return reading.proposed_source, reading.proposed_source[:255]


def _slug(label: str) -> str:
    return slugify(label, allow_unicode=True)[:240] or "source"


def _field(reading: ParsedFile) -> str:
    language_group = Article(language=reading.values["language"]).language_group
    return "disclaimer" if language_group == "zh" else "disclaimer_en"


def _is_known(source: Source, notices: str) -> bool:
    """Whether they mean the source's, whatever an editor has made of that since."""
    return not notices or fold(notices) in map(fold, source.notices)


def _beside(source: Source | None, field: str, notices: str) -> str:
    """The notices where the source has others; one without any takes them over."""
    if source is None or _is_known(source, notices):
        return ""
    shown = getattr(source, field)
    return notices if shown and fold(shown) != fold(notices) else ""
