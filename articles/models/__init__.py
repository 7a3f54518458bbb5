"""The records. Inside, imports run from taxonomy and image to article and beyond.

Outside code imports from this package, never from its modules.
"""

from __future__ import annotations

from articles.models.addresses import (
    LABEL_FOLDERS,
    PAGE_FOLDERS,
    address_of,
    readable_slug,
)
from articles.models.after_check import AfterCheck
from articles.models.article import Article
from articles.models.article_labels import ArticleCategory, Byline, TaggedArticle
from articles.models.article_queryset import HEAVY_FIELDS, ArticleQuerySet
from articles.models.article_tags import tags_of, with_tags
from articles.models.article_template import ArticleTemplate
from articles.models.article_variants import variants_of
from articles.models.attached_file import AttachedFile
from articles.models.audit import AuditEntry
from articles.models.buffer import Buffer, BufferQuerySet, Presence, PresenceQuerySet
from articles.models.category_names import regional_name
from articles.models.clearance import SourceClearance
from articles.models.comment import (
    LONGEST_COMMENT,
    LONGEST_COMMENTER,
    Comment,
    CommentQuerySet,
)
from articles.models.content_version import (
    ContentVersion,
    content_change,
    hide_at_once,
    is_content_changing,
)
from articles.models.correction import (
    LONGEST_CORRECTION,
    Correction,
    CorrectionNotice,
    corrections_of,
    with_corrections,
)
from articles.models.delivery import Delivery
from articles.models.desk_session import DeskSession
from articles.models.edge_purge import EdgePurge
from articles.models.editor_profile import EditorProfile
from articles.models.embargo_lift import EmbargoLift
from articles.models.exchanges import Exchange, symbols_in
from articles.models.found_sources import FooterRule, FoundSource, SourceEvidence
from articles.models.handling import Handling, HandlingQuerySet
from articles.models.image import (
    FormerFile,
    Image,
    ImageOrigin,
    ImageUse,
    RemoteImage,
)
from articles.models.imports import (
    ArchiveConfiguration,
    ArchivedFile,
    ArchiveSite,
    Conflict,
    DeclaredLanguage,
    FooterPattern,
    ImageReference,
    ImportedFile,
    ImportRun,
)
from articles.models.instrument import (
    ArticleInstrument,
    Instrument,
    instruments_of,
    with_instruments,
)
from articles.models.invisible import TURNS_DIRECTION, without_invisible
from articles.models.kill import LONGEST_NOTICE, Kill
from articles.models.label_tombstone import LabelTombstone
from articles.models.list_page import ImportedListPage, ListPage, ListPageQuerySet
from articles.models.listing import (
    Listing,
    ListingEntry,
    ListingEntryQuerySet,
    ListingQuerySet,
)
from articles.models.original_storage import ORIGINALS_FOLDER, original_files
from articles.models.pending_version import PendingVersion
from articles.models.permanent_names import name_of_file
from articles.models.pin import Pin, PinQuerySet
from articles.models.preview_link import PreviewLink
from articles.models.reader_report import LONGEST_REPORT, ReaderReport
from articles.models.reading import (
    read_article,
    read_bodies,
    read_cards,
    read_found,
)
from articles.models.receiver import Receiver
from articles.models.redirect import (
    Label,
    Page,
    Redirect,
    RedirectQuerySet,
    kind_of,
)
from articles.models.relation import Relation, with_relations
from articles.models.revision import Revision
from articles.models.same_story import SameStory, StorySketch
from articles.models.search import SearchEntry, SearchIndex
from articles.models.shortcode import Shortcode
from articles.models.site import MenuEntry, SiteSettings
from articles.models.taxonomy import Author, Category, Keyed, Source, Tag
from articles.models.terms import (
    ConversionChoice,
    LearnedWeights,
    OpenAmbiguities,
    StyleRule,
    Term,
    VariantOverride,
    VariantText,
)
from articles.models.translation_level import TranslationLevel
from articles.models.visibility import (
    VISIBLE_COUNT,
    is_within,
    visible_count_parameters,
    within_sql,
)
from articles.models.web_addresses import (
    validate_links,
    validate_web_address,
    web_address,
)

__all__ = [
    "HEAVY_FIELDS",
    "LABEL_FOLDERS",
    "LONGEST_COMMENT",
    "LONGEST_COMMENTER",
    "LONGEST_CORRECTION",
    "LONGEST_NOTICE",
    "LONGEST_REPORT",
    "ORIGINALS_FOLDER",
    "PAGE_FOLDERS",
    "TURNS_DIRECTION",
    "VISIBLE_COUNT",
    "AfterCheck",
    "ArchiveConfiguration",
    "ArchiveSite",
    "ArchivedFile",
    "Article",
    "ArticleCategory",
    "ArticleInstrument",
    "ArticleQuerySet",
    "ArticleTemplate",
    "AttachedFile",
    "AuditEntry",
    "Author",
    "Buffer",
    "BufferQuerySet",
    "Byline",
    "Category",
    "Comment",
    "CommentQuerySet",
    "Conflict",
    "ContentVersion",
    "ConversionChoice",
    "Correction",
    "CorrectionNotice",
    "DeclaredLanguage",
    "Delivery",
    "DeskSession",
    "EdgePurge",
    "EditorProfile",
    "EmbargoLift",
    "Exchange",
    "FooterPattern",
    "FooterRule",
    "FormerFile",
    "FoundSource",
    "Handling",
    "HandlingQuerySet",
    "Image",
    "ImageOrigin",
    "ImageReference",
    "ImageUse",
    "ImportRun",
    "ImportedFile",
    "ImportedListPage",
    "Instrument",
    "Keyed",
    "Kill",
    "Label",
    "LabelTombstone",
    "LearnedWeights",
    "ListPage",
    "ListPageQuerySet",
    "Listing",
    "ListingEntry",
    "ListingEntryQuerySet",
    "ListingQuerySet",
    "MenuEntry",
    "OpenAmbiguities",
    "Page",
    "PendingVersion",
    "Pin",
    "PinQuerySet",
    "Presence",
    "PresenceQuerySet",
    "PreviewLink",
    "ReaderReport",
    "Receiver",
    "Redirect",
    "RedirectQuerySet",
    "Relation",
    "RemoteImage",
    "Revision",
    "SameStory",
    "SearchEntry",
    "SearchIndex",
    "Shortcode",
    "SiteSettings",
    "Source",
    "SourceClearance",
    "SourceEvidence",
    "StorySketch",
    "StyleRule",
    "Tag",
    "TaggedArticle",
    "Term",
    "TranslationLevel",
    "VariantOverride",
    "VariantText",
    "address_of",
    "content_change",
    "corrections_of",
    "hide_at_once",
    "instruments_of",
    "is_content_changing",
    "is_within",
    "kind_of",
    "name_of_file",
    "original_files",
    "read_article",
    "read_bodies",
    "read_cards",
    "read_found",
    "readable_slug",
    "regional_name",
    "symbols_in",
    "tags_of",
    "validate_links",
    "validate_web_address",
    "variants_of",
    "visible_count_parameters",
    "web_address",
    "with_corrections",
    "with_instruments",
    "with_relations",
    "with_tags",
    "within_sql",
    "without_invisible",
]
