"""Store prepared files: many new ones at once, changed ones one by one.

A batch is one transaction: killed at any moment, the database holds whole articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard, TypeVar

from articles import attached_files, link_targets, search
from articles.archive.fields import set_columns, slug_candidates
from articles.archive.importer.attachments import (
    replace_references,
    store_menus,
    store_pictures,
)
from articles.archive.importer.bundle_files import BundleFiles
from articles.archive.importer.import_results import (
    ImportAction,
    ImportResult,
    LiftedFooter,
    TextLanguage,
    left_alone,
    with_missing_links,
)
from articles.archive.importer.imported_files import stamp
from articles.archive.importer.not_taken import NOT_TAKEN, StorableFile, not_stored
from articles.archive.importer.old_addresses import (
    store_label_redirects,
    store_redirects,
)
from articles.archive.importer.permanent import keep_names_apart
from articles.archive.importer.prepare import PreparedFile, UnchangedFile
from articles.archive.importer.sources import Sources
from articles.archive.importer.update import update
from articles.archive.problems import Problems
from articles.archive.reader import ParsedFile
from articles.choices import Status
from articles.models import (
    ArchivedFile,
    ArchiveSite,
    Article,
    Author,
    Category,
    FoundSource,
    ImageReference,
    ImportedFile,
    ImportRun,
    Tag,
)
from articles.publishing import (
    Labels,
    create_many,
    fill_derived,
    free_slugs,
    labels_by_name,
    refresh_menus,
    render_again,
    tags_named,
    transaction,
)
from articles.text_places import TextPlace, place_of

_Label = TypeVar("_Label", Category, Tag, Author)

_Targets = dict[tuple[str, link_targets.Place | None], str | None]


def store_batch(batch: Sequence[StorableFile], run: ImportRun) -> list[ImportResult]:
    """Store the files; give one result each, in order.

    If another import or an editor got in between, they are tried again one by one.
    """
    if not batch:
        return []
    try:
        with transaction():
            return _store(list(map(_with_own_problems, batch)), run)
    except NOT_TAKEN as error:
        if len(batch) > 1:
            return [result for file in batch for result in store_batch([file], run)]
        return [not_stored(batch[0], error)]


def _with_own_problems(file: StorableFile) -> StorableFile:
    """Copy the list of problems, so that a second attempt says nothing twice."""
    if isinstance(file, UnchangedFile):
        return file
    return replace(file, problems=Problems(file.problems.found))


def dry_run_of(file: StorableFile) -> ImportResult:
    """Return the result that storing the file would have. Writes nothing."""
    imported_file = _imported_files([file]).get(_key(file))
    if _is_new(file, imported_file):
        return result_of(file, ImportAction.CREATED)
    return _store_known(file, imported_file, None)


def _store(batch: Sequence[StorableFile], run: ImportRun) -> list[ImportResult]:
    imported_files = _imported_files(batch)
    new = [file for file in batch if _is_new(file, imported_files.get(_key(file)))]
    restored = [
        imported_files[key].pk for key in map(_key, new) if key in imported_files
    ]
    if restored:
        ImportedFile.objects.filter(pk__in=restored).delete()
    created = dict(zip(map(_key, new), _create(new), strict=True))
    return [
        created.get(_key(file))
        or _store_known(file, imported_files.get(_key(file)), run)
        for file in batch
    ]


def _is_new(
    file: StorableFile, imported_file: ImportedFile | None
) -> TypeGuard[PreparedFile]:
    """Tell whether to make an article of the file: none was made, or it was deleted
    here and is to come back."""
    if isinstance(file, UnchangedFile) or imported_file is None:
        return isinstance(file, PreparedFile)
    return imported_file.article_id is None and file.settings.restores_deleted


def is_changed(
    file: StorableFile, imported_file: ArchivedFile
) -> TypeGuard[PreparedFile]:
    """Tell whether the file may say something else than it said at its last import."""
    if isinstance(file, UnchangedFile):
        return False
    if file.digest != imported_file.digest or file.pending.is_asked_again:
        return True
    if file.settings.reads_again:
        return True
    return imported_file.configuration_id != file.settings.configuration_id


def touch(imported_file: ArchivedFile, file: StorableFile) -> None:
    """Remember the time of a file that was touched, or stored by another import."""
    imported_file.size = file.discovered.size
    imported_file.changed_at_ns = file.discovered.mtime_ns
    imported_file.save(update_fields=["size", "changed_at_ns"])


def _store_known(
    file: StorableFile, imported_file: ImportedFile | None, run: ImportRun | None
) -> ImportResult:
    """Store a file that an import stored before; without a run nothing is written."""
    article = imported_file.article if imported_file else None
    if imported_file is None or article is None or article.status == Status.KILLED:
        return left_alone(file.discovered.file, article)
    if not is_changed(file, imported_file):
        if run:
            touch(imported_file, file)
        return result_of(file, ImportAction.UNCHANGED, article)
    planned, file = update(article, imported_file, file, run)
    result = result_of(file, planned.action, article, planned.changed)
    if run:
        open_links = _open_links(article, file, _link_targets([file]))
        return replace(result, open_links=open_links)
    return replace(result, changes=planned.changes)


def close_links(results: Sequence[ImportResult]) -> Iterator[ImportResult]:
    """Resolve the open links of articles again when all files are in.

    Only an article with a link that leads somewhere now is rendered again. A link that
    still leads nowhere is noted and stays as written.
    """
    ids = [result.article_id for result in results]
    rows = Article.objects.select_related("imported_file__configuration")
    articles = rows.defer("imported_file__content").in_bulk(ids)
    places = _places(articles)
    targets = link_targets.find_targets(
        (address, places[result.article_id])
        for result in results
        if result.article_id in places
        for address in result.open_links
    )
    for result in results:
        place = places.get(result.article_id or 0)
        if place is None:  # An editor has deleted the article meanwhile.
            yield result
            continue
        key = (place.archive, place.path)
        unknown = [one for one in result.open_links if not targets[one, key]]
        if len(unknown) < len(result.open_links):
            render_again(articles[result.article_id or 0])
        at_original = {one for one in unknown if link_targets.original_of(one, place)}
        nowhere = [one for one in unknown if one not in at_original]
        missing = link_targets.leading_nowhere(nowhere, place)
        yield with_missing_links(result, missing, place.path)


def _places(articles: Mapping[int, Article]) -> dict[int, TextPlace]:
    """Return the place of each article that has one. A query."""
    places = {}
    archives = {article.imported_file.archive for article in articles.values()}
    sites = ArchiveSite.objects.filter(archive__in=archives)
    base_urls = dict(sites.values_list("archive", "base_urls"))
    for pk, article in articles.items():
        file = article.imported_file
        file.base_urls = base_urls.get(file.archive, [])
        if place := place_of(article):
            places[pk] = place
    return places


def _key(file: StorableFile) -> tuple[str, str]:
    return file.discovered.archive, file.discovered.place


def _imported_files(
    batch: Sequence[StorableFile],
) -> dict[tuple[str, str], ImportedFile]:
    archives = {file.discovered.archive for file in batch}
    places = [file.discovered.place for file in batch]
    rows = ImportedFile.objects.select_related("article", "configuration").filter(
        archive__in=archives, path__in=places
    )
    return {(row.archive, row.path): row for row in rows}


def _create(files: Sequence[PreparedFile]) -> list[ImportResult]:
    """Store new articles with all that belongs to them, in a few statements."""
    if not files:
        return []
    sources = Sources()
    articles: list[Article] = []
    references: list[ImageReference] = []
    for file in files:
        article = Article(permanent_name=file.discovered.permanent_name)
        set_columns(article, file.parsed)
        sources.set_on(article, file.parsed)
        references += store_pictures(article, file)
        fill_derived(article, file.rendered, has_other_script=file.has_other_script)
        articles.append(article)
    keep_names_apart(articles, files)
    parsed = [file.parsed for file in files]
    slugs = free_slugs(Article, list(map(slug_candidates, parsed)))
    for article, slug in zip(articles, slugs, strict=True):
        article.slug = slug
    labels = _labels_for(parsed)
    create_many(articles, labels, list(map(_search_document, files, labels)))
    for article, file in zip(articles, files, strict=True):
        bundle = BundleFiles(file)
        bundle.store(article)
        references += bundle.references
    ImportedFile.objects.bulk_create(
        _new_imported_file(file, article, sources.find(file.parsed))
        for file, article in zip(files, articles, strict=True)
    )
    replace_references(files, references)
    store_redirects(zip(articles, files, strict=True))
    store_label_redirects(zip(articles, files, labels, strict=True))
    targets, has_menus = _link_targets(files), False
    results = []
    for article, file in zip(articles, files, strict=True):
        open_links = _open_links(article, file, targets)
        _show_what_is_here(article, file, open_links)
        if menus := file.parsed.values["menus"]:
            has_menus |= store_menus(article, menus)
        result = result_of(file, ImportAction.CREATED, article)
        results.append(replace(result, open_links=open_links))
    if has_menus:
        refresh_menus()
    return results


def _link_targets(files: Iterable[PreparedFile]) -> _Targets:
    """Return the target of each local link of each file, None for one without."""
    return link_targets.find_targets(
        (address, place)
        for file in files
        if file.links
        for place in [file.place]
        for address in file.links
    )


def _open_links(
    article: Article, file: PreparedFile, targets: _Targets
) -> tuple[str, ...]:
    """Return the links to nothing that is here yet. A query for each to a bundle's file."""
    key, place = _key(file), file.place
    return tuple(
        link
        for link in file.links
        if not targets[link, key]
        and not (link in file.files and attached_files.find(article, link, place))
    )


def _labels_for(parsed_files: Sequence[ParsedFile]) -> list[Labels]:
    """Return the labels of each file, found or made for all of them at once."""
    all_values = [parsed.values for parsed in parsed_files]

    def names(field: str) -> Iterator[str]:
        return (name for values in all_values for name in values[field])

    categories = labels_by_name(Category, names("categories"))
    authors = labels_by_name(Author, names("authors"))
    tags: dict[str, Tag] = {tag.key: tag for tag in tags_named(names("tags"))}
    return [
        Labels(
            categories=_each_once(categories[name] for name in values["categories"]),
            tags=_each_once(
                tags[key]
                for name in values["tags"]
                if (key := Tag.key_of(name)) in tags
            ),
            authors=_each_once(authors[name] for name in values["authors"]),
        )
        for values in all_values
    ]


def _each_once(rows: Iterable[_Label]) -> list[_Label]:
    return list({row.pk: row for row in rows}.values())


def _search_document(file: PreparedFile, labels: Labels) -> str | None:
    """Return a new article's search document; None if a tag is stored by another name, so
    that the document must be made anew."""
    names, stored = file.parsed.values["tags"], [tag.name for tag in labels.tags]
    is_same = names == stored or _words_of(names) == _words_of(stored)
    return file.document if is_same else None


def _words_of(names: Sequence[str]) -> list[list[str]]:
    return [words for name in names if (words := search.tokenise(name))]


def _new_imported_file(
    file: PreparedFile, article: Article, found_source: FoundSource | None
) -> ImportedFile:
    archive, path = _key(file)
    # The article itself: drawing it again asks where its file lies.
    imported_file = ImportedFile(
        article=article, archive=archive, path=path, found_source=found_source
    )
    stamp(imported_file, file)
    return imported_file


def _show_what_is_here(
    article: Article, file: PreparedFile, open_links: Sequence[str]
) -> None:
    """Render a stored article again, if its pictures and links lead somewhere now."""
    place = file.place
    is_elsewhere = any(link_targets.original_of(link, place) for link in open_links)
    if file.pictures or len(open_links) < len(file.links) or is_elsewhere:
        render_again(article)


def result_of(
    file: StorableFile,
    action: ImportAction,
    article: Article | None = None,
    fields: tuple[str, ...] = (),
) -> ImportResult:
    """Return the result for a file that could be parsed."""
    path, article_id = file.discovered.file, article.pk if article else None
    if isinstance(file, UnchangedFile):
        return ImportResult(path, action, article_id=article_id)
    footer = file.parsed.footer
    lifted = None
    if footer and footer.pattern and action is not ImportAction.UNCHANGED:
        lifted = LiftedFooter(footer.label or footer.proposed, footer.pattern)
    problems = tuple(file.problems.found)
    language = None
    if configured := file.parsed.configured_language:
        root, shown = file.discovered.root, file.parsed.shown_language
        language = TextLanguage(root, configured, shown)
    return ImportResult(
        path, action, problems, article_id, fields, lifted=lifted, language=language
    )
