"""Describe the lists of labels to search engines: each in words of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from articles.images import image_data
from articles.models import Article, Author, Label, Source, web_address
from articles.pages import PageContext
from articles.views.page_meta import absolute, shortened
from articles.views.site_data import Data, without_empty

_NAMED = 12  # Labels in the description of an index.


def is_refused(label: Label | None) -> bool:
    """Tell whether it is a source no copies of which search engines may list."""
    if not isinstance(label, Source):
        return False
    return label.usage_terms.allows_search_engines is False


def label_description(label: Label, found: Page[Article], page: PageContext) -> str:
    """Return how many articles are under a label, and which is the newest of the page."""
    count = found.paginator.count
    match label:
        case Author():
            text = ngettext(
                "%(count)d article by %(name)s.",
                "%(count)d articles by %(name)s.",
                count,
            )
        case Source():
            text = ngettext(
                "%(count)d article from %(name)s.",
                "%(count)d articles from %(name)s.",
                count,
            )
        case _category_or_tag:
            text = ngettext(
                "%(count)d article about %(name)s.",
                "%(count)d articles about %(name)s.",
                count,
            )
    said = text % {"count": count, "name": page.name_of(label)}
    if first := next(iter(found), None):
        latest = {"said": said, "title": first.title}
        said = _("%(said)s Latest: %(title)s") % latest
    return shortened(said)


def index_description(heading: str, names: Sequence[str], page: PageContext) -> str:
    """Return the first of the labels that an index lists."""
    named = pgettext("between names", ", ").join(names[:_NAMED])
    text = _("%(heading)s on %(site)s: %(names)s")
    return shortened(text % {"heading": heading, "site": page.name, "names": named})


def index_trail(kind: str, name: str, page: PageContext) -> list[tuple[str, str]]:
    url = reverse(f"articles:{kind}_index", args=[page.variant])
    return [(name, absolute(url))]


def label_data(label: Label, page: PageContext) -> Data:
    """Return who or what a list is of, in schema.org's words. No query."""
    kind = {Author: "Person", Source: "Organization"}.get(type(label), "Thing")
    avatar = getattr(label, "avatar", None)
    return without_empty(
        {
            "@type": kind,
            "name": page.name_of(label),
            "url": absolute(label.url_in(page.variant)),
            "image": absolute(image_data(avatar).url) if avatar else "",
            "sameAs": web_address(getattr(label, "url", "")),
        }
    )
