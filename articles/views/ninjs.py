"""Give one article to the systems of partners, as IPTC's ninjs 3.1.

https://iptc.org/std/ninjs/; the schema is named in each document.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.choices import SOURCE_TYPE_OF, Status, Variant, source_type_uri
from articles.feeds import Entry, Picture
from articles.models import (
    Article,
    Instrument,
    SiteSettings,
    Source,
    instruments_of,
    with_instruments,
)
from articles.pages import PageContext, PageKind, shown_in
from articles.publishing import was_public
from articles.rendering import with_base
from articles.views.feeds import entries_by_number, uri_of

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


@require_safe
@conditional_page
def article_ninjs(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Answer with a published article in the script of the variant; of one that was killed,
    that it is canceled."""
    rows = with_instruments(
        Article.objects.select_related("source").defer("body", "body_html")
    )
    article = get_object_or_404(rows, slug=slug)
    if article.status == Status.KILLED and was_public(article):
        page = PageContext(SiteSettings.current(), variant, PageKind.SINGLE)
        return _answer(canceled_document(article, page), status=410)
    if not article.is_published:
        raise Http404
    shown = shown_in(article, variant)
    if variant != shown:
        url = reverse("articles:article_ninjs", args=[shown, slug])
        return redirect(url, permanent=True)
    page = PageContext(SiteSettings.current(), variant, PageKind.SINGLE)
    entries = entries_by_number([article.pk], page)
    if not entries:  # It was deleted in between.
        raise Http404
    document = ninjs_document(entries[0], article.source)
    traded = [_traded(row, page) for row in instruments_of(article)]
    if traded:
        document["subjects"] = [*document.get("subjects", ()), *traded]
    return _answer(document)


def _answer(document: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = JsonResponse(
        document, status=status, json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "public, no-cache"
    answer["X-Robots-Tag"] = "noindex"  # Search engines list the page.
    return answer


def canceled_document(article: Article, page: PageContext) -> dict[str, Any]:
    """Return what is left of a killed article: its name for good, and why. A query."""
    kill = article.kills.standing().first()
    return _without_empty(
        {
            "standard": _STANDARD,
            "uri": uri_of(article, page.variant),
            "type": "text",
            "pubStatus": "canceled",
            "versionCreated": kill.at.isoformat(timespec="seconds") if kill else "",
            "edNote": page.convert_name(kill.notice) if kill else "",
        }
    )


def ninjs_document(entry: Entry, source: Source | None) -> dict[str, Any]:
    """Return the entry of a feed in the words of ninjs. Empty properties are left out.

    Nobody is called the owner of a text before an editor confirmed its source's terms.
    """
    owner = entry.source if source and source.has_terms else ""
    addresses = {"web": entry.url, "original": entry.source_url}
    document = {
        "standard": _STANDARD,
        "uri": entry.uri,
        "type": "text",
        "pubStatus": "usable",
        "language": entry.language,
        "contentCreated": entry.published_at.isoformat(timespec="seconds"),
        "versionCreated": entry.modified_at.isoformat(timespec="seconds"),
        "headlines": [{"role": "main", "value": entry.title}],
        "descriptions": [_html("summary", with_base(entry.summary_html, entry.url))]
        if entry.summary_html
        else [],
        "edNote": "\n".join(entry.corrections),
        "bodies": [_html("main", with_base(entry.html, entry.url))],
        "by": ", ".join(entry.authors),
        "subjects": [{"name": label} for label in entry.labels],
        "infoSources": [{"name": entry.source}] if entry.source else [],
        "copyrightHolder": owner,
        "copyrightNotice": f"© {owner}" if owner else "",
        "usageTerms": entry.rights,
        "altIds": [
            {"role": role, "value": url} for role, url in addresses.items() if url
        ],
        "digitalSourceType": _source_type(SOURCE_TYPE_OF.get(entry.ai_use, "")),
        "associations": [_picture(entry.picture)] if entry.picture else [],
    }
    return _without_empty(document)


def _traded(instrument: Instrument, page: PageContext) -> dict[str, str]:
    name = page.convert_name(instrument.name_in(page.language_group))
    return {"name": name, "literal": f"{instrument.exchange}:{instrument.symbol}"}


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value}


def _source_type(name: str) -> dict[str, str]:
    return {"uri": source_type_uri(name)} if name else {}


def _html(role: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": "text/html", "value": value}


def _picture(picture: Picture) -> dict[str, Any]:
    size = {"width": picture.width, "height": picture.height} if picture.width else {}
    caption = {"role": "caption", "value": picture.caption}
    return _without_empty(
        {
            "name": "main picture",
            "uri": picture.url,
            "type": "picture",
            "by": picture.credit,
            "digitalSourceType": _source_type(picture.source_type),
            "descriptions": [caption] if picture.caption else [],
            "renditions": [{"name": "web", "href": picture.url, **size}],
        }
    )
