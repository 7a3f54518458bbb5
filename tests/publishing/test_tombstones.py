"""What becomes of labels that are merged or deleted, and how they come back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from articles import search
from articles.models import (
    Article,
    ArticleCategory,
    Author,
    Byline,
    Category,
    FooterRule,
    FoundSource,
    Label,
    LabelTombstone,
    Listing,
    ListingEntry,
    ListPage,
    Redirect,
    SiteSettings,
    Source,
    Tag,
    TaggedArticle,
    Term,
)
from articles.publishing import (
    LabelTaken,
    categories_named,
    delete,
    delete_labels,
    labels_of,
    merge_labels,
    revive_label,
    save,
    save_label,
    save_tag,
    tags_named,
)
from articles.publishing.tombstones import label_now
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_list_page,
    make_source,
    make_term,
)

pytestmark = pytest.mark.django_db

KINDS: dict[str, Callable[[str], Label]] = {
    "category": make_category,
    "tag": lambda name: tags_named([name])[0],
    "author": make_author,
    "source": lambda name: (
        Source.objects.filter(name=name).first() or make_source(name, slug=name)
    ),
}


def file_under(kind: str, *names: str) -> Article:
    if kind == "source":
        return make_article(source=KINDS[kind](names[0]))
    plural = {"category": "categories", "tag": "tags", "author": "authors"}[kind]
    return make_article(**{plural: list(names)})


def names_of(kind: str, article: Article) -> list[str]:
    article = Article.objects.get(pk=article.pk)
    if kind == "source":
        return [str(article.source)] if article.source else []
    labels = labels_of(article)
    filed: dict[str, list[Any]] = {
        "category": labels.categories,
        "tag": labels.tags,
        "author": labels.authors,
    }
    return [str(label) for label in filed[kind]]


def listed(client: Client, label: Label) -> str:
    """What the label's page lists, without its sidebar."""
    page = client.get(label.url_in("zh-cn"))
    assert page.status_code == 200
    return page.text.partition("<aside")[0]


def tombstone() -> LabelTombstone:
    return LabelTombstone.objects.all()[0]


def state() -> dict[str, Any]:
    """All rows that a merge, its undoing or a renaming may change."""
    models: tuple[Any, ...] = (
        *(Category, Tag, Author, Source, ArticleCategory, TaggedArticle, Byline),
        *(Redirect, ListPage, Term, Listing, ListingEntry, LabelTombstone),
        *(FoundSource, FooterRule, SiteSettings),
    )
    rows = {
        m.__name__: list(m._default_manager.order_by("pk").values()) for m in models
    }
    sources = list(Article.objects.order_by("pk").values_list("pk", "source"))
    return {**rows, "sources": sources}


@pytest.mark.parametrize("kind", KINDS)
def test_merging_moves_articles_lists_and_addresses(kind: str, client: Client) -> None:
    gone, kept = KINDS[kind]("旧"), KINDS[kind]("新")
    article, other = file_under(kind, "旧"), file_under(kind, "新")
    assert merge_labels([gone, kept], kept) == 1
    assert names_of(kind, article) == names_of(kind, other) == ["新"]
    assert client.get(gone.url_in("zh-cn"))["Location"] == kept.url_in("zh-cn")
    assert article.title in listed(client, kept)
    assert other.title in listed(client, kept)
    assert label_now(kind, gone.pk) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_undoing_a_merge_gives_everything_back(kind: str, client: Client) -> None:
    gone, kept = KINDS[kind]("旧"), KINDS[kind]("新")
    article, other = file_under(kind, "旧"), file_under(kind, "新")
    before = state()
    merge_labels([gone], kept)
    assert revive_label(tombstone()) == gone
    after = state()
    for rows in (before, after):  # Entries of lists have new numbers.
        rows["ListingEntry"] = {
            (row["article_id"], row["position"]) for row in rows["ListingEntry"]
        }
        rows["Listing"] = {(r["key"], r["entry_count"]) for r in rows["Listing"]}
    assert {k: v for k, v in after.items() if before[k] != v} == {}
    assert article.title in listed(client, gone)
    assert article.title not in listed(client, kept)
    assert other.title in listed(client, kept)


@pytest.mark.parametrize("kind", ["category", "tag", "author"])
def test_undoing_leaves_what_an_article_had_and_what_it_was_given_since(
    kind: str,
) -> None:
    gone, kept = KINDS[kind]("旧"), KINDS[kind]("新")
    both, refiled = file_under(kind, "旧", "新"), file_under(kind, "旧")
    merge_labels([gone], kept)
    labels = labels_of(refiled)
    for filed in (labels.categories, labels.tags, labels.authors):
        filed.clear()
    save(refiled, labels)
    revive_label(tombstone())
    assert sorted(names_of(kind, both)) == ["新", "旧"]
    assert names_of(kind, refiled) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_that_were_merged_into_one_come_back_in_either_order(
    order: tuple[int, int],
) -> None:
    first, second, kept = tags_named(["甲", "乙", "丙"])
    article = make_article(tags=["甲", "乙"])
    merge_labels([first, second], kept)
    graves = list(LabelTombstone.objects.all())
    for place in order:
        revive_label(graves[place])
    assert sorted(names_of("tag", article)) == ["乙", "甲"]


def test_a_label_is_followed_through_merges_renames_and_its_end() -> None:
    first, second, third = categories_named(["甲", "乙", "丙"])
    merge_labels([first], second)
    merge_labels([second], third)
    third.name = "丁"
    save_label(third)
    assert label_now("category", first.pk, "甲") == third
    assert label_now("category", None, "丁") == third
    assert label_now("category", None, "甲") == third
    assert label_now("category", 10**9, "丁") == third
    delete_labels([third])
    assert label_now("category", first.pk, "甲") is None
    assert label_now("category", third.pk, "丁") is None
    assert label_now("category", None, "甲") is None
    assert label_now("category", None, "无") is None


def test_articles_come_back_although_the_merge_went_on() -> None:
    first, second, third = tags_named(["甲", "乙", "丙"])
    article = make_article(tags=["甲"])
    merge_labels([first], second)
    merge_labels([second], third)
    revive_label(LabelTombstone.objects.get(name="甲"))
    assert "甲" in names_of("tag", article)


def test_a_deleted_tag_comes_back_with_articles_texts_and_addresses(
    client: Client,
) -> None:
    tag = tags_named(["旧"])[0]
    article = make_article(tags=["股", "旧"])
    make_list_page("tag", tag=tag, body="正文")
    tag.slug = "new"
    save_tag(tag)
    delete_labels([tag])
    assert client.get("/zh-cn/tags/new/").status_code == 410
    revive_label(tombstone())
    assert names_of("tag", article) == ["股", "旧"]
    assert ListPage.objects.get().body == "正文"
    assert client.get("/zh-cn/tags/旧/").status_code == 301
    assert client.get("/zh-cn/tags/new/").status_code == 200
    assert not LabelTombstone.objects.exists()


def test_an_article_is_found_by_the_tag_that_it_has_by_then() -> None:
    gone, kept = tags_named(["利率", "央行"])
    make_article(tags=["利率"])
    merge_labels([gone], kept)

    def finds(query: str) -> bool:
        return bool(Article.objects.filter(pk__in=search.ids_for_editors(query, 1)))

    assert (finds("利率"), finds("央行")) == (False, True)
    revive_label(tombstone())
    assert (finds("利率"), finds("央行")) == (True, False)


def test_a_name_that_is_taken_by_now_is_said_and_changes_nothing() -> None:
    gone, kept = categories_named(["甲", "乙"])
    merge_labels([gone], kept)
    categories_named(["甲"])
    before = state()
    with pytest.raises(LabelTaken):
        revive_label(tombstone())
    assert state() == before


def test_the_terms_of_a_category_go_over_and_come_back() -> None:
    gone, kept = categories_named(["甲", "乙"])
    moved = make_term("软件", "軟體", category=gone)
    twin = make_term("信息", "資訊", category=gone)
    make_term("信息", "訊息", category=kept)
    version = SiteSettings.current().conversion_version
    merge_labels([gone], kept)
    assert SiteSettings.current().conversion_version > version
    assert [t.simplified for t in kept.terms.order_by("pk")] == ["软件", "信息"]
    revive_label(tombstone())
    assert {t.pk for t in gone.terms.all()} == {moved.pk, twin.pk}
    assert kept.terms.count() == 1


def test_what_imports_know_of_a_source_goes_over_and_comes_back() -> None:
    gone, kept = make_source("甲", disclaimer="甲的声明"), make_source("乙")
    found = FoundSource.objects.create(key="甲", label="甲", name="甲", source=gone)
    rule = FooterRule.objects.create(source=gone, text="声明：", treatment="notice")
    merge_labels([gone], kept)
    for row in (found, rule):
        row.refresh_from_db()
        assert row.source == kept
    revive_label(tombstone())
    for row in (found, rule):
        row.refresh_from_db()
        assert row.source == gone
    assert Source.objects.get(pk=gone.pk).disclaimer == "甲的声明"


def test_what_a_row_led_to_may_be_gone_when_it_comes_back(
    django_user_model: Any,
) -> None:
    person = django_user_model.objects.create_user("p")
    gone, kept = make_source("甲", terms_confirmed_by=person), make_source("乙")
    article = make_article(source=gone)
    merge_labels([gone], kept)
    delete(article)
    person.delete()
    revive_label(tombstone())
    assert Source.objects.get(pk=gone.pk).terms_confirmed_by is None


# Whole or not at all


class Broken(Exception):
    """What a statement raises when it is made to fail."""


class FailAt:
    """Let the nth statement that writes fail."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if self.left == 0:
                raise Broken
        return execute(sql, params, many, context)


def _merge(kind: str) -> None:
    one, two = (KINDS[kind](name) for name in "甲乙")
    merge_labels([one], two)


def _undo(kind: str) -> None:
    revive_label(LabelTombstone.objects.get(kind=kind))


def _rename(kind: str) -> None:
    label = KINDS[kind]("甲")
    label.slug, label.name = "other", "别名"
    if isinstance(label, Tag):
        save_tag(label)
    else:
        save_label(label)


def _delete(kind: str) -> None:
    delete_labels([KINDS[kind]("丙")])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", [_merge, _undo, _rename, _delete])
def test_an_act_that_fails_at_any_write_changes_nothing(
    act: Callable[[str], None], kind: str
) -> None:
    for name in "甲乙丙":
        KINDS[kind](name)
    for names in ("甲", "乙", "甲乙"):
        file_under(kind, *names)
    if kind not in {"source"}:
        make_list_page(kind, **{kind: KINDS[kind]("甲")})
    if act is _undo:
        _merge(kind)
    before = state()
    for number in count(1):
        try:
            with transaction.atomic(), connection.execute_wrapper(FailAt(number)):
                act(kind)
        except Broken:
            assert state() == before, f"write {number}"
        else:
            break
    assert number > 3
    assert state() != before
