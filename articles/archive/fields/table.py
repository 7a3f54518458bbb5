"""The table, and what is done with all of its rows."""

from __future__ import annotations

from articles.archive.fields.attribution import Attribution
from articles.archive.fields.extra import Extra
from articles.archive.fields.labels import LabelFields
from articles.archive.fields.listed import LISTED_KEYS, VisibilityField
from articles.archive.fields.menus import Menus
from articles.archive.fields.page import AiUseField, Sidebar, Switch, Weight, Widgets
from articles.archive.fields.permanent_name import PermanentName
from articles.archive.fields.publication import (
    DATE_KEYS,
    STATUS_KEYS,
    Dates,
    StatusField,
)
from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.fields.texts import (
    Body,
    LanguageField,
    Slug,
    Text,
    Title,
    TranslationLanguages,
)
from articles.archive.fields.thumbnail import ThumbnailField, ThumbnailPlaceField
from articles.archive.front_matter import Keys
from articles.models import Article
from articles.publishing import Labels

BODY = Body(("body",))
ATTRIBUTION = Attribution(
    ("source", "source_url", "disclaimer"), ("newsdesk_source",), cascades=False
)
LABELS = LabelFields(
    ("categories", "tags", "authors"),
    ("categories", "category", "tags", "tag", "authors", "author"),
)
_FIRST: tuple[FieldSpec, ...] = (
    Title(("title",), ("title",), cascades=False),
    Dates(("published_at", "modified_at", "expires_at", "embargoed_until"), DATE_KEYS),
    StatusField(("status",), STATUS_KEYS),
    VisibilityField(("visibility",), LISTED_KEYS),
    LanguageField(("language",), ("lang", "language")),
    Text(("lead",), ("lead",)),
    Text(("summary",), ("summary",)),
    Text(("description",), ("description",)),
    LABELS,
    Text(("translation_key",), ("translationkey",), cascades=False),
    TranslationLanguages(("translation_languages",), ("translations",), cascades=False),
    ThumbnailField(("thumbnail",), ("thumbnail",)),
    ThumbnailPlaceField(("thumbnail_place",), ("thumbnail",)),
    Weight(("weight",), ("weight",)),
    Switch(("comments",), ("comments",)),
    Switch(("authorbox",), ("authorbox",)),
    Switch(("pager",), ("pager",)),
    Switch(("toc",), ("toc",)),
    Switch(("mathjax",), ("mathjax",)),
    Sidebar(("sidebar",), ("sidebar",)),
    AiUseField(("ai_use",), ("ai_use",)),
    Widgets(("widgets",), ("widgets",)),
    Menus(("menus",), ("menus", "menu")),
    PermanentName(("permanent_name",), ("newsdesk_id",), cascades=False),
)
_LAST = (Slug(("slug",), ("slug",), cascades=False), BODY, ATTRIBUTION)
EXTRA = Extra(
    ("extra",),
    known=frozenset(
        key for row in (*_FIRST, *_LAST) if not row.shares_keys for key in row.keys
    ),
)
FIELDS = (*_FIRST, EXTRA, *_LAST)
FIELD_OF = {name: row for row in FIELDS for name in row.names}
_MERGED = tuple(row for row in FIELDS if row.is_merged)
CASCADING_KEYS = frozenset(key for row in FIELDS for key in row.cascading_keys)


def read_fields(keys: Keys, context: ReadContext) -> Values:
    """Return the values of a file's front matter by the article's fields."""
    values: Values = {}
    for row in (*_FIRST, *_LAST, EXTRA):  # Last what nobody took.
        values |= row.read(keys, context)
    return values


def set_columns(article: Article, parsed: Parsed) -> None:
    """Put on a new article the values that need no other row."""
    values = parsed.values | {"body": parsed.body}
    for row in FIELDS:
        if row.is_plain:
            row.apply(article, values)


def current_values(article: Article, known: Values) -> Values:
    """Return the article's values now; those ``known`` already are not queried."""
    values = dict(known)
    for row in FIELDS:
        if not values.keys() >= {*row.names}:
            values |= row.current(article)
    return values


def article_values(article: Article) -> Values:
    """Return plain values of the fields that are merged. Four queries for labels and
    menus."""
    plain: Values = {}
    for row in _MERGED:
        plain |= row.plain(row.current(article))
    return plain


def plain_values(values: Values) -> Values:
    """Return values as JSON holds them, of those fields that are merged and given."""
    plain: Values = {}
    for row in _MERGED:
        if values.keys() >= {*row.names}:
            plain |= row.plain(values)
    return plain


def aligned(values: Values, like: Values) -> Values:
    """Spell plain values as others are, if spelling makes no difference."""
    return {
        name: FIELD_OF[name].align(value, like[name]) for name, value in values.items()
    }


def apply_values(article: Article, values: Values) -> Labels:
    """Put plain values on the article; return its labels, for ``save``."""
    found = [row.apply(article, values) for row in _MERGED]
    return next(labels for labels in found if labels)


def differences(parsed: Parsed, now: Values, place: FilePlace) -> set[str]:
    """Return the fields in which an article differs from its file."""
    return {
        name
        for row in FIELDS
        for name in row.names
        if not row.same(name, parsed, now, place)
    }
