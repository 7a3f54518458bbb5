"""Store the attachments of an article: pictures and menu entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from articles import images
from articles.archive.importer.discover import DiscoveredFile, is_another, size_and_time
from articles.archive.importer.prepare import PreparedFile
from articles.archive.problems import Problems
from articles.archive.reader import ParsedFile
from articles.images import NotAnImage
from articles.models import Article, Image, ImageReference, MenuEntry
from articles.outages import is_outage
from articles.text_places import is_local

_MAX_ADDRESS = Article._meta.get_field("thumbnail_url").max_length or 4000


class LocalPictures:
    """Stores the local pictures that a file names, each once.

    ``references`` are the places where they were looked for.
    """

    def __init__(self, file: PreparedFile) -> None:
        self.file = file
        self.place = file.place
        self.references: list[ImageReference] = []
        self.images: dict[str, Image | None] = {}

    def store_all(self) -> None:
        """Store the pictures of the body."""
        for address in self.file.pictures:
            self.store(address, line_of(address, self.file.parsed))

    def store(self, address: str, line: int) -> Image | None:
        """Store a picture; None if it is remote, missing or broken."""
        if not self.place.is_local(address):
            return None
        if address not in self.images:
            self.images[address] = self._stored(address, line)
        return self.images[address]

    def _stored(self, address: str, line: int) -> Image | None:
        discovered, problems = self.file.discovered, self.file.problems
        for candidate in images.candidates_at(address, self.place):
            path = discovered.root / candidate
            seen = size_and_time(path)
            self.references.append(reference_to(discovered, candidate, seen))
            try:
                if seen and path.resolve().is_relative_to(discovered.root.resolve()):
                    origin = f"{discovered.archive}:{candidate}"
                    image = images.store_image(path.read_bytes(), origin=origin)
                    if images.is_kept_as_is(image):
                        problems.note("picture-kept-as-is", line, _too_long(image))
                    return image
            except NotAnImage as error:
                problems.warn("bad-picture", line, f"{address}: {error}")
                return None
            except OSError as error:  # No permission, or a name that no system has.
                if is_outage(error):  # Of the storage: the file is to be read again.
                    raise
                problems.warn("bad-picture", line, f"{address}: {error.strerror}")
                return None
        if is_local(address):  # Else the old site itself may have it.
            message = f"The picture {address} is not in the archive."
            if original := images.at_original(address, self.place):
                message += f" Its text is from elsewhere: readers get {original}."
            problems.warn("missing-picture", line, message)
        return None


def _too_long(image: Image) -> str:
    return (
        f"The picture {image.origin.partition(':')[2]}, {image.width} × {image.height} "
        "pixels, is too long to be made smaller for the web: readers get it as it is. "
        "Cut it into several if that takes them too long."
    )


def line_of(address: str, parsed: ParsedFile) -> int:
    """Return the line that names it, as written or percent-encoded; 0 for none."""
    for spelling in (address, unquote(address)):
        if (start := parsed.body.find(spelling)) >= 0:
            return parsed.body_line + parsed.body.count("\n", 0, start)
    return 0


def reference_to(
    discovered: DiscoveredFile, path: str, seen: tuple[int, int] | None
) -> ImageReference:
    """Return the row that says what lay at a path that the file names."""
    size, changed_at_ns = seen or (None, 0)
    return ImageReference(
        archive=discovered.archive,
        place=discovered.place,
        path=path,
        size=size,
        changed_at_ns=changed_at_ns,
    )


def store_pictures(
    article: Article, file: PreparedFile, *, keeps_thumbnail: bool = False
) -> list[ImageReference]:
    """Store the local pictures of the body and set the thumbnail.

    An article that ``keeps_thumbnail``, because an editor chose it, gets a warning
    instead. The references are for ``replace_references``.
    """
    pictures = LocalPictures(file)
    pictures.store_all()
    address, line = (
        file.parsed.values["thumbnail"],
        file.parsed.values["thumbnail_line"],
    )
    image = pictures.store(address, line) if address else None
    if address and image is None and article.pk:
        # An earlier import, or fetch_images for another site, may have stored it.
        image = images.find_image_at(address, file.place)
    if not keeps_thumbnail:
        _set_thumbnail(article, image, address, line, file.problems)
    elif address and address != article.thumbnail_url:
        file.problems.warn(
            "thumbnail-kept",
            line,
            f"The file's thumbnail is {address}; the article keeps the one that was "
            "chosen here.",
        )
    return pictures.references


def _set_thumbnail(
    article: Article, image: Image | None, address: str, line: int, problems: Problems
) -> None:
    article.thumbnail = image
    is_remote = bool(address) and not is_local(address)
    is_too_long = is_remote and len(address) > _MAX_ADDRESS
    if is_too_long:
        problems.warn(
            "odd-value",
            line,
            f"The thumbnail's address has {len(address)} characters, {_MAX_ADDRESS} are "
            "the most: no thumbnail. Keep the picture in a file and name that.",
        )
    article.thumbnail_url = address if is_remote and not is_too_long else ""
    if address and not (article.thumbnail_url or article.thumbnail):
        article.extra["thumbnail"] = address  # Not shown, and not to be forgotten.


def has_another_picture(file: PreparedFile, address: str) -> bool:
    """Tell whether another file lies now where the file's picture was looked for."""
    discovered = file.discovered
    paths = images.candidates_at(address, file.place)
    rows = ImageReference.objects.filter(
        archive=discovered.archive, place=discovered.place
    )
    return any(
        is_another(discovered.root, row.path, row.size, row.changed_at_ns)
        for row in rows.filter(path__in=paths)
    )


def replace_references(
    files: Sequence[PreparedFile], references: Sequence[ImageReference]
) -> None:
    """Keep where the files' pictures were looked for, instead of the earlier places."""
    archives = {file.discovered.archive for file in files}
    places = [file.discovered.place for file in files]
    ImageReference.objects.filter(archive__in=archives, place__in=places).delete()
    ImageReference.objects.bulk_create(references)


def store_menus(article: Article, menus: Sequence[Sequence[Any]]) -> bool:
    """Replace the article's menu entries by these, each (menu, label, weight).

    Tell whether the menus need refreshing.
    """
    wanted = {menu: (label, weight) for menu, label, weight in menus}
    gone, _rows = article.menu_entries.exclude(menu__in=wanted).delete()
    for menu, (label, weight) in wanted.items():
        MenuEntry.objects.update_or_create(
            article=article, menu=menu, defaults={"label": label, "weight": weight}
        )
    return bool(wanted or gone)
