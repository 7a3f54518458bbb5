"""Find or make the ``Image`` for some bytes, and find it again by an address."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from django.conf import settings
from django.core.files.base import ContentFile

from articles.images import processing
from articles.images.picture_data import COLUMN_SIZES, picture_data
from articles.images.processing import Renditions
from articles.images.renditions import (
    image_of_file,
    put_file,
    put_renditions,
)
from articles.images.specs import FIRST_SPECS
from articles.models import (
    Article,
    FormerFile,
    Image,
    ImageOrigin,
    ListPage,
    RemoteImage,
    content_change,
    original_files,
)
from articles.rendering import ImageData
from articles.text_places import TextPlace, is_local, place_of
from articles.variants.engine import is_readable_in

# Where Hugo and Jekyll look for a picture that a page calls ``/img/a.png``.
STATIC_FOLDERS = ("static", "assets", "")


@dataclass(frozen=True)
class PreparedImage:
    """A verified picture with its first renditions, before any row is written."""

    content: bytes
    digest: str
    picture: processing.Picture
    renditions: Renditions


def prepare_image(content: bytes) -> PreparedImage:
    """Verify and shrink a picture; safe in any thread. Raises ``NotAnImage``."""
    picture = processing.verify_image(content)
    digest = hashlib.sha256(content).hexdigest()
    renditions = processing.make_renditions(
        content, FIRST_SPECS, source_type=picture.metadata.source_type
    )
    return PreparedImage(content, digest, picture, renditions)


@content_change()
def store_image(
    content: bytes | PreparedImage, *, alt: str = "", origin: str = ""
) -> Image:
    """Return the Image for these bytes, stored with its first renditions where it is new.

    Raises ``processing.NotAnImage`` for anything that does not decode. Files come
    before the row: a process that is killed leaves no picture without its files.
    """
    if isinstance(content, bytes):
        digest = hashlib.sha256(content).hexdigest()
        processing.verify_image(content)
    else:
        digest = content.digest
    image = Image.objects.filter(digest=digest).first()
    image = image or _replaced_at(origin, digest)
    if image is None:
        prepared = prepare_image(content) if isinstance(content, bytes) else content
        image = Image()
        # Another picture at the same place shows the same, as far as anybody knows.
        if origin and (before := Image.objects.filter(origins__origin=origin).first()):
            image.alt, image.caption = before.alt, before.caption
            image.credit, image.licence = before.credit, before.licence
        put_files(image, prepared)
    if origin and not image.origin:
        image.origin = origin
    if alt and not image.alt:
        image.alt = alt[:500]
    image.save()
    if origin:
        ImageOrigin.objects.update_or_create(origin=origin, defaults={"image": image})
    return image


def put_files(image: Image, prepared: PreparedImage) -> None:
    """Store the files of a picture, and put on its row what follows from them."""
    picture = prepared.picture
    image.digest = prepared.digest
    image.width, image.height = picture.width, picture.height
    image.source_type = picture.metadata.source_type
    image.focal_x = image.focal_y = None
    image.recipe = ""
    stem = f"{Image.FOLDER}/{prepared.digest[:16]}"
    # The name of a former file is in texts, and stands for another picture now.
    count = FormerFile.objects.filter(digest=prepared.digest).count()
    name = f"{stem}{f'-{count + 1}' if count else ''}.{picture.extension}"
    image.file.name = put_file(name, ContentFile(prepared.content), original_files)
    image.renditions = put_renditions(image, prepared.renditions)


def _replaced_at(origin: str, digest: str) -> Image | None:
    """Find the picture that took the place of a file which still lies in an archive."""
    if not origin:
        return None
    rows = Image.objects.filter(origins__origin=origin)
    return rows.filter(former_files__digest=digest).first()


def resolver_for(text: Article | ListPage) -> Callable[[str], ImageData | None]:
    """Return a function from an address in the body to the picture's data, or None.

    It costs a query per distinct local address: for saving, never for showing.
    """
    place = place_of(text)

    def resolve(address: str) -> ImageData | None:
        image = find_image_at(address, place) if place else find_image(address)
        if image:
            data = picture_data(image, COLUMN_SIZES)
            if text.language and not is_readable_in(data.alt, text.language):
                return replace(data, alt="")
            return data
        if original := at_original(address, place) if place else "":
            return ImageData(original)
        return ImageData("") if _is_deleted(address) else None

    return resolve


def _is_deleted(address: str) -> bool:
    """Tell whether an address is that of a picture of ours which was deleted."""
    name = unquote(address.removeprefix(settings.MEDIA_URL))
    if not name.startswith(f"{Image.FOLDER}/") or "\x00" in name:
        return False
    return FormerFile.objects.filter(name=name, image=None).exists()


def find_image_at(address: str, place: TextPlace) -> Image | None:
    """Find the Image for an address in a text, however its site's own are written there.

    What a text from elsewhere calls may have been downloaded from there.
    """
    key = (place.archive, place.path)
    addresses = [*place.spellings(address), address, at_original(address, place)]
    for spelling in dict.fromkeys(filter(None, addresses)):
        if image := find_image(spelling, key):
            return image
    return None


def at_original(address: str, place: TextPlace) -> str:
    """Return where the picture lies that a text from elsewhere calls from the root of its
    own site; nothing for a picture of ours."""
    is_ours = address.startswith(
        (f"{settings.MEDIA_URL}{Image.FOLDER}/", settings.STATIC_URL)
    )
    return "" if is_ours else place.at_original(address)


def find_image(address: str, place: tuple[str, str] | None = None) -> Image | None:
    """Find the Image for an address in a text at ``place``, its archive and path.

    A picture of another site is found once ``fetch_images`` has downloaded it.
    """
    if not is_local(address):
        key = RemoteImage.key_of(address)
        return Image.objects.filter(remotes__key=key).first() if key else None
    if address.startswith(settings.MEDIA_URL):
        return image_of_file(unquote(address.removeprefix(settings.MEDIA_URL)))
    if place is None:
        return None
    archive, path = place
    origins = [f"{archive}:{candidate}" for candidate in candidates(address, path)]
    return Image.objects.filter(origins__origin__in=origins).first()


def candidates_at(address: str, place: TextPlace) -> list[str]:
    """Return where in its archive the picture may lie that a text calls ``address``."""
    return [
        path
        for spelling in place.spellings(address)
        if is_local(spelling)
        for path in candidates(spelling, place.path)
    ]


def candidates(address: str, path: str) -> list[str]:
    """Return where in an archive the picture may lie that ``path`` calls ``address``."""
    wanted = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    if "\x00" in wanted:
        return []
    if wanted.startswith("/"):
        places = [
            posixpath.join(folder, wanted.lstrip("/")) for folder in STATIC_FOLDERS
        ]
    else:
        # Hexo keeps the pictures of a.md in the folder a; Hugo's figure takes what is
        # not beside the page from assets, and themes take a thumbnail's path, or a
        # cover's, as one below the site's root.
        page_folders = [posixpath.dirname(path), posixpath.splitext(path)[0]]
        folders = [*page_folders, "assets", "static", ""]
        places = [posixpath.join(folder, wanted) for folder in folders]
    normal = [posixpath.normpath(place) for place in places]
    return [place for place in normal if not place.startswith("..")]
