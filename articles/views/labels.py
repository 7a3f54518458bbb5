"""Show the articles of a category, tag, author or source, and the indexes of these.

All four have one shape: a name in the address says which kind of label is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import listings
from articles.choices import Variant
from articles.models import (
    Author,
    Category,
    Label,
    Listing,
    ListingQuerySet,
    ListPage,
    ListPageQuerySet,
    Source,
    Tag,
)
from articles.pages import PageContext, PageKind
from articles.prepared_queries import Parameter, prepared
from articles.rendering import plain_text, render_inline
from articles.serving import kept_page
from articles.views.label_meta import (
    index_description,
    index_trail,
    is_refused,
    label_data,
    label_description,
)
from articles.views.list_pages import (
    ListPageContent,
    annotated_list_page,
    find_list_page,
    with_list_page,
)
from articles.views.page_meta import feeds_of, open_page, render_page
from articles.views.pagination import (
    PAGE_SIZE,
    Paging,
    list_meta,
    numbered,
    paged,
    paging_of,
)
from articles.views.site_data import with_collection

INDEX_SIZE = 200


@dataclass(frozen=True)
class Kind:
    """One kind of label: its model, its names, and the list page of its index."""

    model: type[Label]
    singular: str | Promise
    plural: str | Promise
    index_page: str


KINDS = {
    "category": Kind(
        Category, _("Category"), _("Categories"), ListPage.Kind.CATEGORIES
    ),
    "tag": Kind(Tag, _("Tag"), _("Tags"), ListPage.Kind.TAGS),
    "author": Kind(Author, _("Author"), _("Authors"), ListPage.Kind.AUTHORS),
    "source": Kind(Source, _("Source"), _("Sources"), ""),
}


@require_safe
@kept_page
@paged
def label_detail(
    request: HttpRequest, variant: Variant, kind: str, slug: str, number: int
) -> HttpResponse:
    page = open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: reverse(f"articles:{kind}_detail", args=[other, slug]),
    )
    label, listing, list_page = label_with_listing(kind, slug, page)
    header = label_header(label, list_page, page)
    weighted = getattr(listing, "weighted", None) if number == 1 else None
    first = [pk for _weight, _position, pk in sorted(weighted or [])]
    found = listings.page_of(listing, number, PAGE_SIZE, first)
    page.apply_variant_to_list(found)
    paging = paging_of(found)
    title = header.heading if number == 1 else f"{header.heading} – {numbered(number)}"
    context = {
        "kind": kind,
        "kind_name": KINDS[kind].singular,
        "label": label,
        "heading": header.heading,
        "list_page": list_page,
        "bio": header.bio,
        "found": found,
        "paging": paging,
    }
    meta = list_meta(
        title,
        page,
        paging,
        header.description or label_description(label, found, page),
        is_hidden=not found or is_refused(label),
        feeds=feeds_of(f"{kind}_feed", variant, label.slug),
    )
    meta = with_collection(
        meta,
        page,
        header.heading,
        found,
        trail=index_trail(kind, str(KINDS[kind].plural), page),
        about=label_data(label, page),
    )
    return render_page(request, "articles/label_detail.html", page, meta, context)


@dataclass(frozen=True)
class LabelHeader:
    """The heading above a label's list, and what the label is about."""

    heading: str
    bio: str
    description: str


def label_header(
    label: Label, list_page: ListPageContent, page: PageContext
) -> LabelHeader:
    """Take heading and description from the list's page, else the label. No query."""
    bio = (
        page.convert_html(render_inline(label.bio)) if isinstance(label, Author) else ""
    )
    about = plain_text(bio) or page.convert_name(getattr(label, "description", ""))
    heading = list_page.title or page.name_of(label)
    return LabelHeader(heading, bio, list_page.description or about)


def label_with_listing(
    kind: str, slug: str, page: PageContext
) -> tuple[Label, Listing | None, ListPageContent]:
    """Find a label that readers may know of, its listing and its list page, or raise
    ``Http404``.

    One query where the language group has something under the label, else up to three.
    """
    found = _listings_of_label.read(kind, page.variant, slug=slug, at=timezone.now())
    listing = found[0] if found else None
    if listing and listing.visible_count > 0:
        return getattr(listing, kind), listing, annotated_list_page(listing, page)
    label = get_object_or_404(listings.public_labels(kind), slug=slug)
    return label, listing, find_list_page(_pages(kind, label), page)


@prepared
def _listings_of_label(kind: str, variant: Variant) -> ListingQuerySet:
    at: Any = Parameter("at", DateTimeField())
    related = "author__avatar" if kind == "author" else kind
    rows = Listing.objects.with_visible_count(at).select_related(related)
    if kind == "category":
        rows = rows.with_weighted(at)
    slug = Parameter("slug", CharField())
    return with_list_page(rows, _pages(kind, OuterRef(kind)), variant).filter(
        **{"language_group": variant.language_group, f"{kind}__slug": slug}
    )


def _pages(kind: str, label: Label | OuterRef) -> ListPageQuerySet:
    if kind == "source":  # It has a disclaimer, and no page of its own.
        return ListPage.objects.none()
    return ListPage.objects.filter(**{kind: label})


@require_safe
@kept_page
@paged
def label_index(
    request: HttpRequest, variant: Variant, kind: str, number: int
) -> HttpResponse:
    """List the labels under which readers find something, the most used first, or tags by
    their names."""
    page = open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: reverse(f"articles:{kind}_index", args=[other]),
    )
    by_name = kind == "tag" and request.GET.get("order") == "name"
    rows = _rows(kind, page.language_group, number, by_name=by_name)
    if not rows and number > 1:
        raise Http404
    query = "order=name" if by_name else ""
    paging = Paging(number, has_next=len(rows) > INDEX_SIZE, query=query)
    visible = rows[:INDEX_SIZE]
    list_page = find_list_page(_index_pages(kind), page)
    heading = list_page.title or str(KINDS[kind].plural)
    title = heading if number == 1 else f"{heading} – {numbered(number)}"
    context = {
        "kind": kind,
        "heading": heading,
        "list_page": list_page,
        "rows": [(getattr(row, kind), row.visible_count) for row in visible],
        "by_name": by_name,
        "paging": paging,
    }
    names = [page.name_of(getattr(row, kind)) for row in visible]
    description = list_page.description or index_description(heading, names, page)
    # In another order it is the same list.
    is_hidden = by_name or not visible
    meta = list_meta(title, page, paging, description, is_hidden=is_hidden)
    meta = with_collection(meta, page, heading)
    return render_page(request, "articles/label_index.html", page, meta, context)


def _index_pages(kind: str) -> ListPageQuerySet:
    index_page = KINDS[kind].index_page
    if not index_page:
        return ListPage.objects.none()
    return ListPage.objects.filter(kind=index_page)


def _rows(
    kind: str, language_group: str, number: int, *, by_name: bool = False
) -> list[Listing]:
    """Read one row more than a page shows, to know whether another page follows."""
    related = "author__avatar" if kind == "author" else kind
    start = (number - 1) * INDEX_SIZE
    # Tags have an index of their own; the others are found by their foreign key's.
    chosen = {"tag__isnull": False} if kind == "tag" else {f"{kind}__gt": 0}
    rows = (
        Listing.objects.filter(language_group=language_group, entry_count__gt=0)
        .filter(**chosen)
        .holding_something()
        .select_related(related)
        .order_by(*(["tag__place"] if by_name else ["-entry_count"]), "pk")
    )
    return list(rows[start : start + INDEX_SIZE + 1])
