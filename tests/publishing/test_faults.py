"""Whatever write fails, an act has happened as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from articles.models import Article, MenuEntry, Revision, SiteSettings
from articles.publishing import (
    create_article,
    delete,
    refresh_menus,
    save_changes,
    undo_merge,
)
from tests.acts import publish, withdraw
from tests.factories import make_article, make_category, make_draft
from tests.faults import fail_each_write

pytestmark = pytest.mark.django_db
BODY = "一。\n\n二。\n\n三。\n"
ALL = {
    "title": "新标题",
    "slug": "new",
    "body": BODY.replace("一", "甲"),
    "tags": ["新标签", "旧标签"],
    "overrides.zh-tw.title": "臺灣",
}


def everything() -> dict[str, Any]:
    """Return all rows of the desk."""
    return {
        model.__name__: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_app_config("articles").get_models()
    }


def store_live() -> Article:
    SiteSettings.objects.get_or_create()
    article = make_article(body=BODY, tags=["旧标签"], categories=["债市"])
    MenuEntry.objects.create(article=article)
    refresh_menus()
    return article


def assert_whole(act: Callable[[], object]) -> None:
    before = everything()
    assert fail_each_write(act, everything) > 1
    assert everything() != before


def test_a_save_is_whole() -> None:
    article = store_live()
    category = make_category("A 股")
    assert_whole(lambda: save_changes(article.pk, {**ALL, "categories": [category.pk]}))


def test_a_merge_is_whole() -> None:
    article = store_live()
    base = Revision.objects.get()
    save_changes(article.pk, {"body": BODY.replace("三", "丙"), "weight": 3})
    assert_whole(lambda: save_changes(article.pk, ALL, base=base))
    assert Article.objects.get().body == "甲。\n\n二。\n\n丙。\n"


def test_undoing_a_merge_is_whole() -> None:
    article = store_live()
    base = Revision.objects.get()
    save_changes(article.pk, {"body": BODY.replace("三", "丙")})
    merged = save_changes(article.pk, ALL, base=base).revision
    assert merged
    assert_whole(lambda: undo_merge(merged))


def test_a_new_article_is_whole_with_what_is_stored_beside_it() -> None:
    def add_to_menu(article: Article) -> None:
        MenuEntry.objects.create(article=article)
        refresh_menus()

    SiteSettings.objects.get_or_create()
    assert_whole(
        lambda: create_article(
            {**ALL, "status": "published"}, form_key="k", alongside=add_to_menu
        )
    )


def test_publishing_is_whole() -> None:
    article = make_draft(tags=["甲"])
    assert_whole(lambda: publish(article))


def test_withdrawing_is_whole() -> None:
    article = store_live()
    assert_whole(lambda: withdraw(article))


def test_deleting_is_whole() -> None:
    article = store_live()
    assert_whole(lambda: delete(Article.objects.get(pk=article.pk)))
