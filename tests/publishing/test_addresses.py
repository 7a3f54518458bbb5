"""No address that readers had dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Category,
    FoundSource,
    Redirect,
    Source,
    Tag,
)
from articles.publishing import (
    accept_source,
    authors_named,
    categories_named,
    delete_labels,
    free_slug,
    merge_labels,
    save,
    save_label,
    save_tag,
    tags_named,
)
from tests.acts import withdraw
from tests.factories import make_article, make_author, make_draft, make_source

pytestmark = pytest.mark.django_db


def move(article: Article, slug: str) -> None:
    article.slug = slug
    save(article)


def leads(client: Client, address: str) -> str:
    """Where the address leads at once and for good."""
    response = client.get(address)
    assert response.status_code == 301, (address, response.status_code)
    return str(response["Location"])


def test_the_old_address_of_an_article_leads_to_it_in_every_variant(
    client: Client,
) -> None:
    article = make_article(slug="old")
    move(article, "新的")
    new = "%E6%96%B0%E7%9A%84"
    for variant in ("zh-cn", "zh-tw", "zh-hk"):
        assert leads(client, f"/{variant}/articles/old/") == (
            f"/{variant}/articles/{new}/"
        )
    assert leads(client, "/en/articles/old/") == f"/zh-cn/articles/{new}/"
    assert client.get("/articles/old/")["Location"] == "/zh-cn/articles/old/"


def test_its_query_and_its_other_forms_come_along(client: Client) -> None:
    move(make_article(slug="old"), "new")
    assert leads(client, "/zh-cn/articles/old/?a=1") == "/zh-cn/articles/new/?a=1"
    assert leads(client, "/zh-cn/articles/old.ninjs.json") == (
        "/zh-cn/articles/new.ninjs.json"
    )


def test_chains_are_one_step_and_going_back_ends_them(client: Client) -> None:
    article = make_article(slug="a")
    for slug in ("b", "c"):
        move(article, slug)
    for old in ("a", "b"):
        assert leads(client, f"/zh-cn/articles/{old}/") == "/zh-cn/articles/c/"
    assert client.get("/zh-cn/articles/a/")["Cache-Control"] == "no-cache"
    move(article, "a")
    assert client.get("/zh-cn/articles/a/").status_code == 200
    assert leads(client, "/zh-cn/articles/c/") == "/zh-cn/articles/a/"
    assert not article.redirects.filter(path="/*/articles/a/").exists()


def test_what_no_reader_ever_saw_leaves_no_address() -> None:
    later = timezone.now() + timedelta(days=1)
    for article in (make_draft(slug="a"), make_article(slug="b", published_at=later)):
        move(article, f"new-{article.slug}")
    draft = make_draft(slug="c", published_at=timezone.now() - timedelta(days=9))
    move(draft, "new-c")
    assert not Redirect.objects.exists()


def test_a_withdrawn_article_keeps_its_address_for_when_it_returns(
    client: Client,
) -> None:
    article = make_article(slug="old")
    article = withdraw(article)
    move(article, "new")
    assert client.get("/zh-cn/articles/old/").status_code == 404
    article.status = "published"
    save(article)
    assert leads(client, "/zh-cn/articles/old/") == "/zh-cn/articles/new/"


def test_the_address_of_another_is_taken_over_once_readers_see_the_page(
    client: Client,
) -> None:
    move(make_article(slug="a"), "b")
    draft = make_draft(slug="x")
    move(draft, "a")
    assert leads(client, "/zh-cn/articles/a/") == "/zh-cn/articles/b/"
    make_article(slug="c")
    move(Article.objects.get(slug="b"), "d")
    move(Article.objects.get(slug="c"), "b")
    assert client.get("/zh-cn/articles/b/").status_code == 200
    assert not Redirect.objects.filter(path="/*/articles/b/").exists()


def test_a_new_page_is_not_given_an_address_that_leads_elsewhere() -> None:
    move(make_article(slug="a"), "b")
    assert free_slug(Article, "a") == "a-2"
    move(make_article(slug="a-2"), "c")
    assert free_slug(Article, "a") == "a-3"
    tag = tags_named(["Fed"])[0]
    tag.slug = "federal-reserve"
    save_tag(tag)
    tag.name = "Federal Reserve"
    save_tag(tag)
    assert tags_named(["Fed"])[0].slug == "fed-2"


def test_the_old_addresses_of_labels_lead_to_them(client: Client) -> None:
    make_source(slug="old")
    category, author = categories_named(["old"])[0], make_author("old")
    for label in (category, author, Source.objects.get(slug="old")):
        label.slug = "new"
        save_label(label)
    tag = tags_named(["old"])[0]
    tag.slug = "new"
    save_tag(tag)
    source = Source.objects.get(slug="new")
    make_article(categories=["old"], authors=["old"], tags=["old"], source=source)
    for folder in ("categories", "tags", "authors", "sources"):
        for variant in ("zh-cn", "zh-hk", "en"):
            for rest in ("", "feed.atom", "?page=2"):
                assert leads(client, f"/{variant}/{folder}/old/{rest}") == (
                    f"/{variant}/{folder}/new/{rest}"
                )


def test_the_addresses_of_a_merged_tag_lead_to_the_one_that_stays(
    client: Client,
) -> None:
    first, kept = tags_named(["Fed", "美联储"])
    first.slug = "the-fed"
    save_tag(first)
    merge_labels([first, kept], kept)
    make_article(tags=["美联储"])
    kept.slug = "federal-reserve"
    save_tag(kept)
    for old in ("fed", "the-fed"):
        assert leads(client, f"/zh-tw/tags/{old}/") == "/zh-tw/tags/federal-reserve/"
    Redirect.objects.get(path="/*/tags/the-fed/", reason="merged")


def test_the_address_of_a_merged_source_leads_to_the_one_that_stays(
    client: Client,
) -> None:
    into = make_source(name="甲", slug="jia")
    found = FoundSource.objects.create(label="乙", name="乙")
    accept_source(found, name="乙")
    address = Source.objects.exclude(pk=into.pk).get().url_in("zh-cn")
    accept_source(found, source=into)
    make_article(source=into)
    assert leads(client, address) == "/zh-cn/sources/jia/"


def test_a_deleted_label_is_gone_with_every_address_it_had(client: Client) -> None:
    tag, *_ = tags_named(["old"])
    tag.slug = "new"
    save_tag(tag)
    Redirect.objects.create(path="/topics/old/", tag=tag, variant="zh-cn")
    delete_labels([tag])
    delete_labels([make_author("old"), *categories_named(["old"])])
    for address in ("tags/old", "tags/new", "authors/old", "categories/old"):
        response = client.get(f"/zh-cn/{address}/")
        assert response.status_code == 410
        assert "noindex" in response.text
    assert client.get("/topics/old/").status_code == 410
    assert not Author.objects.exists()
    assert not Category.objects.exists()


def test_a_label_made_anew_at_a_gone_address_is_not_gone(client: Client) -> None:
    delete_labels(categories_named(["old"]))
    save_label(Category(name="old", slug="old"))
    delete_labels(authors_named(["old"]))
    delete_labels(tags_named(["old"]))
    authors_named(["old"])
    tags_named(["old"])
    make_article(categories=["old"], authors=["old"], tags=["old"])
    for folder in ("categories", "authors", "tags"):
        assert client.get(f"/zh-cn/{folder}/old/").status_code == 200
    assert not Redirect.objects.exists()


def test_names_that_differ_by_a_sign_have_readable_slugs() -> None:
    names = ["C", "C++", "C#", "Ｃ＋＋Ⅱ", "%", "$", "50%", "$AAPL", "AAPL", "F# 语言"]
    slugs = ["c", "c-plus-plus", "c-sharp", "c-plus-plus-ii", "percent", "dollar"]
    slugs += ["50-percent", "dollar-aapl", "aapl", "f-sharp-语言"]
    assert [tag.slug for tag in tags_named(names)] == slugs
    assert [label.slug for label in categories_named(names)] == slugs
    assert [label.slug for label in authors_named(names)] == slugs
    assert [Tag.objects.create(name=f"({n})").slug for n in names[:2]] == [
        "c-2",
        "c-plus-plus-2",
    ]
