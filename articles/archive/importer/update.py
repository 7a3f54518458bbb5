"""A file that changed since its last import: take it over, or merge it.

An article that nobody touched here simply becomes what the file says. Where an editor
changed it too, each field is merged; what both changed in the same place stays as the
editor left it, and waits as a ``Conflict`` with the file's text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from articles import images
from articles.archive.fields import (
    FIELD_OF,
    Values,
    aligned,
    apply_values,
    article_values,
    newer_than,
    plain_values,
)
from articles.archive.importer.archives import settings_then
from articles.archive.importer.attachments import (
    has_another_picture,
    replace_references,
    store_menus,
    store_pictures,
    store_redirects,
)
from articles.archive.importer.fill import parse_context_of, stamp
from articles.archive.importer.import_results import FieldChange, ImportAction
from articles.archive.importer.prepare import PreparedFile, is_local, reparse
from articles.archive.importer.sources import Sources
from articles.archive.problems import Problems, Refused
from articles.archive.reader import ParseContext, ParsedFile, parse_file
from articles.models import Article, Conflict, ImportedFile, ImportRun, Revision
from articles.publishing import refresh_menus, render_again, save


@dataclass(frozen=True)
class Plan:
    """What an update does: the state to store, and which fields change or conflict."""

    action: ImportAction
    merged: Values
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]
    base: Values
    ours: Values
    theirs: Values
    keeps_thumbnail: bool = False  # Another was chosen here.
    before: ParsedFile | None = None  # What the last import read.

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The fields that would change, with their values."""
        named = (name for name in self.changed if name in self.ours)
        return tuple(FieldChange(n, self.ours[n], self.merged[n]) for n in named)

    def with_change(self, name: str) -> Plan:
        """The same, and one thing more that is not the file's text."""
        is_first = self.action is ImportAction.UNCHANGED
        action = ImportAction.UPDATED if is_first else self.action
        return replace(self, action=action, changed=(*self.changed, name))


def plan(imported_file: ImportedFile, file: PreparedFile) -> tuple[Plan, PreparedFile]:
    """Compare the last import, the article and the file. Writes nothing.

    The file comes back parsed in the context that the comparison needs.
    """
    article = article_of(imported_file)
    is_edited = _is_edited(article)
    file = _comparable(imported_file, file, is_edited=is_edited)
    sources = Sources()
    ours = article_values(article)
    theirs = aligned(_file_values(file.parsed, sources), ours)
    before = _last_reading(imported_file)
    then = aligned(_file_values(before, sources), ours) if before else ours
    # What nobody touched simply becomes what the file says, but an editor may have
    # given a category another name, or a menu's line.
    untouched = (
        _newer_fields(article)
        if is_edited
        else [name for name in ours if name not in FIELD_OF[name].shared]
    )
    merged = plan_merge(
        then | {name: ours[name] for name in untouched},
        ours,
        theirs,
        is_same_file=file.digest == imported_file.digest,
    )
    is_own = (
        is_edited and before is not None and _has_own_thumbnail(imported_file, before)
    )
    return replace(merged, keeps_thumbnail=is_own, before=before), file


def plan_merge(
    base: Values, ours: Values, theirs: Values, *, is_same_file: bool
) -> Plan:
    """Merge field by field; ``base`` is ours where nobody changed anything here."""
    merged = {
        name: FIELD_OF[name].merge(base[name], ours[name], theirs[name])
        for name in ours
    }
    conflicts = tuple(name for name, value in merged.items() if value.is_conflict)
    values = {name: value.value for name, value in merged.items()}
    changed = tuple(name for name in ours if values[name] != ours[name])
    action = ImportAction.UPDATED
    if is_same_file and not (changed or conflicts):
        action = (
            ImportAction.UNCHANGED
        )  # Read by another configuration, to the same end.
    elif conflicts:
        action = ImportAction.CONFLICT
    elif ours != base:
        action = ImportAction.MERGED
    return Plan(action, values, changed, conflicts, base, ours, theirs)


def with_pictures(planned: Plan, file: PreparedFile) -> Plan:
    """The plan with what carrying it out would change of pictures. Writes nothing."""
    there = file.parsed.values["thumbnail"]
    here = planned.before.values["thumbnail"] if planned.before else there
    is_other = here != there or has_another_picture(file.discovered, there)
    if is_other and not planned.keeps_thumbnail:
        planned = replace(
            planned.with_change("thumbnail"),
            ours=planned.ours | {"thumbnail": here},
            merged=planned.merged | {"thumbnail": there},
        )
    is_same = planned.action is ImportAction.UNCHANGED
    if is_same and file.pending.is_asked_again and file.pictures:
        planned = planned.with_change("pictures")
    return planned


def _file_values(reading: ParsedFile, sources: Sources) -> Values:
    told = plain_values(reading.values | {"body": reading.body})
    return told | sources.plain_values(reading)


def _newer_fields(article: Article) -> Collection[str]:
    """The fields that the last import did not know. A query."""
    imports = article.revisions.filter(reason=Revision.Reason.IMPORT)
    recorded = imports.values_list("fields", flat=True).first()
    return newer_than(recorded, article) if recorded else ()


def update(
    imported_file: ImportedFile, file: PreparedFile, run: ImportRun
) -> tuple[Plan, PreparedFile]:
    """Carry out the plan. The imported file becomes what the file is now."""
    planned, file = plan(imported_file, file)
    article, parsed, problems = article_of(imported_file), file.parsed, file.problems
    _record_conflicts(article, planned, run)
    warn_of_conflicts(planned, problems)
    _warn_of_slug(article, planned, parsed, problems)
    _bring_source(planned, parsed)
    labels = apply_values(article, planned.merged)
    thumbnail = _thumbnail_of(article)
    keeps_thumbnail = planned.keeps_thumbnail
    references = store_pictures(article, file, keeps_thumbnail=keeps_thumbnail)
    if _thumbnail_of(article) != thumbnail:
        planned = planned.with_change("thumbnail")
    replace_references([file], references)
    stamp(imported_file, file)
    imported_file.save()
    article.imported_file = imported_file
    if planned.action is ImportAction.UNCHANGED:  # But a picture of it may be another.
        store_redirects([(article, file)])
        is_other = render_again(article)
        return planned.with_change("pictures") if is_other else planned, file
    if store_menus(article, planned.merged["menus"]):
        refresh_menus()
    store_redirects([(article, file)])
    save(article, labels, reason=Revision.Reason.IMPORT)
    return planned, file


def article_of(imported_file: ImportedFile) -> Article:
    assert imported_file.article  # noqa: S101 – what was deleted here is not updated
    return imported_file.article


def _bring_source(planned: Plan, reading: ParsedFile) -> None:
    """Have the source here that the file names anew, and its notices with it."""
    sources = Sources()
    if planned.theirs["source"] != planned.base["source"]:
        sources.find_or_make(reading)
    if planned.theirs["source"] == planned.merged["source"]:
        sources.adopt(reading)


def _warn_of_slug(
    article: Article, planned: Plan, reading: ParsedFile, problems: Problems
) -> None:
    """An address once given stays: readers have it."""
    slug, before = reading.values["slug"], planned.before
    if slug and before and slug not in {before.values["slug"], article.slug}:
        problems.warn(
            "slug-kept",
            0,
            f"The file's slug is {slug} now; the article keeps its address, "
            f"{article.slug}. Change it in the admin if that is meant.",
        )


def _is_edited(article: Article) -> bool:
    """Whether anybody saved it here since an import last did.

    A merge keeps an editor's words, so what was merged once counts as edited for good.
    """
    return article.revisions.filter(reason=Revision.Reason.EDIT).exists()


def _comparable(
    imported_file: ImportedFile, file: PreparedFile, *, is_edited: bool
) -> PreparedFile:
    """Let the same bytes read the same, and an edited text keep what was not lifted
    out of it at first: else the merge would take it for the archive's change. And a
    time once given stays."""
    used, before = file.parsed.used, parse_context_of(imported_file)
    closings = used.closings or before.closings
    file_time = before.file_time or used.file_time
    if file.digest == imported_file.digest:
        closings = before.closings
    elif is_edited:
        closings = closings if before.closings else ()
    if is_edited:
        file_time = before.file_time
    wanted = ParseContext(closings, file_time)
    return file if wanted == used else reparse(file, wanted)


def _last_reading(imported_file: ImportedFile) -> ParsedFile | None:
    """What the last import read, read again from the bytes that it kept; None where an
    earlier version could read what this one refuses."""
    content = bytes(imported_file.content)
    try:
        return parse_file(
            content,
            PurePosixPath(imported_file.path),
            settings_then(imported_file),
            Problems(),
            parse_context_of(imported_file),
        )
    except Refused:
        return None


def _has_own_thumbnail(imported_file: ImportedFile, before: ParsedFile) -> bool:
    """Whether an editor chose another thumbnail than the last import left. One query."""
    article, told = article_of(imported_file), before.values["thumbnail"]
    pk, url = _thumbnail_of(article)
    if not told or article.extra.get("thumbnail") == told:  # Not found, at that time.
        return bool(pk or url)
    image = images.find_image(told, (imported_file.archive, imported_file.path))
    left = {image.pk if image else None}
    if not is_local(told):
        left.add(None)  # It need not have been fetched yet.
    return (pk, url) not in {(one, "" if is_local(told) else told) for one in left}


def _thumbnail_of(article: Article) -> tuple[int | None, str]:
    return article.thumbnail_id, article.thumbnail_url


def warn_of_conflicts(planned: Plan, problems: Problems) -> None:
    for name in planned.conflicts:
        problems.warn(
            "conflict",
            0,
            f"“{name}” was changed here and in the file: the article keeps its own, "
            "the file's waits in the admin.",
        )


def _record_conflicts(article: Article, planned: Plan, run: ImportRun) -> None:
    Conflict.objects.bulk_create(
        Conflict(
            article=article,
            run=run,
            field=name,
            base=planned.base[name],
            ours=planned.ours[name],
            theirs=planned.theirs[name],
        )
        for name in planned.conflicts
    )
