"""Store prepared files: many new ones at once, changed ones one by one.

A batch is one transaction: killed at any moment, the database holds whole articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import DataError, IntegrityError, OperationalError

from articles import link_targets
from articles.archive.fields import set_columns, slug_candidates
from articles.archive.importer.attachments import (
    bring_pictures,
    note_called,
    store_menus,
    store_redirects,
)
from articles.archive.importer.fill import (
    document_for,
    is_new_to,
    labels_for,
    stamp,
)
from articles.archive.importer.import_results import (
    ImportAction,
    ImportResult,
    Lifted,
    deleted_here,
)
from articles.archive.importer.prepare import Prepared
from articles.archive.importer.sources import Sources
from articles.archive.importer.update import (
    plan,
    update,
    warn_of_conflicts,
    with_pictures,
)
from articles.archive.problems import Level, NotAnArticle, Problem, Problems, Refused
from articles.archive.reader import ParsedFile
from articles.models import Article, ImportedFile, ImportRun
from articles.publishing import (
    create_many,
    fill_derived,
    free_slugs,
    refresh_menus,
    render_again,
    transaction,
)

# What a database raises for what it does not take, now or ever.
NOT_TAKEN = (IntegrityError, OperationalError, DataError, OverflowError)


def store_batch(batch: Sequence[Prepared], run: ImportRun | None) -> list[ImportResult]:
    """One outcome for each file, in order.

    Where another import or an editor got in between, the files are tried again one by
    one.
    """
    told = [len(one.problems.found) if one.problems else 0 for one in batch]
    try:
        with transaction():
            return _store(batch, run)
    except NOT_TAKEN as error:
        for one, count in zip(batch, told, strict=True):
            if one.problems:  # Trying again will say the same again.
                del one.problems.found[count:]
        if len(batch) > 1:
            return [o for one in batch for o in store_batch([one], run)]
        return [_refused(batch[0], not_stored(error))]


def not_stored(error: Exception) -> Refused:
    """Why the database did not take a file."""
    if isinstance(error, (DataError, OverflowError)):
        return Refused(
            "not-stored",
            0,
            f"The database cannot hold a value of it ({str(error).splitlines()[0]}): "
            "look for overlong texts and numbers in the front matter.",
        )
    return Refused("busy", 0, "Others were writing at the same moment: import again.")


def dry_run_of(prepared: Prepared) -> ImportResult:
    """What storing the file would do. Writes nothing."""
    if prepared.refused:
        return _refused(prepared, prepared.refused)
    imported_file = _originals([prepared]).get(_place(prepared))
    if _is_new(imported_file, prepared):
        return _outcome(prepared, ImportAction.CREATED)
    if imported_file is None or imported_file.article is None:
        return deleted_here(prepared.found.file)
    if not is_new_to(imported_file, prepared):
        return _outcome(prepared, ImportAction.UNCHANGED, imported_file.article)
    planned = with_pictures(plan(imported_file, prepared), prepared)
    if prepared.problems:
        warn_of_conflicts(planned, prepared.problems)
    outcome = _outcome(prepared, planned.action, imported_file.article, planned.changed)
    return replace(outcome, changes=planned.changes)


def _store(batch: Sequence[Prepared], run: ImportRun | None) -> list[ImportResult]:
    originals = _originals(batch)
    new = [p for p in batch if _is_new(originals.get(_place(p)), p)]
    restored = [originals[place].pk for p in new if (place := _place(p)) in originals]
    if restored:
        ImportedFile.objects.filter(pk__in=restored).delete()
    created = dict(zip(map(_place, new), _create(new), strict=True))
    outcomes = []
    for prepared in batch:
        place = _place(prepared)
        if prepared.refused:
            outcomes.append(_refused(prepared, prepared.refused))
        elif place in created:
            outcome = _outcome(prepared, ImportAction.CREATED, created[place])
            outcomes.append(_with_open_links(outcome, prepared, created[place]))
        else:
            outcomes.append(_store_known(prepared, originals.get(place), run))
    return outcomes


def _is_new(imported_file: ImportedFile | None, prepared: Prepared) -> bool:
    """Whether an article is to be made of the file: none was, or it was deleted here
    and is to come back."""
    if prepared.reading is None or prepared.refused:
        return False
    if imported_file is None:
        return True
    return imported_file.article_id is None and prepared.settings.restores_deleted


def _store_known(
    prepared: Prepared, imported_file: ImportedFile | None, run: ImportRun | None
) -> ImportResult:
    if imported_file is None or imported_file.article is None:
        return deleted_here(prepared.found.file)
    if not is_new_to(imported_file, prepared):
        # Touched, or stored by another import meanwhile: remember only its time.
        stamp(imported_file, prepared)
        imported_file.save(update_fields=["size", "changed_at_ns"])
        return _outcome(prepared, ImportAction.UNCHANGED, imported_file.article)
    article = imported_file.article
    result = update(imported_file, prepared, run)
    outcome = _outcome(prepared, result.action, article, result.changed)
    return _with_open_links(outcome, prepared, article)


def _with_open_links(
    outcome: ImportResult, prepared: Prepared, article: Article
) -> ImportResult:
    if prepared.needs_rendering and link_targets.missing(article):
        return replace(outcome, has_open_links=True)
    return outcome


def close_links(outcome: ImportResult) -> ImportResult:
    """Look again where the links of an article lead, when all files are in.

    What still leads nowhere is reported and stays as written.
    """
    articles = Article.objects.select_related("imported_file")
    article = articles.get(imported_file__article=outcome.article_id)
    render_again(article)
    problems = [
        Problem(Level.WARNING, "missing-link", 0, f"{address} leads to nothing here.")
        for address in link_targets.missing(article)
    ]
    return replace(
        outcome, problems=(*outcome.problems, *problems), has_open_links=False
    )


def _place(prepared: Prepared) -> tuple[str, str]:
    return prepared.found.archive, prepared.found.place


def _originals(batch: Sequence[Prepared]) -> dict[tuple[str, str], ImportedFile]:
    archives = {p.found.archive for p in batch}
    rows = ImportedFile.objects.select_related("article", "configuration").filter(
        archive__in=archives, path__in=[p.found.place for p in batch]
    )
    return {(row.archive, row.path): row for row in rows}


def _create(new: Sequence[Prepared]) -> list[Article]:
    """Store new articles with all that belongs to them, in a few statements."""
    if not new:
        return []
    sources = Sources()
    drafts = [_draft(prepared, sources) for prepared in new]
    slugs = free_slugs(Article, [slug_candidates(draft.reading) for draft in drafts])
    for draft, slug in zip(drafts, slugs, strict=True):
        draft.article.slug = slug
    articles = [draft.article for draft in drafts]
    labels = labels_for([draft.reading for draft in drafts])
    documents = [
        document_for(draft.prepared, own)
        for draft, own in zip(drafts, labels, strict=True)
    ]
    create_many(articles, labels, documents)
    ImportedFile.objects.bulk_create([_new_original(draft) for draft in drafts])
    note_called(new)
    store_redirects([(d.article, d.reading, d.problems) for d in drafts])
    _finish(drafts)
    return articles


@dataclass
class _Draft:
    """A new article on its way in."""

    prepared: Prepared
    reading: ParsedFile
    problems: Problems
    article: Article = field(default_factory=Article)


def _draft(prepared: Prepared, sources: Sources) -> _Draft:
    assert prepared.reading and prepared.rendered and prepared.problems  # noqa: S101, PT018
    draft = _Draft(prepared, prepared.reading, prepared.problems)
    set_columns(draft.article, draft.reading)
    sources.set_on(draft.article, draft.reading)
    bring_pictures(draft.article, prepared)
    fill_derived(
        draft.article,
        prepared.rendered,
        has_other_script=prepared.has_other_script,
    )
    return draft


def _new_original(draft: _Draft) -> ImportedFile:
    found = draft.prepared.found
    imported_file = ImportedFile(
        article_id=draft.article.pk, archive=found.archive, path=found.place
    )
    stamp(imported_file, draft.prepared)
    return imported_file


def _finish(drafts: Sequence[_Draft]) -> None:
    """What only stored articles can have: local pictures in the body, and menus."""
    has_menus = False
    for draft in drafts:
        if draft.prepared.needs_rendering:
            render_again(draft.article)
        if menus := draft.reading.values["menus"]:
            has_menus |= store_menus(draft.article, menus)
    if has_menus:
        refresh_menus()


def _refused(prepared: Prepared, refused: Refused) -> ImportResult:
    is_meant = isinstance(refused, NotAnArticle)
    action = ImportAction.SKIPPED if is_meant else ImportAction.FAILED
    found = prepared.problems.found if prepared.problems and not is_meant else []
    return ImportResult(prepared.found.file, action, (*found, refused.problem))


def _outcome(
    prepared: Prepared,
    action: ImportAction,
    article: Article | None = None,
    fields: tuple[str, ...] = (),
) -> ImportResult:
    found = prepared.problems.found if prepared.problems else []
    article_id = article.pk if article else None
    outcome = ImportResult(
        prepared.found.file, action, tuple(found), article_id, fields
    )
    closing = prepared.reading.closing if prepared.reading else None
    if closing and closing.pattern and action is not ImportAction.UNCHANGED:
        lifted = Lifted(closing.label, closing.pattern)
        return replace(outcome, lifted=lifted)
    return outcome
