"""The picture that leads an article, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles.archive.fields.spec import (
    FieldChange,
    FieldSpec,
    FilePlace,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.front_matter import Keys, clean_text
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
    """Where a file calls the picture: at its place in the archive's static folder, or
    where this site serves it, below which the export lays it."""
    _archive, _, path = image.origin.partition(":")
    if path.startswith("static/"):
        return path.removeprefix("static")
    return f"{settings.MEDIA_URL}{image.file.name}"


class ThumbnailField(FieldSpec):
    """Mainroad's own key; where it is missing, what other themes lead with.

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
        told, thumbnail = parsed.values["thumbnail"], now["thumbnail"]
        if not (thumbnail.origins or thumbnail.media):
            return bool(thumbnail.address == told)
        paths = candidates(told, str(place.path)) if told else []
        origins = {f"{place.archive}:{path}" for path in paths}
        origins |= {remote} if (remote := RemoteImage.normal(told)) else set()
        return not origins.isdisjoint(thumbnail.origins) or thumbnail.media == told

    def write(self, header: HeaderWriter, change: FieldChange) -> None:
        _write(header, change)


class ThumbnailPlaceField(FieldSpec):
    """Under the thumbnail's key, ``visibility`` says where it shows."""

    rank = 3

    def read(self, keys: Keys, context: ReadContext) -> Values:
        value = keys.look("thumbnail")
        own = _lowered(value) if isinstance(value, dict) else {}
        places = own.get("visibility") or []
        names = places if isinstance(places, list) else [places]
        shown = {clean_text(name) for name in names}
        if shown >= {"list", "post"}:
            return {"thumbnail_place": ThumbnailPlace.BOTH}
        found = (place for place in ThumbnailPlace if place in shown)
        return {"thumbnail_place": next(found, "")}

    def write(self, header: HeaderWriter, change: FieldChange) -> None:
        if "thumbnail" not in change.names:  # Else the row above wrote both.
            _write(header, change)


def _write(header: HeaderWriter, change: FieldChange) -> None:
    told, now = change.parsed.values, change.now
    address, place = told["thumbnail"], now["thumbnail_place"]
    if "thumbnail" in change.names:
        address = now["thumbnail"].media or now["thumbnail"].address
    shown = [str(place)] if place else []
    if place == ThumbnailPlace.BOTH:
        shown = ["list", "post"]
    before = header.values.get("thumbnail")
    if not isinstance(before, dict):
        as_map = {"src": address, "visibility": shown}
        header.set("thumbnail", as_map if shown else address)
        return
    keys = {key.lower(): key for key in before}
    wanted: dict[str, Any] = {keys.get("src", "src"): address}
    if told["thumbnail_place"] != place:
        wanted[keys.get("visibility", "visibility")] = shown
    header.set("thumbnail", before | wanted)


def _image_address(value: Any) -> str:
    """The address of a picture, from text, a list's first, or a map."""
    if isinstance(value, list):
        return next(filter(None, map(_image_address, value)), "")
    if isinstance(value, dict):
        own = _lowered(value)
        found = (own[key] for key in _ADDRESS_KEYS if isinstance(own.get(key), str))
        return clean_text(next(found, ""))
    return clean_text(value)


def _lowered(value: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): item for key, item in value.items()}
