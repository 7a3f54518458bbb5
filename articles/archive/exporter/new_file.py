"""A clean Hugo file for an article that was born here. No database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from articles.archive.exporter.body import title_line
from articles.archive.exporter.field_values import (
    KNOWN_KEYS,
    SOURCE_KEY,
    Facts,
    body_text,
    differences,
    normal,
    source_value,
)
from articles.archive.exporter.header import escaped
from articles.archive.exporter.reread import Place, Refused, reread
from articles.archive.exporter.yaml_editor import edit_yaml
from articles.choices import Language, ThumbnailPlace

_TAGS = {
    Language.SIMPLIFIED: "zh-CN",
    Language.TAIWAN: "zh-TW",
    Language.HONG_KONG: "zh-HK",
}
_MOMENTS = {
    "date": "published_at",
    "lastmod": "modified_at",
    "publishDate": "embargoed_until",
    "expiryDate": "expires_at",
}
# What a closing block tells, and what suffers where none can.
_BY_CLOSING = {"body", "source", "source_url", "disclaimer"}
_TEXTS = ("lead", "summary", "description")
_SWITCHES = ("comments", "authorbox", "pager", "toc", "mathjax")


def compose(facts: Facts, place: Place) -> bytes:
    """The file. A slug that its name does not give, and a source that its last lines
    cannot tell, stand in the front matter."""
    content = _file(facts, place)
    try:
        unsaid = differences(reread(content, place), facts, place)
    except Refused:
        return content  # The caller reads it again and says so.
    if not unsaid:
        return content
    has_slug, by_key = "slug" in unsaid, bool(unsaid & _BY_CLOSING)
    content = _file(facts, place, has_slug=has_slug, by_key=by_key)
    if "body" not in differences(reread(content, place), facts, place):
        return content
    # The importer takes a repeated title off the text: one more leaves the text's own.
    return _file(facts, place, has_slug=has_slug, by_key=by_key, is_headed=True)


def _file(
    facts: Facts,
    place: Place,
    *,
    has_slug: bool = False,
    by_key: bool = False,
    is_headed: bool = False,
) -> bytes:
    editor = edit_yaml("")
    for key, value in _keys(facts, place):
        editor.put((key,), value)
    if has_slug:
        editor.put(("slug",), facts.slug)
    if by_key:
        editor.put((SOURCE_KEY,), source_value(facts))
    front = editor.text().strip("\n")
    body = body_text(facts.body) if by_key else _body(facts)
    if is_headed:
        body = f"{title_line(facts.values['title'])}\n\n{body}"
    return f"---\n{front}\n---\n{body}".encode("utf-8", "replace")


def _keys(facts: Facts, place: Place) -> Iterator[tuple[str, Any]]:
    values = facts.values
    if values["title"]:  # Only a list's page may have none.
        yield "title", escaped(" ".join(values["title"].split()))
    for key, name in _MOMENTS.items():
        moment = facts.embargo if name == "embargoed_until" else values[name]
        if moment:
            local = moment.astimezone(place.zone)
            yield key, local.isoformat(timespec="seconds")
    if not facts.is_published:
        yield "draft", True
    yield "lang", _TAGS.get(values["language"], values["language"])
    for name in _TEXTS:
        if text := normal(values[name]):
            yield name, text
    for name in ("categories", "tags", "authors"):
        if names := getattr(facts, name):
            yield name, [escaped(one) for one in names]
    yield from _page(facts, place)
    for key, item in facts.extra.items():
        if key.lower() not in KNOWN_KEYS:
            yield key, item


def _page(facts: Facts, place: Place) -> Iterator[tuple[str, Any]]:
    """How the page shows, and what it is linked to."""
    values = facts.values
    if values["translation_key"] != place.translation_key:
        yield "translationKey", values["translation_key"]
    if values["translation_languages"]:
        yield "translations", values["translation_languages"]
    yield from _thumbnail(facts)
    if values["weight"]:
        yield "weight", values["weight"]
    for name in _SWITCHES:
        if values[name] is not None:
            yield name, values[name]
    if side := values["sidebar"]:
        yield "sidebar", False if side == "none" else str(side)
    if values["widgets"]:
        yield "widgets", values["widgets"]
    if facts.menus:
        yield (
            "menus",
            {
                menu: ({"name": escaped(label)} if label else {}) | {"weight": weight}
                for menu, label, weight in facts.menus
            },
        )


def _thumbnail(facts: Facts) -> Iterator[tuple[str, Any]]:
    place = facts.values["thumbnail_place"]
    shown = [str(place)] if place else []
    if place == ThumbnailPlace.BOTH:
        shown = ["list", "post"]
    address = facts.thumbnail.media or facts.thumbnail.address
    if shown:
        yield "thumbnail", {"src": address, "visibility": shown}
    elif address:
        yield "thumbnail", address


def _body(facts: Facts) -> str:
    """The text with a closing block, where that can tell the source: it does not say
    whose its notices are, and has no others for another language."""
    body, source = body_text(facts.body), facts.source
    if source is None or not facts.source_url or facts.disclaimer:
        return body
    notices = source.notices
    if source.told and [*source.told.values()] != [notices]:
        return body
    parts = [body.rstrip(), notices, f"[{source.slug}]({facts.source_url})"]
    return "\n\n".join(part for part in parts if part) + "\n"
