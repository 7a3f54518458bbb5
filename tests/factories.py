"""Records for tests: plain functions, sensible unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from articles.choices import Language, Status
from articles.images.storage import store_image
from articles.models import (
    Article,
    Author,
    Category,
    Image,
    Instrument,
    ListPage,
    Source,
    Term,
    symbols_in,
)
from articles.publishing import (
    Labels,
    authors_named,
    categories_named,
    save,
    save_list_page,
    tags_named,
)
from articles.variants.term_base import save_term
from tests.sample_images import png

_numbers = count(1)


def make_article(
    *,
    categories: Sequence[str] = (),
    tags: Sequence[str] = (),
    authors: Sequence[str] = (),
    **fields: Any,
) -> Article:
    """A published Simplified Chinese article, stored, rendered and in its lists."""
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "title": f"报道{n}",
        "slug": f"story-{n}",
        "language": Language.SIMPLIFIED,
        "status": Status.PUBLISHED,
        "published_at": timezone.now() - timedelta(minutes=1),
        "body": "正文。",
    }
    article = Article(**defaults | fields)
    article.save()
    labels = Labels(
        categories_named(categories), tags_named(tags), authors_named(authors)
    )
    save(article, labels)
    return article


def make_draft(**fields: Any) -> Article:
    return make_article(**{"status": Status.DRAFT, "published_at": None} | fields)


def make_category(name: str = "美股") -> Category:
    return categories_named([name])[0]


def make_list_page(kind: str = "front", **fields: Any) -> ListPage:
    """A published page of a list in Simplified Chinese, stored and rendered."""
    page = ListPage(kind=kind, **fields)
    save_list_page(page)
    return page


def make_term(
    simplified: str, taiwan: str = "", hong_kong: str = "", **fields: Any
) -> Term:
    """A term of the whole site, unless told otherwise; in force at once."""
    forms = {"taiwan": taiwan or simplified, "hong_kong": hong_kong or simplified}
    term = Term(simplified=simplified, **forms, **fields)
    save_term(term)
    return term


def make_author(name: str = "林岚") -> Author:
    return authors_named([name])[0]


def make_source(name: str = "海岳财经", **fields: Any) -> Source:
    """A source; its disclaimers are an editor's."""
    n = next(_numbers)
    edited = [key for key in ("disclaimer", "disclaimer_en") if fields.get(key)]
    slug = fields.pop("slug", f"source-{n}")
    return Source.objects.create(
        name=name, slug=slug, edited_disclaimers=edited, **fields
    )


def make_instrument(
    code: str = "0700.HK", name: str = "腾讯控股", **fields: Any
) -> Instrument:
    exchange, symbol = symbols_in(code)[0]
    return Instrument.objects.create(
        exchange=exchange, symbol=symbol, name=name, **fields
    )


def make_image(**fields: Any) -> Image:
    n = next(_numbers)
    image = store_image(png(640 + n % 200, 360, colour=(n % 256, 80, 120)))
    for name, value in fields.items():
        setattr(image, name, value)
    image.save()
    return image


def hours_ago(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)
