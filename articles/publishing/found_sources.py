"""Decide on the sources that imports found: accept, rename, merge or refuse them.

A decision is kept with the label and name by which files name the source. It reaches the
articles that are in and later files alike, and no file's record is changed by it. An
article that an editor gave another source keeps that.
"""

from __future__ import annotations

from collections.abc import Mapping

from articles import listings, search
from articles.models import Article, FoundSource, Source, readable_slug
from articles.publishing.labels import free_slug
from articles.publishing.source_evidence import weigh_evidence
from articles.publishing.tombstones import bury_source
from articles.publishing.transactions import transaction
from articles.variants.engine import fold


class NameTaken(Exception):
    """Another source is called so, perhaps in the other script."""

    def __init__(self, source: Source) -> None:
        self.source = source
        super().__init__(source.name)


@transaction()
def accept_source(
    found: FoundSource,
    *,
    name: str = "",
    source: Source | None = None,
    disclaimers: Mapping[str, str] | None = None,
) -> Source:
    """Make it a source called ``name``, or one of the names of ``source``.

    Its articles get that source. ``disclaimers`` are those that the editor wrote, confirmed
    or, as empty texts, refused, by field. Raises ``NameTaken``; nothing is changed then.
    """
    found.refresh_from_db(from_queryset=FoundSource.objects.select_for_update())
    before = found.source
    source = source or _called(found, name.strip() or found.name)
    found.source, found.decision = source, FoundSource.Decision.ACCEPTED
    found.save()
    if before != source:
        _move_articles(found, before, source)
        if before and not before.found_sources.exists():
            before.footer_rules.update(source=source)
    _weigh(before, source, into=source)
    source.refresh_from_db()
    set_disclaimers(source, disclaimers or {})
    return source


@transaction()
def refuse_source(found: FoundSource) -> None:
    """Let files that name it have no source. Their articles keep address and notices."""
    found.refresh_from_db(from_queryset=FoundSource.objects.select_for_update())
    before = found.source
    found.source, found.decision = None, FoundSource.Decision.REFUSED
    found.save()
    if before:
        _move_articles(found, before, None)
    _weigh(before)


@transaction()
def set_disclaimers(source: Source, disclaimers: Mapping[str, str]) -> None:
    """Store disclaimers that an editor wrote or confirmed, by field: they show at once."""
    if disclaimers:
        source.refresh_from_db(from_queryset=Source.objects.select_for_update())
        confirm_disclaimers(source, disclaimers)
        source.save()


def confirm_disclaimers(source: Source, disclaimers: Mapping[str, str]) -> None:
    """Put disclaimers that an editor wrote or confirmed on the source. Saves nothing.

    They take the place of what stood there, in later files too; an empty one is refused,
    and articles show their own notices alone. No evidence changes them any more.
    """
    stored = Source.objects.filter(pk=source.pk).first()
    evidence = list(source.evidence.all()) if stored else []
    for name, text in disclaimers.items():
        is_chinese = name == "disclaimer"
        replaced = [getattr(stored, name)] if stored else []
        replaced += [
            row.notice
            for row in evidence
            if row.is_enough and row.language.startswith("zh") is is_chinese
        ]
        known = {fold(notice): notice for notice in [*replaced, *source.notices]}
        source.notices = [notice for key, notice in known.items() if key]
        setattr(source, name, text)
    source.edited_disclaimers = sorted({*source.edited_disclaimers, *disclaimers})


def _called(found: FoundSource, name: str) -> Source:
    """Return its source, called so from now on; a new one if it has none."""
    source, key = found.source, fold(name)
    for other in Source.objects.only("name", "slug"):
        if fold(other.name) == key and other != source:
            raise NameTaken(other)
    if source is None:
        wanted = readable_slug(found.label, "source")
        return Source.objects.create(name=name, slug=free_slug(Source, wanted))
    if source.name != name:
        source.name = name
        source.save(update_fields=["name"])
    return source


def _move_articles(
    found: FoundSource, before: Source | None, source: Source | None
) -> None:
    """Give the articles another source. Long lists are indexed after the transaction."""
    articles = Article.objects.filter(imported_file__found_source=found)
    moving = articles.filter(source=before)
    search.mark_stale(moving.values("pk"))
    moving.update(source=source)
    listings.update_many(articles.filter(source=source))
    search.reindex_stale(wait=False)


def _weigh(*sources: Source | None, into: Source | None = None) -> None:
    """Count the notices of the sources' files; remove a source that nothing uses.

    Its addresses lead to the source that took its place.
    """
    known = [source for source in sources if source]
    weigh_evidence(sources=known)
    for source in known:
        if not (
            source.found_sources.exists()
            or Article.objects.filter(source=source).exists()
            or source.footer_rules.exists()
            or source.edited_disclaimers
            or source.has_terms
        ):
            bury_source(source, into)
