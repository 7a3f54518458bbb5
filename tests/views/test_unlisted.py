"""An unlisted article answers at its address, and nothing leads a reader there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.choices import Visibility
from articles.models import Article, ListingEntry, Redirect
from articles.publishing import save
from tests.factories import hours_ago, make_article, make_source

pytestmark = pytest.mark.django_db
ROBOTS = '<meta name="robots" content="{}">'


def make_story(**fields: Any) -> Article:
    return make_article(
        categories=["美股"],
        tags=["利率"],
        authors=["林岚"],
        title="密档",
        slug="secret",
        source=make_source("s", slug="s"),
        **fields,
    )


def places(article: Article) -> list[str]:
    """Every page on which readers or machines find articles."""
    category = article.article_categories.get().category
    author = article.bylines.get().author
    (tag,) = article.tags.all()
    labels = [label.url_in("zh-cn") for label in (category, tag, author)]
    labels.append("/zh-cn/sources/s/")
    number = (article.pk - 1) // 5_000 + 1
    return [
        *("/zh-cn/", "/zh-cn/feed.rss", "/zh-cn/feed.json", "/news-sitemap.xml"),
        *(f"/sitemap-zh-cn-articles-{number}.xml", "/zh-cn/search/?q=密档"),
        *("/zh-cn/search/feed.rss?q=密档", "/zh-cn/search/suggest/?q=密"),
        *labels,
        *(f"{label}feed.atom" for label in labels),
    ]


def naming(client: Client, article: Article) -> set[str]:
    found = set()
    for place in places(article):
        answer = client.get(place)
        if answer.status_code == 200 and "secret" in answer.content.decode():
            found.add(place)
    return found


def test_an_unlisted_article_is_named_nowhere_and_answers_at_its_address(
    client: Client,
) -> None:
    article = make_story()
    listed = naming(client, article)
    assert len(listed) > 10, listed
    article.visibility = Visibility.UNLISTED
    save(article)
    assert naming(client, article) == set()
    assert not ListingEntry.objects.exists()
    page = client.get("/zh-cn/articles/secret/")
    assert ROBOTS.format("noindex, follow") in page.content.decode()
    article.visibility = Visibility.EVERYWHERE
    save(article)
    assert naming(client, article) == listed


def test_an_old_address_of_an_unlisted_article_leads_to_it(client: Client) -> None:
    article = make_story(visibility=Visibility.UNLISTED)
    Redirect.objects.create(path="/old/", article=article)
    assert client.get("/old/")["Location"] == "/zh-cn/articles/secret/"


@pytest.mark.parametrize(
    ("visibility", "robots"),
    [
        (Visibility.NO_SITEMAP, "max-image-preview:large"),
        (Visibility.NO_INDEX, "noindex, follow"),
    ],
)
def test_what_search_engines_are_not_told_of_stands_in_every_list(
    client: Client, visibility: Visibility, robots: str
) -> None:
    article = make_story(visibility=visibility)
    found = naming(client, article)
    assert {"/zh-cn/", "/zh-cn/feed.rss", "/zh-cn/search/?q=密档"} <= found
    assert not [place for place in found if "sitemap" in place]
    page = client.get("/zh-cn/articles/secret/")
    assert ROBOTS.format(robots) in page.content.decode()


def test_an_unlisted_article_is_no_neighbour_and_has_none(client: Client) -> None:
    for number in (1, 2, 3):
        make_article(
            title=f"甲{number}",
            slug=f"n-{number}",
            published_at=hours_ago(number),
            pager=True,
            visibility=Visibility.UNLISTED if number == 2 else Visibility.EVERYWHERE,
        )
    first, second = (
        client.get(f"/zh-cn/articles/n-{number}/").content.decode() for number in (1, 2)
    )
    pager = first.partition('class="pager')[2]
    assert "n-3" in pager
    assert "n-2" not in pager
    assert 'class="pager' not in second


def test_a_list_never_shows_an_unlisted_version_in_place_of_a_listed_one(
    client: Client,
) -> None:
    common: dict[str, Any] = {"translation_key": "k", "published_at": timezone.now()}
    make_article(slug="hans", title="软件", **common)
    make_article(
        slug="hant",
        title="軟體",
        language="zh-Hant-TW",
        visibility=Visibility.UNLISTED,
        **common,
    )
    assert "hant" not in client.get("/zh-tw/").content.decode()
    page = client.get("/zh-cn/articles/hans/").content.decode()
    assert "hant" not in page


def test_the_manager_and_an_article_agree_on_what_is_named() -> None:
    for visibility in Visibility:
        make_article(visibility=visibility)
    for article in Article.objects.all():
        found = Article.objects.filter(pk=article.pk)
        assert found.listed().exists() is article.is_listed
        assert found.in_sitemaps().exists() is article.is_in_sitemaps
