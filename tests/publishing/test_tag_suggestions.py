from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Tag
from articles.publishing import suggested_tags, tags_named
from tests.people import make_clerk, make_reporter

pytestmark = pytest.mark.django_db


def test_tags_in_the_text_are_suggested_in_any_script_and_spelling() -> None:
    tags_named(["关税", "标普500", "C++", "黄金"])
    body = "關稅上升，標普 500 下跌；写C++的人。"
    assert set(suggested_tags("", body, [])) == {"关税", "标普500", "C++"}


def test_those_of_the_title_come_first_then_the_frequent_ones() -> None:
    tags_named(["美股", "港股", "债市"])
    found = suggested_tags("债市回暖", "港股，美股，美股。", [])
    assert found == ["债市", "美股", "港股"]


def test_a_chosen_tag_is_not_suggested_whatever_its_spelling() -> None:
    tags_named(["标普500", "美股"])
    assert suggested_tags("标普500与美股", "", ["#標普 500"]) == ["美股"]


def test_a_latin_tag_stands_alone_and_a_figure_is_none() -> None:
    tags_named(["AI", "2025", "股", "人工智能", "人工智能芯片"])
    assert suggested_tags("2025年的train", "股", []) == []
    assert suggested_tags("人工智能芯片用于AI", "", []) == ["人工智能芯片", "AI"]


def test_a_tag_that_is_new_renamed_or_gone_is_known() -> None:
    [first] = tags_named(["美股"])
    assert suggested_tags("美股与港股", "", []) == ["美股"]
    tags_named(["港股"])
    assert set(suggested_tags("美股与港股", "", [])) == {"美股", "港股"}
    first.delete()
    assert suggested_tags("美股与港股", "", []) == ["港股"]


def test_many_tags_cost_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Tag.objects.bulk_create(
        Tag(name=f"标签{n}号", slug=f"t-{n}", key=f"标签{n}号") for n in range(20_000)
    )
    text = "".join(f"标签{n}号，" for n in range(0, 20_000, 500))
    assert len(suggested_tags("", text, [])) == 8
    with django_assert_num_queries(2):
        suggested_tags("", text, [])


def test_the_door_answers_names_to_who_writes_articles(client: Client) -> None:
    tags_named(["美股", "港股"])
    url = reverse("tag_suggestions")
    data = {
        "title": "美股与港股\x00",
        "body": "\ud800".encode("utf-8", "replace"),
        "tags": "港股",
    }
    assert client.post(url, data).status_code == 302
    client.force_login(make_clerk())
    assert client.post(url, data).status_code == 403
    client.force_login(make_reporter())
    assert client.post(url, data).json() == {"tags": ["美股"]}
    assert client.get(url).status_code == 405
