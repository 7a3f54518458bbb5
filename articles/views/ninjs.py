"""Give one article to the systems of partners, as IPTC's ninjs 3.1.

https://iptc.org/std/ninjs/; the schema is named in each document.
"""

from __future__ import annotations

import mimetypes
from datetime import datetime
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles.choices import SOURCE_TYPE_OF, Status, Variant, source_type_uri
from articles.feeds import Entry, Picture
from articles.models import (
    Article,
    ArticleQuerySet,
    Exchange,
    Instrument,
    SiteSettings,
    Source,
    instruments_of,
    with_instruments,
)
from articles.pages import PageContext, PageKind, shown_in
from articles.publishing import was_public
from articles.rendering import count_words, whole_text, with_base
from articles.serving import kept_page
from articles.views.feeds import entries_by_number, uri_of
from articles.views.page_meta import absolute

Document = dict[str, Any]

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
# Statuses by the answers that go with them.
_WITHHELD, _CANCELED = 404, 410


@require_safe
@kept_page
@conditional_page
def article_ninjs(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with a published article in the script of the variant; of one that readers
    could see and cannot now, that it is withheld, or for good canceled."""
    article = get_object_or_404(partner_rows(), slug=slug)
    page = PageContext(SiteSettings.current(), variant, PageKind.SINGLE)
    if not article.is_published:
        if not was_public(article):
            raise Http404
        is_killed = article.status == Status.KILLED
        status = _CANCELED if is_killed else _WITHHELD
        return answer(ended_document(article, page), status=status)
    shown = shown_in(article, variant)
    if variant != shown:
        url = reverse("articles:article_ninjs", args=[shown, slug])
        return redirect(url, permanent=True)
    documents = usable_documents([article], page)
    if not documents:  # It was deleted in between.
        raise Http404
    return answer(documents[article.pk])


@require_safe
@kept_page
def former_ninjs(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Lead from where the documents were in earlier versions."""
    url = reverse("articles:article_ninjs", args=[variant, slug])
    return redirect(url, permanent=True)


def answer(document: Document, status: int = 200) -> HttpResponse:
    response = JsonResponse(
        document, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, no-cache"
    response["X-Robots-Tag"] = "noindex"  # Search engines list the page.
    return response


def partner_rows() -> ArticleQuerySet:
    """Return the articles with what a document needs besides its entry."""
    rows = Article.objects.select_related("source").defer("body", "body_html")
    return with_instruments(rows)


def usable_documents(articles: list[Article], page: PageContext) -> dict[int, Document]:
    """Return the documents of ``partner_rows`` that are published, by their numbers.

    At most five queries.
    """
    rows = {article.pk: article for article in articles}
    documents = {}
    entries = entries_by_number([*rows], page)
    by_uri = {uri_of(article, page.variant): article for article in articles}
    for entry in entries:
        article = by_uri[entry.uri]
        documents[article.pk] = ninjs_document(entry, article, page)
    return documents


def ended_document(article: Article, page: PageContext) -> Document:
    """Return what is left of an article that readers cannot see any more: its name for
    good, and why if it was killed. At most a query."""
    is_killed = article.status == Status.KILLED
    kill = article.kills.standing().first() if is_killed else None
    ended = kill.at if kill else _end_of(article)
    return _without_empty(
        {
            "standard": _STANDARD,
            "uri": uri_of(article, page.variant),
            "type": "text",
            "pubStatus": "canceled" if is_killed else "withheld",
            "versionCreated": timezone.localtime(ended).isoformat(timespec="seconds"),
            "edNote": page.convert_name(kill.notice) if kill else "",
        }
    )


def _end_of(article: Article) -> datetime:
    end = article.expires_at
    return end if end and end <= timezone.now() else article.edited_at


def ninjs_document(entry: Entry, article: Article, page: PageContext) -> Document:
    """Return the entry of a feed in the words of ninjs. Empty properties are left out.

    Nobody is called the owner of a text before an editor confirmed its source's terms.
    """
    source = article.source if article.source and article.source.has_terms else None
    owner = entry.source if source else ""
    addresses = {"web": entry.url, "original": entry.source_url}
    published = entry.published_at.isoformat(timespec="seconds")
    traded = instruments_of(article)
    document = {
        "standard": _STANDARD,
        "uri": entry.uri,
        "type": "text",
        "representationType": "full",
        "pubStatus": "usable",
        "language": entry.language,
        "firstCreated": published,
        "contentCreated": published,
        "versionCreated": entry.modified_at.isoformat(timespec="seconds"),
        "expires": timezone.localtime(article.expires_at).isoformat(timespec="seconds")
        if article.expires_at
        else "",
        "headlines": [{"role": "main", "value": entry.title}],
        "descriptions": [_html("summary", with_base(entry.summary_html, entry.url))]
        if entry.summary_html
        else [],
        "edNote": "\n".join(entry.corrections),
        "bodies": [_counted(_html("main", with_base(entry.html, entry.url)))],
        "by": ", ".join(entry.authors),
        "organisations": [_company(one, page) for one in traded if _is_company(one)],
        "subjects": [
            *({"name": label} for label in entry.labels),
            *(_traded(one, page) for one in traded if not _is_company(one)),
        ],
        "infoSources": [{"name": entry.source}] if entry.source else [],
        "copyrightHolder": owner,
        "copyrightNotice": f"© {owner}" if owner else "",
        "usageTerms": entry.rights,
        "rightsInfo": _rights(source, page),
        "altIds": [
            {"role": role, "value": url} for role, url in addresses.items() if url
        ],
        "digitalSourceType": _source_type(SOURCE_TYPE_OF.get(entry.ai_use, "")),
        "associations": [_picture(entry.picture)] if entry.picture else [],
    }
    return _without_empty(document)


def _is_company(instrument: Instrument) -> bool:
    return Exchange(instrument.exchange).is_of_companies


def _company(instrument: Instrument, page: PageContext) -> Document:
    """Describe a company with its symbol, and its market by the code of ISO 10383."""
    symbol = {"exchange": instrument.exchange, "symbol": instrument.symbol}
    name = page.name_of(instrument)
    return {"name": name, "rel": "about", "symbols": [symbol]}


def _traded(instrument: Instrument, page: PageContext) -> dict[str, str]:
    name = page.name_of(instrument)
    return {"name": name, "literal": f"{instrument.exchange}:{instrument.symbol}"}


def _rights(source: Source | None, page: PageContext) -> dict[str, str]:
    """Say where the source's terms stand for people."""
    return {"linkedRights": absolute(source.url_in(page.variant))} if source else {}


def _without_empty(document: Document) -> Document:
    return {name: value for name, value in document.items() if value}


def _source_type(name: str) -> dict[str, str]:
    return {"uri": source_type_uri(name)} if name else {}


def _html(role: str, value: str) -> Document:
    return {"role": role, "contentType": "text/html", "value": value}


def _counted(body: Document) -> Document:
    text = whole_text(body["value"])
    return body | {"charCount": len(text), "wordCount": ceil(count_words(text))}


def _picture(picture: Picture) -> Document:
    size = {"width": picture.width, "height": picture.height} if picture.width else {}
    kind = mimetypes.guess_type(picture.url)[0]
    content_type = {"contentType": kind} if kind else {}
    caption = {"role": "caption", "value": picture.caption}
    return _without_empty(
        {
            "name": "main picture",
            "uri": picture.url,
            "type": "picture",
            "by": picture.credit,
            "digitalSourceType": _source_type(picture.source_type),
            "descriptions": [caption] if picture.caption else [],
            "renditions": [
                {"name": "web", "href": picture.url, **content_type, **size}
            ],
        }
    )
