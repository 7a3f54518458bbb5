from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Tag
from articles.publishing import Labels, renew_keys, save, tags_named
from tests.admin.data import ADD, article_data
from tests.factories import make_article
from tests.people import make_chief

pytestmark = pytest.mark.django_db
LIST = "admin:articles_tag_changelist"


@pytest.fixture
def desk(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_chief())
    return client


def test_unused_tags_are_found(desk: Client) -> None:
    tags = tags_named(["美股", "港股"])
    save(make_article(), Labels([], tags[:1], []))
    for use, names in (("unused", ["港股"]), ("used", ["美股"])):
        page = desk.get(reverse(LIST), {"use": use})
        assert [tag.name for tag in page.context["cl"].result_list] == names


def test_the_list_costs_the_same_for_any_number_of_tags(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse(LIST)
    tags_named(["美股"])
    desk.get(url)
    with django_assert_num_queries(4):  # Session, user, count, tags.
        desk.get(url, {"use": "unused"})
    tags_named([f"标签{n}" for n in range(30)])
    with django_assert_num_queries(4):
        desk.get(url, {"use": "unused"})


def test_deleting_says_how_many_articles_lose_it(desk: Client) -> None:
    [tag] = tags_named(["美股"])
    for _ in range(2):
        save(make_article(), Labels([], [tag], []))
    page = desk.get(reverse("admin:articles_tag_delete", args=[tag.pk]))
    text = "美股: 2 articles"
    assert text in page.content.decode()
    data = {"action": "delete_selected", "_selected_action": [tag.pk]}
    assert text in desk.post(reverse(LIST), data).content.decode()


def test_a_tag_is_searched_by_every_spelling(desk: Client) -> None:
    tags_named(["标普500"])
    page = desk.get(reverse(LIST), {"q": "標普 500"})
    assert len(page.context["cl"].result_list) == 1


def test_an_article_finds_its_tag_by_another_spelling(desk: Client) -> None:
    tags_named(["标普500"])
    data = article_data(tags="#標普 500。，标普\u200b500")
    assert desk.post(reverse(ADD), data).status_code == 302
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["标普500"]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("tags", ["🚀", "美股，%", "#"])
def test_a_tag_needs_a_letter_or_a_digit(desk: Client, tags: str) -> None:
    answer = desk.post(reverse(ADD), article_data(tags=tags))
    [error] = answer.context["adminform"].form.errors["tags"]
    assert tags.split("，")[-1] in error
    assert not Tag.objects.exists()


def test_another_spelling_of_a_tag_is_refused_with_its_name(desk: Client) -> None:
    tags_named(["标普500"])
    data = {"name": "#标普 500", "pages-TOTAL_FORMS": 0, "pages-INITIAL_FORMS": 0}
    answer = desk.post(reverse("admin:articles_tag_add"), data)
    [error] = answer.context["adminform"].form.errors["name"]
    assert "“标普500”" in error


def test_an_upgrade_finds_old_tags_and_keeps_the_one_that_most_articles_have() -> None:
    Tag.objects.bulk_create(
        Tag(name=name, slug=f"t-{number}", key=name)  # As before the upgrade.
        for number, name in enumerate(["标普 500", "标普500", "#标普500", "降息。"])
    )
    kept = Tag.objects.get(name="标普500")
    article = make_article()
    article.tags.add(kept)
    assert renew_keys() == [("标普 500", "标普500"), ("#标普500", "标普500")]
    assert tags_named(["＃標普 500"]) == [kept]
    assert tags_named(["降息"])[0].name == "降息。"
    assert renew_keys() == []
