"""What the script of the article's form sends, and buffers as it leaves them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Buffer
from tests.admin.data import article_data

KEEP = "admin:articles_article_buffer"
FORM_KEY = "0123456789abcdef"


def message(by: User, of: Article | None = None, **said: Any) -> dict[str, Any]:
    """The first message of a window that has kept nothing yet."""
    base = of.revisions.first() if of else None
    first = {
        "user": by.pk,
        "form_key": FORM_KEY,
        "article": of.pk if of else None,
        "base": base.pk if base else None,
        "writer": "window-one",
        "sequence": 1,
        "follows": 0,
        "is_whole": True,
        "values": {"title": ["打字"]},
        "field": "body",
        "caret": 3,
    }
    return {**first, **said}


def send(client: Client, said: Any, url: str = "") -> Any:
    address = url or reverse(KEEP)
    return client.post(address, said, content_type="application/json")


def make_buffer(
    user: User, article: Article | None = None, form_key: str = FORM_KEY, **typed: Any
) -> Buffer:
    """A whole form, as a browser has sent it."""
    data = article_data(**typed)
    return Buffer.objects.create(
        user=user,
        article=article,
        form_key=form_key,
        base=article.revisions.first() if article else None,
        fields={
            name: [str(v) for v in value] if isinstance(value, list) else [str(value)]
            for name, value in data.items()
        },
        writer="window-one",
        sequence=4,
    )
