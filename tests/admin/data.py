"""What a browser sends when an editor presses a button under an article."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article

ADD = "admin:articles_article_add"
CHANGE = "admin:articles_article_change"
LIST = "admin:articles_article_changelist"


def article_data(**fields: Any) -> dict[str, Any]:
    """A complete form with only a title and a language, unless told otherwise."""
    inline = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    empty = {
        f"{prefix}-{name}": value
        for prefix in ("menu_entries", "overrides")
        for name, value in inline.items()
    }
    plain: dict[str, Any] = {"title": "快讯", "language": "zh-Hans"}
    return {**plain, "weight": 0, **empty, **fields}


def data_of(article: Article, **fields: Any) -> dict[str, Any]:
    """The form of an article as it is shown, with some fields typed over."""
    names = ["title", "slug", "language", "lead", "summary", "body", "weight"]
    shown = {name: getattr(article, name) for name in names}
    if article.published_at:
        shown["published_at_0"] = f"{article.published_at:%Y-%m-%d}"
        shown["published_at_1"] = "00:00:00"
    return article_data(**{**shown, **fields})


def open_form(client: Client, article: Article) -> Any:
    return client.get(reverse(CHANGE, args=[article.pk]))


def pages_data(*forms: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """What the forms for the pages of a label's list send, ``initial`` of them old."""
    sent: dict[str, Any] = {
        "pages-TOTAL_FORMS": len(forms),
        "pages-INITIAL_FORMS": initial,
    }
    for number, form in enumerate(forms):
        plain = {"language": "zh-Hans", "status": "published"}
        sent |= {f"pages-{number}-{key}": v for key, v in (plain | form).items()}
    return sent
