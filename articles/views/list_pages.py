"""The own page of a list, as the list shows it: found within the list's own query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Subquery

from articles.choices import Variant
from articles.models import Listing, ListingQuerySet, ListPageQuerySet
from articles.pages import PageContext


@dataclass(frozen=True)
class OwnPage:
    """What stands above a list; all of it empty where nobody wrote a page for it."""

    language: str = ""
    title: str = ""
    description: str = ""
    html: str = ""

    def said_on(self, page: PageContext) -> OwnPage:
        """In the script of the page; what is in another language stays."""
        if not (self.language.startswith("zh") and page.variant.is_chinese):
            return self
        return OwnPage(
            page.language,
            page.convert_name(self.title),
            page.convert_name(self.description),
            page.convert_html(self.html),
        )


def own_page(pages: ListPageQuerySet, variant: Variant) -> OwnPage:
    """The best of these pages for readers of the variant. One query."""
    data = pages.shown_in(variant).as_data().first()
    return OwnPage(**data) if data else OwnPage()


def with_own_page(
    listings: ListingQuerySet, pages: ListPageQuerySet, variant: Variant
) -> ListingQuerySet:
    """Let each listing bring its own page along; ``pages`` may refer to it."""
    best = pages.shown_in(variant).as_data()[:1]
    return listings.annotate(own_page=Subquery(best))


def brought(listing: Listing) -> OwnPage:
    """The page that came with a listing of ``with_own_page``."""
    data = getattr(listing, "own_page", None)
    return OwnPage(**data) if data else OwnPage()
