"""Find the page written for a list, within the list's own query where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.db.models import Subquery

from articles.choices import Variant
from articles.models import Listing, ListingQuerySet, ListPageQuerySet
from articles.pages import PageContext


@dataclass(frozen=True)
class ListPageContent:
    """The heading and text above a list; all empty where nobody wrote a page for it."""

    language: str = ""
    title: str = ""
    description: str = ""
    html: str = ""

    @classmethod
    def for_page(cls, data: dict[str, str] | None, page: PageContext) -> Self:
        """Read the data of ``ListPageQuerySet.as_data``, converted if it is Chinese."""
        content = cls(**data or {})
        if not (content.language.startswith("zh") and page.variant.is_chinese):
            return content
        return cls(
            page.language,
            page.convert_name(content.title),
            page.convert_name(content.description),
            page.convert_html(content.html),
        )


def find_list_page(pages: ListPageQuerySet, page: PageContext) -> ListPageContent:
    """Choose from these the page that readers see. One query."""
    data = pages.shown_in(page.variant).as_data().first()
    return ListPageContent.for_page(data, page)


def with_list_page(
    listings: ListingQuerySet, pages: ListPageQuerySet, variant: Variant
) -> ListingQuerySet:
    """Read each listing together with its page; ``pages`` may refer to the listing."""
    best = pages.shown_in(variant).as_data()[:1]
    return listings.annotate(list_page=Subquery(best))


def annotated_list_page(listing: Listing, page: PageContext) -> ListPageContent:
    """Return the page that ``with_list_page`` read together with the listing."""
    return ListPageContent.for_page(getattr(listing, "list_page", None), page)
