"""Take over a file that changed since its last import, or merge it.

An article that nobody touched here simply becomes what the file says. If an editor
changed it too, each field is merged; what both changed in the same place stays as the
editor left it, and waits as a ``Conflict`` with the file's text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from articles import images
from articles.archive.fields import (
    ATTRIBUTION,
    FIELD_OF,
    Values,
    aligned,
    apply_values,
    article_values,
    plain_values,
    stored_base,
)
from articles.archive.importer.attachments import (
    has_another_picture,
    replace_references,
    store_menus,
    store_pictures,
)
from articles.archive.importer.bundle_files import BundleFiles
from articles.archive.importer.import_results import FieldChange, ImportAction
from articles.archive.importer.imported_files import context_then, parsed_then, stamp
from articles.archive.importer.old_addresses import (
    store_label_redirects,
    store_redirects,
)
from articles.archive.importer.prepare import PreparedFile, reparse
from articles.archive.importer.sources import Sources
from articles.archive.problems import Problems
from articles.archive.reader import ParseContext, ParsedFile
from articles.models import (
    Article,
    Conflict,
    FoundSource,
    Handling,
    ImportedFile,
    ImportRun,
    Revision,
)
from articles.publishing import (
    moment_of,
    recheck_pending,
    refresh_menus,
    render_again,
    save,
    shortens_embargo,
)
from articles.text_places import TextPlace, is_local


@dataclass(frozen=True)
class Plan:
    """The outcome of a merge: the values to store, the fields that change or conflict."""

    action: ImportAction
    merged: Values
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]
    base: Values
    ours: Values
    theirs: Values
    keeps_thumbnail: bool = False  # An editor chose another.
    before: ParsedFile | None = None  # As the last import parsed the file.

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The fields that would change, with their values."""
        named = (name for name in self.changed if name in self.ours)
        return tuple(FieldChange(n, self.ours[n], self.merged[n]) for n in named)

    def with_change(self, name: str) -> Plan:
        """Return the plan with another change, which is not of the file's text."""
        is_first = self.action is ImportAction.UNCHANGED
        action = ImportAction.UPDATED if is_first else self.action
        return replace(self, action=action, changed=(*self.changed, name))

    def warn_of_conflicts(
        self,
        problems: Problems,
        kept: str = "the article keeps its own, the file's waits in the admin",
    ) -> None:
        for name in self.conflicts:
            message = f"“{name}” was changed here and in the file: {kept}."
            problems.warn("conflict", 0, message)


def _moment(value: datetime | str | None) -> datetime | None:
    """Read a time, which is text where it was handed through a record."""
    return value if isinstance(value, datetime) else moment_of(value)


def plan_merge(
    base: Values, ours: Values, theirs: Values, *, is_same_file: bool
) -> Plan:
    """Merge field by field; ``base`` is ours where nobody changed anything here."""
    merged = {
        name: FIELD_OF[name].merge(base[name], ours[name], theirs[name])
        for name in ours
    }
    embargo = ours.get("embargoed_until")
    if embargo and shortens_embargo(
        _moment(embargo), _moment(merged["embargoed_until"].value)
    ):
        kept = replace(merged["embargoed_until"], value=embargo, is_conflict=True)
        merged["embargoed_until"] = kept
    conflicts = tuple(name for name, value in merged.items() if value.is_conflict)
    values = {name: value.value for name, value in merged.items()}
    changed = tuple(name for name in ours if values[name] != ours[name])
    action = ImportAction.UPDATED
    if is_same_file and not (changed or conflicts):
        # Another configuration parsed it, to the same end.
        action = ImportAction.UNCHANGED
    elif conflicts:
        action = ImportAction.CONFLICT
    elif ours != base:
        action = ImportAction.MERGED
    return Plan(action, values, changed, conflicts, base, ours, theirs)


def update(
    article: Article,
    imported_file: ImportedFile,
    file: PreparedFile,
    run: ImportRun | None,
) -> tuple[Plan, PreparedFile]:
    """Update the article; the imported file becomes what the file is now.

    Without a run nothing is written: the plan is all. The file comes back parsed in the
    context that the comparison needed.
    """
    planned, file = _plan(article, imported_file, file)
    parsed, problems = file.parsed, file.problems
    planned.warn_of_conflicts(problems)
    if run is None:
        return _with_pictures(planned, article, file), file
    _record_conflicts(article, planned, run)
    _warn_of_slug(article, planned, parsed, problems)
    imported_file.found_source = _find_source(planned, parsed)
    labels = apply_values(article, planned.merged)
    thumbnail = _thumbnail_of(article)
    keeps_thumbnail = planned.keeps_thumbnail
    references = store_pictures(article, file, keeps_thumbnail=keeps_thumbnail)
    bundle = BundleFiles(file)
    has_new_files = bundle.store(article)
    if _thumbnail_of(article) != thumbnail:
        planned = planned.with_change("thumbnail")
    replace_references([file], [*references, *bundle.references])
    stamp(imported_file, file)
    imported_file.save()
    article.imported_file = imported_file
    store_redirects([(article, file)])
    store_label_redirects([(article, file, labels)])
    if planned.action is ImportAction.UNCHANGED:
        # But a picture of it may be another, or how its site drew Markdown.
        is_other = render_again(article)
        if has_new_files:
            return planned.with_change("files"), file
        what = "pictures" if file.pictures else "body_html"
        return planned.with_change(what) if is_other else planned, file
    if store_menus(article, planned.merged["menus"]):
        refresh_menus()
    save(article, labels, act=Revision.Act.IMPORTED)
    recheck_pending(article.pk)
    return planned, file


def _plan(
    article: Article, imported_file: ImportedFile, file: PreparedFile
) -> tuple[Plan, PreparedFile]:
    """Compare the last import, the article and the file. Writes nothing."""
    # A merge keeps an editor's words: what was merged once counts as edited for good.
    is_edited = article.revisions.by_editors().exists()
    reads_again, ours = file.settings.reads_again, article_values(article)
    stored = stored_base(article, ours, is_edited=is_edited, reads_again=reads_again)
    is_anew = reads_again and "body" in stored
    file = _comparable(imported_file, file, is_edited=is_edited, is_anew=is_anew)
    sources, before = Sources(), parsed_then(imported_file)
    theirs = aligned(_file_values(file.parsed, sources), ours)
    base = aligned(_file_values(before, sources), ours) if before else ours
    if before and is_edited and imported_file.footer is not None:
        # The record says what the footer said, whatever a revision was told of it.
        stored = {n: value for n, value in stored.items() if n not in ATTRIBUTION.names}
    base = base | stored
    if Handling.objects.held().filter(pk=article.pk).exists():
        theirs = theirs | {"status": ours["status"]}  # Nobody publishes it meanwhile.
    is_same_file = file.digest == imported_file.digest
    planned = plan_merge(base, ours, theirs, is_same_file=is_same_file)
    if reads_again and "body" in planned.conflicts:
        # While the file's text waits, readers go on seeing what was lifted out of it.
        base = base | {"disclaimer": theirs["disclaimer"]}
        planned = plan_merge(base, ours, theirs, is_same_file=is_same_file)
    keeps_thumbnail = (
        is_edited
        and before is not None
        and _has_own_thumbnail(article, imported_file, before.values["thumbnail"])
    )
    return replace(planned, keeps_thumbnail=keeps_thumbnail, before=before), file


def _with_pictures(planned: Plan, article: Article, file: PreparedFile) -> Plan:
    """Return the plan with what carrying it out would change of pictures and files."""
    incoming = file.parsed.values["thumbnail"]
    current = planned.before.values["thumbnail"] if planned.before else incoming
    is_other = current != incoming or has_another_picture(file, incoming)
    if is_other and not planned.keeps_thumbnail:
        planned = replace(
            planned.with_change("thumbnail"),
            ours=planned.ours | {"thumbnail": current},
            merged=planned.merged | {"thumbnail": incoming},
        )
    is_same = planned.action is ImportAction.UNCHANGED
    if BundleFiles(file).changes(article):
        return planned.with_change("files")
    if is_same and file.pending.is_asked_again and file.pictures:
        planned = planned.with_change("pictures")
    return planned


def _file_values(parsed: ParsedFile, sources: Sources) -> Values:
    values = plain_values(parsed.values | {"body": parsed.body})
    return values | sources.plain_values(parsed)


def _find_source(planned: Plan, parsed: ParsedFile) -> FoundSource | None:
    """Return the source as the file names it; made, if the file names it anew."""
    sources = Sources()
    found = sources.find(parsed)
    if found is None or planned.theirs["source"] != planned.base["source"]:
        found = sources.find_or_make(parsed)
    if planned.theirs["source"] == planned.merged["source"]:
        sources.adopt(parsed)
    return found


def _warn_of_slug(
    article: Article, planned: Plan, parsed: ParsedFile, problems: Problems
) -> None:
    """Warn of a new slug in the file: the article keeps its address, which readers have."""
    slug, before = parsed.values["slug"], planned.before
    if slug and before and slug not in {before.values["slug"], article.slug}:
        problems.warn(
            "slug-kept",
            0,
            f"The file's slug is {slug} now; the article keeps its address, "
            f"{article.slug}. Change it in the admin if that is meant.",
        )


def _comparable(
    imported_file: ImportedFile, file: PreparedFile, *, is_edited: bool, is_anew: bool
) -> PreparedFile:
    """Return the file parsed so that the merge takes nothing else for its change.

    A time once given stays. Unless the file is read anew, the same bytes parse the same,
    and an edited text keeps what was not lifted out of it at first.
    """
    used, before = file.parsed.used, context_then(imported_file).context
    recorded = used.recorded
    if file.digest == imported_file.digest and not is_anew:
        recorded = before.recorded
    elif is_edited and not is_anew and not (before.recorded or {}).get("lines"):
        recorded = {}
    file_time = before.file_time if is_edited else before.file_time or used.file_time
    wanted = ParseContext(file_time=file_time, recorded=recorded)
    return file if wanted == used else reparse(file, wanted)


def _has_own_thumbnail(
    article: Article, imported_file: ImportedFile, address: str
) -> bool:
    """Tell whether an editor chose another thumbnail than the last import left, which
    had found this address. One query."""
    pk, url = _thumbnail_of(article)
    if not address or article.extra.get("thumbnail") == address:  # It found no picture.
        return bool(pk or url)
    is_remote = not is_local(address)
    if url != (address if is_remote else ""):
        return True
    place = TextPlace(imported_file.archive, imported_file.path, imported_file)
    image = images.find_image_at(address, place)
    # A remote one need not have been fetched yet.
    return pk != (image.pk if image else None) and not (is_remote and pk is None)


def _thumbnail_of(article: Article) -> tuple[int | None, str]:
    return article.thumbnail_id, article.thumbnail_url


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
