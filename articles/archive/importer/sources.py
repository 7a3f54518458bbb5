"""Find or make the source of a file's text, by what files and editors say of it."""

from __future__ import annotations

from articles.archive.fields import Values, source_slug
from articles.archive.reader import ClosingBlock, ParsedFile
from articles.models import Article, FooterRule, FoundSource, Source
from articles.publishing import free_slugs
from articles.variants.engine import fold


class Sources:
    """The sources that a batch of files names, each queried once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], FoundSource | None] = {}

    def set_on(self, article: Article, parsed: ParsedFile) -> None:
        """Give an article its source and its notices."""
        found = self.find_or_make(parsed)
        article.source = found.source if found else None
        values = self.plain_values(parsed)
        article.source_url = values["source_url"]
        article.disclaimer = values["disclaimer"]
        self.adopt(parsed)

    def plain_values(self, parsed: ParsedFile) -> Values:
        """Return the file's attribution as JSON holds it."""
        return {
            "source": self._slug(parsed),
            "source_url": parsed.footer.url[:4000] if parsed.footer else "",
            "disclaimer": parsed.footer.disclaimer if parsed.footer else "",
        }

    def _slug(self, parsed: ParsedFile) -> str:
        label, _name, is_guess = _named(parsed)
        found = self.find(parsed)
        is_made = not is_guess if found is None else _is_wanting(found)
        if label and is_made:
            return source_slug(label)
        return found.source.slug if found and found.source else ""

    def find(self, parsed: ParsedFile) -> FoundSource | None:
        label, name, _is_guess = _named(parsed)
        if not label:
            return None
        if (label, name) not in self.known:
            rows = FoundSource.objects.select_related("source")
            self.known[label, name] = rows.named(label, name)
        return self.known[label, name]

    def find_or_make(self, parsed: ParsedFile) -> FoundSource | None:
        """Return the source as the file names it, or as was guessed; None for neither.

        Only what a file says makes a ``Source``: a guess waits for an editor.
        """
        label, name, is_guess = _named(parsed)
        if not label:
            return None
        known = self.find(parsed)
        found = known or FoundSource(label=label, name=name, is_guess=is_guess)
        if found.is_guess and not is_guess:
            found.is_guess = False  # Now a file says so.
        is_wanting = _is_wanting(found)
        if is_wanting:
            found.source = _named_before(label, name) or _made(parsed, label, name)
        if is_wanting or known is None:
            found.save()
        self.known[label, name] = found
        return found

    def adopt(self, parsed: ParsedFile) -> None:
        """Give the source the disclaimers that an export wrote down as its own, if it has
        none."""
        found = self.find(parsed)
        of_source = parsed.footer.of_source if parsed.footer else None
        if found is None or found.source is None or not of_source:
            return
        source = found.source
        taken = [name for name in of_source if not getattr(source, name).strip()]
        for name in taken:
            setattr(source, name, of_source[name])
        if taken:
            source.edited_disclaimers = sorted({*source.edited_disclaimers, *taken})
            source.save(update_fields=[*taken, "edited_disclaimers"])


def named_blocks() -> tuple[ClosingBlock, ...]:
    """Return the closing blocks that editors named. Two queries."""
    rules = FooterRule.objects.prefetch_related("source__found_sources")
    rules = rules.exclude(source__gt=0, source__found_sources=None)  # No file's.
    return tuple(map(closing_block, rules))


def closing_block(rule: FooterRule) -> ClosingBlock:
    """Return the block of a rule, which need not be stored; that of a source stands only
    above links with its labels."""
    found = rule.source.found_sources.all() if rule.source else ()
    return ClosingBlock(
        rule.text,
        rule.treatment == FooterRule.Treatment.NOTICE,
        frozenset(fold(row.label) for row in found),
    )


def _named(parsed: ParsedFile) -> tuple[str, str, bool]:
    """Return the label and name of the source, empty for none, and if it is a guess."""
    footer = parsed.footer
    if footer and footer.label:
        return footer.label[:255], footer.name[:255], False
    proposed = parsed.proposed_source[:255]
    return proposed, proposed, True


def _is_wanting(found: FoundSource) -> bool:
    """Tell whether a file says so, and no editor, that there is a source."""
    is_open = not (found.is_guess or found.decision)
    return found.source is None and is_open


def _named_before(label: str, name: str) -> Source | None:
    """Return the source that the name means: one called so, or one that is only known by
    the label."""
    if source := Source.objects.filter(name=name).first():
        return source
    source = Source.objects.filter(slug=source_slug(label)).first()
    if source is None:
        return None
    others = source.found_sources.exclude(key=FoundSource.key_of(label, name))
    if not others.exists() or fold(name) == fold(label):
        return source
    if source.name == label and not source.found_sources.exclude(decision="").exists():
        source.name = name  # Until now no file said how it is called.
        source.save(update_fields=["name"])
        return source
    return None


def _made(parsed: ParsedFile, label: str, name: str) -> Source:
    home = parsed.footer.home if parsed.footer else ""
    wanted = [source_slug(label), source_slug(name)]
    (slug,) = free_slugs(Source, [wanted])
    return Source.objects.create(name=name, slug=slug, url=home[:2000])
