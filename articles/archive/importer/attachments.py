"""What an article brings along: pictures, menu entries, old addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote

from articles import images
from articles.archive.importer.discover import DiscoveredFile, is_another, size_and_time
from articles.archive.importer.prepare import Prepared, is_local
from articles.archive.problems import Problems
from articles.archive.reader import ParsedFile
from articles.images import NotAnImage
from articles.models import Article, Image, ImageReference, MenuEntry, Redirect

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_MAX_ADDRESS = Article._meta.get_field("thumbnail_url").max_length or 4000
_MAX_PATH = Redirect._meta.get_field("path").max_length or 600


def bring_pictures(
    article: Article, prepared: Prepared, *, keeps_thumbnail: bool = False
) -> None:
    """Store the local pictures of the body, and set the thumbnail.

    Where an editor chose one the article ``keeps_thumbnail``, and the file's is told.
    """
    bring = bring_body_pictures(prepared)
    reading, problems = prepared.reading, prepared.problems
    assert reading and problems  # noqa: S101, PT018 – what was refused brings nothing
    address = reading.values["thumbnail"]
    image = bring(address, reading.values["thumbnail_line"]) if address else None
    if address and image is None:
        # Of another site, what fetch_images brought; of the archive, what it had once.
        place = (prepared.found.archive, prepared.found.place)
        image = images.find_image(address, place) if article.pk else None
    if keeps_thumbnail:
        if address and address != article.thumbnail_url:
            problems.warn(
                "thumbnail-kept",
                reading.values["thumbnail_line"],
                f"The file's thumbnail is {address}; the article keeps the one that was "
                "chosen here.",
            )
        return
    article.thumbnail = image
    is_remote = bool(address) and not is_local(address)
    is_too_long = is_remote and len(address) > _MAX_ADDRESS
    if is_too_long:
        problems.warn(
            "odd-value",
            reading.values["thumbnail_line"],
            f"The thumbnail's address has {len(address)} characters, {_MAX_ADDRESS} are "
            "the most: no thumbnail. Keep the picture in a file and name that.",
        )
    article.thumbnail_url = address if is_remote and not is_too_long else ""
    if address and not (article.thumbnail_url or article.thumbnail):
        article.extra["thumbnail"] = address  # Not shown, and not to be forgotten.


def bring_body_pictures(prepared: Prepared) -> Callable[[str, int], Image | None]:
    """Store the local pictures of the body; gives what brings in one more."""
    reading, problems = prepared.reading, prepared.problems
    assert reading and problems  # noqa: S101, PT018 – what was refused brings nothing
    bring = _bringer(prepared, problems)
    for picture in prepared.pictures:
        bring(picture, _line_of(picture, reading))
    return bring


def _line_of(address: str, reading: ParsedFile) -> int:
    """Where the body names it, as written or percent-encoded; else the whole file."""
    found = (reading.body.find(one) for one in (address, unquote(address)))
    place = next((place for place in found if place >= 0), None)
    if place is None:
        return 0
    return reading.body_line + reading.body.count("\n", 0, place)


def _bringer(
    prepared: Prepared, problems: Problems
) -> Callable[[str, int], Image | None]:
    """A function that brings in the local picture of an address, once."""
    brought: dict[str, Image | None] = {}
    prepared.called = []

    def bring(address: str, line: int) -> Image | None:
        if not is_local(address):
            return None
        if address not in brought:
            brought[address] = _bring(address, line, prepared, problems)
        return brought[address]

    return bring


def _bring(
    address: str, line: int, prepared: Prepared, problems: Problems
) -> Image | None:
    found = prepared.found
    for candidate in images.candidates(address, str(found.path)):
        file = found.root / candidate
        origin = f"{found.archive}:{candidate}"
        seen = size_and_time(file)
        prepared.called.append(_called(found, candidate, seen))
        try:
            if seen and file.resolve().is_relative_to(found.root.resolve()):
                return images.store_image(file.read_bytes(), origin=origin)
        except NotAnImage as error:
            problems.warn("bad-picture", line, f"{address}: {error}")
            return None
        except OSError as error:  # No permission, or a name that no system has.
            problems.warn("bad-picture", line, f"{address}: {error.strerror}")
            return None
    problems.warn(
        "missing-picture", line, f"The picture {address} is not in the archive."
    )
    return None


def _called(
    found: DiscoveredFile, path: str, seen: tuple[int, int] | None
) -> ImageReference:
    size, changed_at_ns = seen or (None, 0)
    return ImageReference(
        archive=found.archive,
        place=found.place,
        path=path,
        size=size,
        changed_at_ns=changed_at_ns,
    )


def has_another_picture(found: DiscoveredFile, address: str) -> bool:
    """Whether another file lies now where the file's picture was looked for."""
    paths = images.candidates(address, found.place) if is_local(address) else []
    rows = ImageReference.objects.filter(archive=found.archive, place=found.place)
    return any(
        is_another(found.root / row.path, row.size, row.changed_at_ns)
        for row in rows.filter(path__in=paths)
    )


def note_called(batch: Sequence[Prepared]) -> None:
    """Keep where the files' pictures were looked for, in place of what was kept."""
    archives = {prepared.found.archive for prepared in batch}
    places = [prepared.found.place for prepared in batch]
    ImageReference.objects.filter(archive__in=archives, place__in=places).delete()
    ImageReference.objects.bulk_create(
        called for prepared in batch for called in prepared.called
    )


def store_menus(article: Article, menus: Sequence[Sequence[Any]]) -> bool:
    """Make the article's menu entries these: (menu, label, weight) each.

    Says whether the menus want refreshing.
    """
    wanted = {menu: (label, weight) for menu, label, weight in menus}
    gone, _rows = article.menu_entries.exclude(menu__in=wanted).delete()
    for menu, (label, weight) in wanted.items():
        MenuEntry.objects.update_or_create(
            article=article, menu=menu, defaults={"label": label, "weight": weight}
        )
    return bool(wanted or gone)


def store_redirects(
    pairs: Sequence[tuple[Article, ParsedFile, Problems]],
) -> None:
    """Let old addresses lead to their articles; one that leads elsewhere stays."""
    wanted: list[tuple[str, Article, Problems | None]] = [
        (path, article, problems)
        for article, reading, problems in pairs
        for path in _short(_paths(reading.old_addresses), problems)
    ]
    # Last and silently: what may be another file's goes to whom it is surely.
    wanted += [
        (path, article, None)
        for article, reading, _problems in pairs
        for path in _short(_paths(reading.guessed_addresses), None)
    ]
    paths = {path for path, _article, _problems in wanted}
    taken = dict(Redirect.objects.filter(path__in=paths).values_list("path", "article"))
    new = []
    for path, article, problems in wanted:
        if path not in taken:
            taken[path] = article.pk
            new.append(Redirect(path=path, article=article))
        elif taken[path] != article.pk and problems:
            problems.warn(
                "address-taken", 0, f"{path} leads to article {taken[path]} already."
            )
    Redirect.objects.bulk_create(new)


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
    """The paths that can be kept; of the others the ``problems`` tell."""
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
