"""The records. Inside, imports run from taxonomy and image to article and beyond.

Outside code imports from this package, never from its modules.
"""

from __future__ import annotations

from articles.models.addresses import address_of
from articles.models.article import (
    HEAVY_FIELDS,
    Article,
    ArticleQuerySet,
    Byline,
    Filing,
    TaggedArticle,
)
from articles.models.image import Image, ImageOrigin, RemoteImage
from articles.models.list_page import ListPage, ListPageOriginal, ListPageQuerySet
from articles.models.listing import (
    VISIBLE_COUNT,
    Listing,
    ListingEntry,
    ListingEntryQuerySet,
    ListingQuerySet,
    visible_count_parameters,
)
from articles.models.original import (
    ArchiveConfiguration,
    CalledPicture,
    ClosingPattern,
    Conflict,
    ImportedFile,
    ImportRun,
    Original,
)
from articles.models.redirect import Redirect
from articles.models.revision import Revision
from articles.models.search import SearchEntry, SearchIndex
from articles.models.site import MenuEntry, Site
from articles.models.taxonomy import Author, Category, Keyed, Source, Tag
from articles.models.wording import (
    StyleRow,
    Term,
    VariantOverride,
    VariantText,
    WordingChoice,
    WordingReport,
)

__all__ = [
    "HEAVY_FIELDS",
    "VISIBLE_COUNT",
    "ArchiveConfiguration",
    "Article",
    "ArticleQuerySet",
    "Author",
    "Byline",
    "CalledPicture",
    "Category",
    "ClosingPattern",
    "Conflict",
    "Filing",
    "Image",
    "ImageOrigin",
    "ImportRun",
    "ImportedFile",
    "Keyed",
    "ListPage",
    "ListPageOriginal",
    "ListPageQuerySet",
    "Listing",
    "ListingEntry",
    "ListingEntryQuerySet",
    "ListingQuerySet",
    "MenuEntry",
    "Original",
    "Redirect",
    "RemoteImage",
    "Revision",
    "SearchEntry",
    "SearchIndex",
    "Site",
    "Source",
    "StyleRow",
    "Tag",
    "TaggedArticle",
    "Term",
    "VariantOverride",
    "VariantText",
    "WordingChoice",
    "WordingReport",
    "address_of",
    "visible_count_parameters",
]
