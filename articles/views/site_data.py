"""Describe the site and its lists for programs, in schema.org's words, as JSON-LD.

Names are those of the page's variant; what is empty is left out. Nothing here asks the
database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from articles import images
from articles.images import image_data
from articles.models import Article, web_address
from articles.pages import PageContext, address
from articles.views.page_meta import PageMeta, absolute

Data = dict[str, Any]
# The name and the whole address of each page on the way to one.
Trail = Sequence[tuple[str, str]]

# No text can end the script element, or open a comment in it, without these.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def as_script(*things: Data) -> SafeString:
    """Write a script element that holds the data and runs nothing."""
    data = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def without_empty(fields: Data) -> Data:
    kept = {
        name: without_empty(value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }
    return {name: value for name, value in kept.items() if value}


def organisation(page: PageContext) -> Data:
    """Return who publishes the site, and the policies it keeps."""
    site, home = page.site, absolute(page.home_url)
    logo = image_data(site.logo, images.CARD) if site.logo else None
    return without_empty(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{home}#publisher",
            "name": page.name,
            "url": home,
            "logo": {
                "@type": "ImageObject",
                "url": absolute(logo.url),
                "width": logo.width,
                "height": logo.height,
            }
            if logo
            else None,
            "sameAs": [
                link["url"] for link in site.social_links if web_address(link["url"])
            ],
            "correctionsPolicy": absolute(
                reverse("articles:corrections", args=[page.variant])
            ),
            "publishingPrinciples": web_address(site.principles_url),
            "ethicsPolicy": web_address(site.ethics_url),
        }
    )


def website(page: PageContext) -> Data:
    return {"@type": "WebSite", "name": page.name, "url": absolute(page.home_url)}


def breadcrumbs(trail: Trail) -> Data:
    """Return the way to a page from the front page; the last of them is the page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def with_collection(
    meta: PageMeta,
    page: PageContext,
    name: str,
    articles: Iterable[Article] = (),
    *,
    trail: Trail = (),
    about: Data | None = None,
) -> PageMeta:
    """Add to a list's metadata what it lists, and the way to it from the front page."""
    way = [(page.name, absolute(page.home_url)), *trail, (name, meta.canonical)]
    listed = collection(page, name, meta, articles, about)
    return replace(meta, structured_data=as_script(listed, breadcrumbs(way)))


def item_list(articles: Iterable[Article], page: PageContext) -> Data:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": article.title,
                "url": absolute(address(article, page.variant)),
            }
            for position, article in enumerate(articles, 1)
        ],
    }


def collection(
    page: PageContext,
    name: str,
    meta: PageMeta,
    articles: Iterable[Article],
    about: Data | None,
) -> Data:
    """Return a page that lists articles, and whom or what they are about, by or from."""
    listed = item_list(articles, page)
    return without_empty(
        {
            "@type": "CollectionPage",
            "name": name,
            "description": meta.description,
            "url": meta.canonical,
            "inLanguage": page.language,
            "isPartOf": website(page),
            "publisher": organisation(page),
            "about": about,
            "mainEntity": listed if listed["itemListElement"] else None,
        }
    )
