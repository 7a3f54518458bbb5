"""The picture that leads an article, and the places where it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.front_matter import Keys, as_list, clean_text, lowered
from articles.choices import ThumbnailPlace
from articles.images import candidates
from articles.models import Article, Image, RemoteImage

# Where other themes write the picture that leads an article.
_LEAD_IMAGES = ("image", "cover", "featuredimage", "featured_image", "images")
_ADDRESS_KEYS = ("src", "image", "url", "path", "file", "feature")


@dataclass(frozen=True)
class Thumbnail:
    """``origins`` and ``media`` tell where a picture of our own came from (an archive's
    file, or an address elsewhere) and lies; ``address`` is one elsewhere, or one that no
    picture was found for."""

    origins: frozenset[str] = frozenset()
    media: str = ""
    address: str = ""

    @classmethod
    def of(cls, article: Article) -> Thumbnail:
        kept, image = article.extra.get("thumbnail"), article.thumbnail
        address = article.thumbnail_url or (kept if isinstance(kept, str) else "")
        if image is None:
            return cls(address=address)
        origins = {row.origin for row in image.origins.all()}
        origins |= {row.url for row in image.remotes.all()}
        return cls(frozenset(origins), _address_of(image), address)


def _address_of(image: Image) -> str:
    """Return a picture's address in files: in the archive's static folder, else on this
    site, below whose folder of media the export lays it."""
    _archive, _, path = image.origin.partition(":")
    if path.startswith("static/"):
        return path.removeprefix("static")
    return f"{settings.MEDIA_URL}{image.file.name}"


class ThumbnailField(FieldSpec):
    """Mainroad's own key; if it is missing, the pictures that other themes lead with.

    Theirs stay in the data too: they can hold more, such as a caption. The import
    fetches the picture; the value that a file gives is its address.
    """

    rank = 3
    is_plain = is_merged = False
    columns = {"thumbnail": ("thumbnail", "thumbnail_url")}

    def read(self, keys: Keys, context: ReadContext) -> Values:
        key = next(
            (k for k in ("thumbnail", *_LEAD_IMAGES) if k in keys.matter.values), ""
        )
        if key == "thumbnail":
            keys.used.add(key)
        address = _image_address(keys.look(key))
        # A word without dot and slash is another theme's number of a picture.
        is_address = key == "thumbnail" or "." in address or "/" in address
        return {
            "thumbnail": address if is_address else "",
            "thumbnail_line": keys.line(key),
        }

    def current(self, article: Article) -> Values:
        return {"thumbnail": Thumbnail.of(article)}

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        address, thumbnail = parsed.values["thumbnail"], now["thumbnail"]
        if not (thumbnail.origins or thumbnail.media):
            return bool(thumbnail.address == address)
        paths = candidates(address, str(place.path)) if address else []
        origins = {f"{place.archive}:{path}" for path in paths}
        origins |= {remote} if (remote := RemoteImage.normal(address)) else set()
        return not origins.isdisjoint(thumbnail.origins) or thumbnail.media == address

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        _write(header, edit)


class ThumbnailPlaceField(FieldSpec):
    """The places where it shows: ``visibility`` under the thumbnail's key."""

    rank = 3

    def read(self, keys: Keys, context: ReadContext) -> Values:
        places = lowered(keys.look("thumbnail")).get("visibility") or []
        return {"thumbnail_place": thumbnail_place(places)}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        if "thumbnail" not in edit.names:  # Else the row above wrote both.
            _write(header, edit)


def _write(header: HeaderWriter, edit: HeaderEdit) -> None:
    before, now = edit.parsed.values, edit.now
    address, place = before["thumbnail"], now["thumbnail_place"]
    if "thumbnail" in edit.names:
        address = now["thumbnail"].media or now["thumbnail"].address
    shown = [str(place)] if place else []
    if place == ThumbnailPlace.BOTH:
        shown = ["list", "post"]
    written = header.values.get("thumbnail")
    if not isinstance(written, dict):
        as_map = {"src": address, "visibility": shown}
        header.set("thumbnail", as_map if shown else address)
        return
    keys = {key.lower(): key for key in written}
    wanted: dict[str, Any] = {keys.get("src", "src"): address}
    if before["thumbnail_place"] != place:
        wanted[keys.get("visibility", "visibility")] = shown
    header.set("thumbnail", written | wanted)


def thumbnail_place(names: Any) -> str:
    """Return the place that Mainroad's names, a list or one, mean; empty for none."""
    shown = set(map(clean_text, as_list(names)))
    if shown >= {"list", "post"}:
        return ThumbnailPlace.BOTH
    return next((place for place in ThumbnailPlace if place in shown), "")


def _image_address(value: Any) -> str:
    """Return the address of a picture, from text, a list's first, or a map."""
    if isinstance(value, list):
        return next(filter(None, map(_image_address, value)), "")
    if isinstance(value, dict):
        keys = lowered(value)
        found = (keys[key] for key in _ADDRESS_KEYS if isinstance(keys.get(key), str))
        return clean_text(next(found, ""))
    return clean_text(value)
