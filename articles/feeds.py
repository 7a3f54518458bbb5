"""Write a list of articles as RSS 2.0, Atom or JSON Feed, by Django's generators.

Nothing here reads the database: a view passes the entries, from whatever list.
"""

from __future__ import annotations

import json
import mimetypes
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, TextIO
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from articles.rendering import plain_text, with_base, without_controls
from articles.usage_terms import UsageTerms

# Marks of entries are categories of this scheme.
MARKS = "urn:newsdesk:marks"

_MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


@dataclass(frozen=True)
class Picture:
    """The picture of an entry. Its size may be unknown."""

    url: str
    width: int | None = None
    height: int | None = None
    caption: str = ""
    credit: str = ""
    source_type: str = ""


@dataclass(frozen=True)
class Mark:
    """What became of an entry after its publication: a word for programs, ``corrected``,
    and one for readers."""

    word: str
    label: str


@dataclass(frozen=True)
class Entry:
    """An article in a feed, converted for its readers.

    ``url`` is absolute; addresses in ``summary_html`` and ``html`` may be relative to
    it. ``uri`` names the article for good.
    """

    uri: str
    url: str
    language: str
    title: str
    summary_html: str
    html: str
    published_at: datetime
    modified_at: datetime
    authors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    rights: str = ""
    usage_terms: UsageTerms = UsageTerms()  # noqa: RUF009 – it is frozen
    picture: Picture | None = None
    ai_use: str = ""
    corrections: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Channel:
    """A feed's metadata. ``url`` is the list's page; addresses are absolute."""

    title: str
    description: str
    language: str
    url: str
    feed_url: str
    publisher: str
    copyright: str
    logo_url: str = ""
    hub_urls: tuple[str, ...] = ()


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text, several authors, a picture and the last change."""

    name = "RSS"

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            **_MEDIA,
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for url in self.feed["hub_urls"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": url})
        if self.feed["logo_url"]:
            handler.startElement("image", {})  # type: ignore[arg-type]
            handler.addQuickElement("url", self.feed["logo_url"])
            handler.addQuickElement("title", self.feed["title"])
            handler.addQuickElement("link", self.feed["link"])
            handler.endElement("image")

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if item["source_url"]:
            handler.addQuickElement("dc:source", item["source_url"])
        if item["rights"]:
            handler.addQuickElement("dc:rights", item["rights"])
        for mark in item["marks"]:
            domain = {"domain": f"{MARKS}:{mark['word']}"}
            handler.addQuickElement("category", mark["label"], domain)
        _add_picture(handler, item["picture"])


class AtomFeed(Atom1Feed):
    """Atom with the whole text, several authors, a picture and the original's address."""

    name = "Atom"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **_MEDIA}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for url in self.feed["hub_urls"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": url})
        if self.feed["logo_url"]:
            handler.addQuickElement("logo", self.feed["logo_url"])

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})
        for name in item["authors"]:
            handler.startElement("author", {})  # type: ignore[arg-type]
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["source_url"]:
            original = {"rel": "via", "href": item["source_url"]}
            if item["source"]:
                original["title"] = item["source"]
            handler.addQuickElement("link", "", original)
        if item["rights"]:
            handler.addQuickElement("rights", item["rights"])
        for mark in item["marks"]:
            named = {"scheme": MARKS, "term": mark["word"], "label": mark["label"]}
            handler.addQuickElement("category", "", named)
        _add_picture(handler, item["picture"])


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

    name = "JSON"
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: TextIO, encoding: str) -> None:
        publisher = {"name": self.feed["author_name"], "url": self.feed["author_link"]}
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "icon": self.feed["logo_url"],
            "hubs": [{"type": "WebSub", "url": url} for url in self.feed["hub_urls"]],
            "authors": [publisher],
            "language": self.feed["language"],
            "_newsdesk": {"copyright": self.feed["feed_copyright"]},
            "items": [_without_empty(_json_item(item)) for item in self.items],
        }
        json.dump(_without_empty(document), outfile, ensure_ascii=False)


FORMATS: dict[str, type[RssFeed | AtomFeed | JsonFeed]] = {
    "rss": RssFeed,
    "atom": AtomFeed,
    "json": JsonFeed,
}


def write_feed(ending: str, channel: Channel, entries: list[Entry]) -> str:
    """Write the feed in the format of that ending, with absolute addresses."""
    metadata = _cleaned(asdict(channel))
    publisher = metadata.pop("publisher")
    feed = FORMATS[ending](
        metadata.pop("title"),
        metadata.pop("url"),
        metadata.pop("description"),
        subtitle=channel.description,
        author_name=publisher,
        author_link=channel.url,
        feed_copyright=metadata.pop("copyright"),
        **metadata,
    )
    for entry in entries:
        fields = _cleaned(asdict(entry))
        fields["html"] = with_base(fields["html"], entry.url)
        fields["source_url"] = iri_to_uri(entry.source_url)
        feed.add_item(
            fields.pop("title"),
            fields.pop("url"),
            with_base(fields.pop("summary_html"), entry.url),
            pubdate=fields.pop("published_at"),
            updateddate=fields.pop("modified_at"),
            unique_id=fields.pop("uri"),
            unique_id_is_permalink=False,
            categories=fields.pop("labels"),
            **fields,
        )
    return feed.writeString("utf-8")


def _cleaned(value: Any) -> Any:
    """Drop the characters that XML forbids, at any depth."""
    match value:
        case str():
            return without_controls(value)
        case tuple():
            return tuple(_cleaned(part) for part in value)
        case dict():
            return {name: _cleaned(part) for name, part in value.items()}
    return value


def _add_picture(handler: SimplerXMLGenerator, picture: dict[str, Any] | None) -> None:
    if not picture:
        return
    sizes = {name: picture[name] for name in ("width", "height") if picture[name]}
    attributes = {"url": iri_to_uri(picture["url"]), "medium": "image"}
    name = PurePosixPath(urlsplit(picture["url"]).path).name
    if (kind := mimetypes.guess_type(name)[0]) and kind.startswith("image/"):
        attributes["type"] = kind
    attributes |= {name: str(size) for name, size in sizes.items()}
    handler.startElement("media:content", attributes)  # type: ignore[arg-type]
    if picture["caption"]:
        handler.addQuickElement("media:description", picture["caption"])
    if picture["credit"]:
        handler.addQuickElement("media:credit", picture["credit"])
    handler.endElement("media:content")


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": item["unique_id"],
        "url": item["link"],
        "external_url": item["source_url"],
        "title": item["title"],
        "content_html": item["html"],
        "summary": plain_text(item["description"]),
        "image": iri_to_uri(item["picture"]["url"]) if item["picture"] else "",
        "date_published": item["pubdate"].isoformat(),
        "date_modified": item["updateddate"].isoformat(),
        "authors": [{"name": name} for name in item["authors"]],
        "tags": list(item["categories"]),
        "language": item["language"],
        "_newsdesk": _extension(item),
    }


def _extension(item: dict[str, Any]) -> dict[str, Any]:
    """Return what JSON Feed has no name for. ``False`` is a refusal, and stays."""
    terms = item["usage_terms"]
    said = {name: value for name, value in terms.items() if value not in ("", None)}
    found = {
        "usage_terms": said,
        "rights": item["rights"],
        "marks": [mark["word"] for mark in item["marks"]],
        "corrections": list(item["corrections"]),
    }
    return _without_empty(found)


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    """Drop empty fields, except those that JSON Feed requires."""
    kept = {"items", "content_html"}
    return {name: value for name, value in fields.items() if value or name in kept}
