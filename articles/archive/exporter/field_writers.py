"""From fields that changed to keys of the front matter: the importer's table, backwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from articles.archive.exporter.blocks import same
from articles.archive.exporter.field_values import (
    KNOWN_KEYS,
    SOURCE_KEY,
    Facts,
    normal,
    source_value,
)
from articles.archive.exporter.header import Header, escaped
from articles.archive.exporter.reread import ParsedFile, clean_text, name_of, one_line
from articles.choices import Language, SidebarSide, ThumbnailPlace
from articles.variants.engine import fold

_TAGS = {
    Language.SIMPLIFIED: "zh-CN",
    Language.TAIWAN: "zh-TW",
    Language.HONG_KONG: "zh-HK",
}
_PUBLISH = ("publishdate", "pubdate", "published")
_MODIFIED = ("lastmod", "modified", "updated", "last_modified_at")
_WORDS = {"true", "false", "yes", "no"}
_EXPIRES = ("expirydate", "unpublishdate")
_SWITCHES = ("comments", "authorbox", "pager", "toc", "mathjax")
_KEYS = {
    "lead": ("lead",),
    "summary": ("summary",),
    "description": ("description",),
    "translation_key": ("translationkey",),
}
MOMENTS = {"published_at", "modified_at", "expires_at", "embargoed_until"}


def write(
    header: Header,
    changed: set[str],
    reading: ParsedFile,
    facts: Facts,
    *,
    by_key: bool = False,
) -> None:
    """Put what changed into the header. The body is not its matter; the source is
    ``by_key``, where no closing block can tell it."""
    for name, keys in _KEYS.items():
        if name in changed:
            _put_text(header, keys, normal(facts.values[name]))
    for name in _SWITCHES:
        if name in changed:
            _put_switch(header, name, facts.values[name])
    if changed & MOMENTS:
        _put_moments(header, changed, facts)
    if changed & {"thumbnail", "thumbnail_place"}:
        now = facts.thumbnail.media or facts.thumbnail.address
        address = now if "thumbnail" in changed else reading.fields.thumbnail
        _put_thumbnail(header, reading, facts, address)
    if by_key:
        header.set(SOURCE_KEY, source_value(facts))
    for name, put in _WRITERS.items():
        if name in changed:
            put(header, reading, facts)


def _put_switch(header: Header, name: str, value: bool | None) -> None:
    if value is None:
        header.drop(name)
    else:
        header.set(name, value)


def _put_text(header: Header, keys: tuple[str, ...], text: str) -> None:
    before = header.values.get(header.holding(*keys))
    if text and isinstance(before, str) and before.endswith("\n"):
        text += "\n"  # A block of lines goes on ending as it did.
    header.put(*keys, value=text)


def _put_title(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    header.put("title", value=escaped(" ".join(facts.values["title"].split())))


def _put_language(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    language = facts.values["language"]
    tag = _TAGS.get(language, language)
    key = header.holding("lang", "language")
    is_list = isinstance(header.values.get(key), list)
    header.set(key, [tag] if is_list else tag)


def _put_translations(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    header.put("translations", value=list(facts.values["translation_languages"]))


def _put_weight(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    header.put("weight", value=facts.values["weight"])


def _put_sidebar(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    side = facts.values["sidebar"]
    if not side:
        header.drop("sidebar")
    else:
        header.put("sidebar", value=False if side == SidebarSide.NONE else str(side))


def _put_widgets(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    _put_list(header, facts.values["widgets"], "widgets")


def _put_categories(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    _put_list(header, facts.categories, "categories", "category")


def _put_tags(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    _put_list(header, facts.tags, "tags", "tag")


def _put_authors(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    _put_list(header, facts.authors, "authors", "author")


def _put_list(header: Header, names: list[str], *keys: str) -> None:
    items = reversed(header.items(*keys))
    by_key = {fold(name_of(item)): item for item in items}
    kept = {name: by_key[fold(name)] for name in names if fold(name) in by_key}
    header.put_names(*keys, value=names, kept=kept)


def _put_menus(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    key = header.holding("menus", "menu")
    before, weight = header.values.get(key), facts.values["weight"]
    names = [menu for menu, _label, _weight in facts.menus]
    if not names:
        header.set(key, "" if isinstance(before, str) else [])
        return
    is_plain = all(not label and own == weight for _menu, label, own in facts.menus)
    if is_plain and not isinstance(before, dict):
        is_text = isinstance(before, str) and len(names) == 1
        header.set(key, names[0] if is_text else names)
        return
    old = before if isinstance(before, dict) else {}
    header.set(
        key,
        {menu: _menu(old.get(menu), label, own) for menu, label, own in facts.menus},
    )


def _menu(old: Any, label: str, weight: int) -> dict[str, Any]:
    """An entry with its name and weight; what else it says stays."""
    entry = old if isinstance(old, dict) else {}
    spelled = {key.lower(): key for key in entry}
    name, place = spelled.get("name", "name"), spelled.get("weight", "weight")
    told: dict[str, Any] = {}
    if one_line(entry.get(name)) != label:
        told[name] = escaped(label)
    if str(entry.get(place)) != str(weight):
        told[place] = weight
    return entry | told


def _put_thumbnail(
    header: Header, reading: ParsedFile, facts: Facts, address: str
) -> None:
    place = facts.values["thumbnail_place"]
    shown = (
        ["list", "post"] if place == ThumbnailPlace.BOTH else [str(place)] * bool(place)
    )
    before = header.values.get("thumbnail")
    if not isinstance(before, dict):
        as_map = {"src": address, "visibility": shown}
        value: Any = as_map if shown else address
        header.set("thumbnail", value)
        return
    keys = {key.lower(): key for key in before}
    wanted: dict[str, Any] = {keys.get("src", "src"): address}
    if reading.fields.values["thumbnail_place"] != place:
        wanted[keys.get("visibility", "visibility")] = shown
    header.set("thumbnail", before | wanted)


def _put_moments(header: Header, changed: set[str], facts: Facts) -> None:
    if changed & {"published_at", "embargoed_until"}:
        _put_publication(header, changed, facts)
    for name, keys in (("modified_at", _MODIFIED), ("expires_at", _EXPIRES)):
        value = facts.values[name]
        if name in changed and value:
            header.put_moment(*keys, value=value)
        elif name in changed:
            header.drop(*keys)


def _put_publication(header: Header, changed: set[str], facts: Facts) -> None:
    published, embargo = facts.values["published_at"], facts.embargo
    is_switch = clean_text(header.values.get("published")).lower() in _WORDS
    publish_keys = _PUBLISH[:2] if is_switch else _PUBLISH
    has_date = header.moment("date") is not None
    if published is None:
        header.drop("date", *publish_keys)
    elif embargo:
        header.put_moment("date", value=published)
        header.put_moment(*publish_keys, value=embargo)
    elif header.moment(*publish_keys) and not has_date:
        if "published_at" in changed:
            header.put_moment(*publish_keys, value=published)
    elif "published_at" in changed or not has_date:
        header.put_moment("date", value=published)
    later = header.moment(*publish_keys)
    if published and later and not embargo and later > published:
        header.put_moment(*publish_keys, value=published)


def _put_status(header: Header, reading: ParsedFile, facts: Facts) -> None:
    if not facts.is_published:
        header.set("draft", True)
        return
    # A draft that none of its own keys tells is one by what is handed down to it.
    told = {"draft", "published", "headless"}.intersection(header.values)
    if "draft" in told or (reading.fields.is_draft and not told):
        header.set("draft", False)
    header.drop("headless")
    if header.values.get("published") is False:
        header.set("published", True)
    if reading.fields.has_bad_date:  # One alone keeps the file a draft.
        for key in ("date", *_PUBLISH, *_MODIFIED, *_EXPIRES):
            value = header.values.get(key)
            if value and not isinstance(value, bool) and header.moment(key) is None:
                header.drop(key)


def _put_slug(header: Header, _reading: ParsedFile, facts: Facts) -> None:
    header.put("slug", value=facts.slug)


def _put_extra(header: Header, reading: ParsedFile, facts: Facts) -> None:
    told, now = reading.fields.values["extra"], facts.extra
    for key in told:
        if key not in now:
            header.drop(key.lower())
    for key, value in now.items():
        if key.lower() in KNOWN_KEYS:
            continue
        if key not in told or not same(told[key], value):
            _set_extra(header, key, value)


def _set_extra(header: Header, key: str, value: Any) -> None:
    if key.lower() in header.values:
        header.set(key.lower(), value)
    else:
        header.editor.put((key,), value)


_WRITERS: dict[str, Callable[[Header, ParsedFile, Facts], None]] = {
    "title": _put_title,
    "slug": _put_slug,
    "language": _put_language,
    "translation_languages": _put_translations,
    "weight": _put_weight,
    "sidebar": _put_sidebar,
    "widgets": _put_widgets,
    "categories": _put_categories,
    "tags": _put_tags,
    "authors": _put_authors,
    "menus": _put_menus,
    "status": _put_status,
    "extra": _put_extra,
}
