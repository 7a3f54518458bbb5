"""Find or make the source of a file's text, and tell its notices from the article's."""

from __future__ import annotations

from articles.archive.fields import Values, source_slug
from articles.archive.reader import ParsedFile
from articles.models import Article, Source
from articles.variants.engine import fold


class Sources:
    """The sources that a batch of files names, each queried once."""

    def __init__(self) -> None:
        self.known: dict[str, Source | None] = {}

    def set_on(self, article: Article, parsed: ParsedFile) -> None:
        """Give an article its source; the notices become the source's, once."""
        article.source = self.find_or_make(parsed)
        values = self.plain_values(parsed)
        article.source_url = values["source_url"]
        article.disclaimer = values["disclaimer"]
        self.adopt(parsed)

    def plain_values(self, parsed: ParsedFile) -> Values:
        """Return the file's attribution; of the notices, those that are the article's."""
        source, (label, _name) = self.find(parsed), _named(parsed)
        return {
            "source": source.slug if source else source_slug(label) if label else "",
            "source_url": parsed.footer.url[:4000] if parsed.footer else "",
            "disclaimer": self._disclaimer(parsed),
        }

    def find(self, parsed: ParsedFile) -> Source | None:
        label, name = _named(parsed)
        if label and label not in self.known:
            found = Source.objects.filter(slug=source_slug(label)).first()
            self.known[label] = found or Source.objects.filter(name=name).first()
        return self.known[label] if label else None

    def find_or_make(self, parsed: ParsedFile) -> Source | None:
        """Return the source that the file names; None if it names none."""
        label, name = _named(parsed)
        if label and self.find(parsed) is None:
            home = parsed.footer.home if parsed.footer else ""
            self.known[label] = Source.objects.create(
                name=name, slug=source_slug(label), url=home[:2000]
            )
        return self.find(parsed)

    def _disclaimer(self, parsed: ParsedFile) -> str:
        """Return the file's notices that the source does not show for the article."""
        footer, source, field = parsed.footer, self.find(parsed), _field(parsed)
        if footer is None or not footer.label:
            return footer.disclaimer if footer else ""
        if footer.of_source is None:  # Nothing says whose they are.
            return _additional(source, field, footer.disclaimer)
        of_source = footer.of_source.get(field, "")
        return footer.disclaimer or _additional(source, field, of_source)

    def adopt(self, parsed: ParsedFile) -> None:
        """Give the file's notices to the source, if there is one without others."""
        footer, source = parsed.footer, self.find(parsed)
        if footer is None or source is None:
            return
        disclaimers = footer.of_source
        if disclaimers is None:
            disclaimers = {_field(parsed): footer.disclaimer}
        for field, notices in disclaimers.items():
            if _is_known(source, notices) or _additional(source, field, notices):
                continue
            setattr(source, field, getattr(source, field) or notices)
            source.notices.append(notices)
            source.save(update_fields=[field, "notices"])


def _named(parsed: ParsedFile) -> tuple[str, str]:
    """Return the label and the name of the source, empty if the file names none."""
    if parsed.footer:
        return parsed.footer.label, parsed.footer.name[:255]
    return parsed.proposed_source, parsed.proposed_source[:255]


def _field(parsed: ParsedFile) -> str:
    language_group = Article(language=parsed.values["language"]).language_group
    return "disclaimer" if language_group == "zh" else "disclaimer_en"


def _is_known(source: Source, notices: str) -> bool:
    """Tell whether they mean the source's, whatever an editor has made of that since."""
    return not notices or fold(notices) in map(fold, source.notices)


def _additional(source: Source | None, field: str, notices: str) -> str:
    """Return the notices if the source has others; one without any takes them over."""
    if source is None or _is_known(source, notices):
        return ""
    shown = getattr(source, field)
    return notices if shown and fold(shown) != fold(notices) else ""
