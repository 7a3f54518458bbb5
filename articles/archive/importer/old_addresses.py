"""Store old addresses: where they lead, to articles and to the pages of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from articles.archive.hugo import file_path_of, path_of
from articles.archive.importer.prepare import PreparedFile
from articles.archive.problems import Problems
from articles.choices import Variant
from articles.models import (
    Article,
    Author,
    Category,
    Keyed,
    Redirect,
    Tag,
    content_change,
)
from articles.publishing import Labels
from articles.text_places import is_local

# The archive of the articles that a new site begins with.
SAMPLES = "sample_archive"

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_MAX_PATH = Redirect._meta.get_field("path").max_length or 600

# Where an address leads: an article or, as 0, elsewhere; and whether an article of an
# archive takes it from there.
_Owner = tuple[int, bool]


def store_redirects(pairs: Iterable[tuple[Article, PreparedFile]]) -> None:
    """Let old addresses lead to their articles; one that leads elsewhere stays, unless it
    leads to a sample or was the address of a label's page."""
    pairs = list(pairs)
    wanted: list[tuple[str, Article, PreparedFile, Problems | None]] = [
        (path, article, file, file.problems)
        for article, file in pairs
        for path in _short(_paths(file.parsed.old_addresses), file.problems)
    ]
    # Guesses come last and silently: a path that is surely another file's goes there.
    wanted += [
        (path, article, file, None)
        for article, file in pairs
        for path in _short(_paths(file.parsed.guessed_addresses), None)
    ]
    taken = _owners({path for path, *_rest in wanted})
    stored = frozenset(taken)
    new: list[Redirect] = []
    replaced: list[str] = []
    for path, article, file, problems in wanted:
        pk, gives_way = taken.get(path, (0, True))
        if gives_way and not (pk and file.discovered.archive == SAMPLES):
            taken[path] = article.pk, False
            new.append(Redirect(path=path, article=article))
            replaced += [path] if path in stored else []
        elif pk != article.pk and problems:
            target = f"to article {pk}" if pk else "where an editor says"
            problems.warn("address-taken", 0, f"{path} leads {target} already.")
    Redirect.objects.filter(path__in=replaced).delete()
    Redirect.objects.bulk_create(new)


def _owners(paths: Iterable[str]) -> dict[str, _Owner]:
    rows = Redirect.objects.filter(path__in=paths).values_list(
        "path", "article", "article__imported_file__archive", "reason"
    )
    return {
        path: (
            pk or 0,
            archive == SAMPLES if pk else reason == Redirect.Reason.IMPORTED,
        )
        for path, pk, archive, reason in rows
    }


@content_change()
def store_label_redirects(
    rows: Iterable[tuple[Article, PreparedFile, Labels]],
) -> None:
    """Let the addresses that Hugo gave the pages of labels lead to ours. Two queries.

    One that is a page's own here is left out, as is one that leads elsewhere already.
    """
    seen: set[tuple[str, ...]] = set()
    wanted = {
        redirect.path: redirect
        for article, file, labels in rows
        for redirect in _label_redirects(article, file, labels, seen)
        if len(redirect.path) <= _MAX_PATH and not _CONTROL.search(redirect.path)
    }
    known = Redirect.objects.filter(path__in=wanted).values_list("path", flat=True)
    for path in [*known]:
        del wanted[path]
    Redirect.objects.bulk_create(wanted.values(), ignore_conflicts=True)


def _label_redirects(
    article: Article, file: PreparedFile, labels: Labels, seen: set[tuple[str, ...]]
) -> Iterator[Redirect]:
    """Yield the redirects of labels that no earlier file of the batch had; ``seen`` grows."""
    values, configuration = file.parsed.values, file.settings.configuration
    found: tuple[tuple[str, str, dict[str, Category | Tag | Author]], ...] = (
        ("categories", "category", {one.key: one for one in labels.categories}),
        ("tags", "tag", {one.key: one for one in labels.tags}),
        ("authors", "author", {one.key: one for one in labels.authors}),
    )
    for meaning, kind, by_key in found:
        for name in values[meaning]:
            place = (file.parsed.prefix, article.variant, meaning, name)
            if place in seen:
                continue
            seen.add(place)
            key_of = Tag.key_of if kind == "tag" else Keyed.key_of
            label = by_key.get(key_of(name))
            spellings = {file_path_of(name), path_of(name)} - {""}
            for folder in [meaning, *configuration.keys_of(meaning)] if label else ():
                for spelling in spellings:
                    address = f"{file.parsed.prefix}/{folder}/{unquote(spelling)}"
                    redirect = Redirect(
                        path=Redirect.normal(address),
                        variant=article.variant,
                        **{kind: label},
                    )
                    if not _is_own_page(redirect):
                        yield redirect


def _is_own_page(redirect: Redirect) -> bool:
    """Tell whether the path is that of the label's page here, in any variant."""
    target = unquote(redirect.target_in(redirect.variant))
    page = target.partition("/")[2].partition("/")[2].lower()
    first, _slash, rest = redirect.path.strip("/").partition("/")
    return page == (f"{rest}/" if first in Variant else redirect.path.lstrip("/"))


def _paths(addresses: Sequence[str]) -> list[str]:
    paths = []
    for address in addresses:
        if is_local(address):
            asked = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
            path = Redirect.normal(asked)
            if path != "//" and not _CONTROL.search(path):
                paths.append(path)
    return sorted(set(paths))


def _short(paths: Sequence[str], problems: Problems | None) -> list[str]:
    """Drop the paths that are too long to be kept, with a warning for each."""
    for path in paths:
        if problems and len(path) > _MAX_PATH:
            problems.warn(
                "address-too-long",
                0,
                f"The old address {path[:40]}… has {len(path)} characters, {_MAX_PATH} "
                "are the most: it does not lead here. Give the page a shorter alias, and "
                "let your web server send the long one there.",
            )
    return [path for path in paths if len(path) <= _MAX_PATH]
